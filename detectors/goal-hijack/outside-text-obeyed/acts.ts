/** Everything sensitive that one call does, by its analysis. */
import type { EventAnalysis, PathClass, ResolvedPath } from '../../../contracts/analysis';
import type { DetectorContext, InstallationContext } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Severity } from '../../../contracts/finding';
import { standingOf } from '../../execution/download-execute/sources';
import { invocations } from '../../programs';
import type { Act } from './act';
import { actOfProgram } from './acts-of-programs';

const CREDENTIALS: ReadonlySet<PathClass> = new Set([
  'private-key',
  'cloud-credential',
  'credential-store',
  'token-file',
  'password-database',
  'browser-store',
  'wallet',
  'keychain',
  'agent-credential',
]);
/** Places from which what is written will run or steer later. Copying a documented line into some of them is daily work. */
const FOOTHOLDS: ReadonlyMap<PathClass, Severity> = new Map([
  ['ssh-access', 'medium'],
  ['login-control', 'medium'],
  ['git-hook', 'low'],
  ['scheduled-job', 'low'],
  ['agent-configuration', 'low'],
  ['agent-memory', 'low'],
]);
/** In a setting of an agent or a start file: it runs something, or sends calls elsewhere. */
const RUNS = /\bcurl\b|\bwget\b|\| ?(?:ba|z)?sh\b|"hooks"|_BASE_URL|\bbase64\b|\bnc\b|\/dev\/tcp/;
const MAX_PROGRAMS = 200;
const MAX_ACTS = 10;

export function actsOf(event: AgentEvent, { analysis, installation }: DetectorContext): Act[] {
  const found = [
    ...inPrograms(event, analysis, installation),
    ...sends(event, analysis),
    ...credentials(event, analysis),
    ...footholds(event, analysis),
  ];
  return found.slice(0, MAX_ACTS);
}

function inPrograms({ action }: AgentEvent, analysis: EventAnalysis, installation: InstallationContext): Act[] {
  const all = invocations(analysis);
  const acts: Act[] = [];
  for (let index = 0; index < Math.min(all.length, MAX_PROGRAMS); index++) {
    const act = actOfProgram(all, index, commandOf(action));
    if (act) acts.push(isTrusted(act, analysis, installation) ? { ...act, severity: 'low' } : act);
  }
  return acts;
}

/** The documented installer of a known tool is piped into a shell all day long. */
function isTrusted({ kind, subject }: Act, { transfers }: EventAnalysis, installation: InstallationContext): boolean {
  const from =
    kind === 'pipe-to-shell' ? transfers.find(({ destination }) => destination?.given === subject) : undefined;
  const standing = from && standingOf(from, installation);
  return standing === 'known' || standing === 'local';
}

function sends({ action, secrets }: AgentEvent, { transfers, reads }: EventAnalysis): Act[] {
  const secret = (secrets?.length ?? 0) > 0 || reads.some((read) => CREDENTIALS.has(read.class));
  return transfers
    .filter(
      ({ direction, destination }) =>
        direction === 'out' && (destination?.class === 'public' || destination?.class === 'name'),
    )
    .map(({ destination }) => ({
      kind: 'send',
      subject: destination?.host ?? '',
      words: [{ text: commandOf(action), part: destination?.given ?? '' }],
      severity: secret ? 'medium' : 'low',
      technique: 'T1041',
    }));
}

function credentials({ action }: AgentEvent, { reads }: EventAnalysis): Act[] {
  return reads
    .filter((read) => CREDENTIALS.has(read.class))
    .map((read) => ({
      kind: 'credential-read',
      subject: read.path,
      words: [{ text: commandOf(action), part: read.given }],
      severity: 'medium',
      technique: 'T1552.001',
    }));
}

function footholds({ action }: AgentEvent, { writes, command }: EventAnalysis): Act[] {
  if (writes.length === 0) return [];
  const contents = new Map((command?.writes ?? []).map((write) => [write.path, write.content]));
  return writes.flatMap((write) => {
    const content =
      action.type === 'file.write' ? action.content : (contents.get(write.path) ?? contents.get(write.given));
    const severity = content === undefined ? undefined : severityOfFoothold(write, content);
    if (content === undefined || severity === undefined) return [];
    return [
      {
        kind: 'foothold',
        subject: write.path,
        words: linesOf(content).map((text) => ({ text })),
        severity,
        technique: 'T1546',
      },
    ];
  });
}

/** A PATH line in a shell profile is what every installer writes. */
function severityOfFoothold({ class: kind }: ResolvedPath, content: string): Severity | undefined {
  const severity = kind === 'shell-profile' ? 'low' : FOOTHOLDS.get(kind);
  if (severity === undefined || severity === 'medium' || kind === 'agent-memory') return severity;
  const runs = RUNS.test(content.slice(0, 8_000));
  if (kind === 'shell-profile') return runs ? 'low' : undefined;
  return runs ? 'medium' : 'low';
}

/** The longest lines: what was copied is seldom the whole file. */
function linesOf(content: string): string[] {
  const lines = content
    .slice(0, 8_000)
    .split('\n', 200)
    .map((line) => line.trim());
  return lines
    .filter((line) => line.length >= 20)
    .sort((a, b) => b.length - a.length)
    .slice(0, 4);
}

const commandOf = (action: AgentEvent['action']): string =>
  action.type === 'exec' ? (action.command ?? '').slice(0, 4_000) : '';
