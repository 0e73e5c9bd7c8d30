import type { Transfer } from '../../../contracts/analysis';
import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector, DetectorContext, Download } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Confidence, Detection, EvidenceFact, Severity } from '../../../contracts/finding';
import type { Invocation } from '../../../contracts/shell';
import { argv, invocations } from '../../programs';
import { direct } from './direct';
import { keptAndRun, unpackedNames } from './files';
import type { Earlier } from './files';
import { piped } from './flow';
import type { Ran } from './flow';
import { evaluated } from './in-code';
import type { RanByCode } from './in-code';
import { manifest } from './manifest';
import { signsOf } from './shape';
import { isHere, standingOf } from './sources';
import type { Standing } from './sources';

export const downloadExecute: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, context) {
    const { analysis, session } = context;
    const all = invocations(analysis);
    const comes = analysis.transfers.some(({ direction }) => direction === 'in');
    const named = all.length === 0 ? [] : direct(all, analysis.destinations);
    if (!comes && named.length === 0 && session.downloads.size === 0) return NO_DETECTIONS;
    const earlier = (path: string) => earlierDownload(path, context);
    const found = [
      ...piped(analysis, all),
      ...keptAndRun(analysis.transfers, all, earlier),
      ...named,
      ...evaluated(analysis),
    ];
    return found.length === 0 ? NO_DETECTIONS : told(found, all, event, context);
  },
};

function earlierDownload(path: string, { session }: DetectorContext): Earlier | undefined {
  const whole = session.downloads.get(path);
  if (whole !== undefined) return { transfer: transferOf(whole) };
  for (const [place, download] of session.downloads) {
    const cut = place.lastIndexOf('/') + 1;
    const within = (name: string) => path.startsWith(`${place.slice(0, cut)}${name}/`);
    if (unpackedNames(place.slice(cut)).some(within)) return { transfer: transferOf(download), unpacked: true };
  }
  return undefined;
}

function transferOf(download: Download): Transfer {
  const class_ = /^[\d.]{7,15}$|:/.test(download.host) ? ('public' as const) : ('name' as const);
  return {
    direction: 'in',
    program: 'download',
    destination: { given: download.url, host: download.host, class: class_, disguised: false },
  };
}

/** One statement for each host: the gravest. */
function told(
  found: readonly (Ran | RanByCode)[],
  all: readonly Invocation[],
  event: AgentEvent,
  context: DetectorContext,
): Detection[] {
  const byHost = new Map<string, Detection>();
  for (const ran of fewOfEach(found)) {
    const detection = describe(ran, all, event, context);
    const known = byHost.get(detection.dedupeKey);
    if (known === undefined || rank(detection) > rank(known)) byHost.set(detection.dedupeKey, detection);
  }
  return [...byHost.values()].slice(0, 16);
}

/** Downloads of one host that are looked at closely, and of one command. */
const OF_EACH = 6;
const OF_ALL = 40;

function fewOfEach(found: readonly (Ran | RanByCode)[]): (Ran | RanByCode)[] {
  const seen = new Map<string, number>();
  const kept = found.filter(({ transfer }) => {
    const host = transfer.destination?.host ?? '';
    const count = (seen.get(host) ?? 0) + 1;
    seen.set(host, count);
    return count <= OF_EACH;
  });
  return kept.slice(0, OF_ALL);
}

const ORDER: readonly (Severity | undefined)[] = ['info', 'low', 'medium', 'high', 'critical'];
const rank = ({ severity }: Detection): number => ORDER.indexOf(severity);

const HOW: Record<Ran['how'], string> = {
  pipe: 'is piped into',
  substitution: 'is evaluated by',
  file: 'is kept and run by',
  unpacked: 'is unpacked and run by',
  package: 'is installed by',
  direct: 'is run at once by',
  code: 'is run by',
};

function describe(
  ran: Ran | RanByCode,
  all: readonly Invocation[],
  event: AgentEvent,
  context: DetectorContext,
): Detection {
  const { transfer, how } = ran;
  const standing = standingOf(transfer, context.installation);
  const signs = 'by' in ran ? signsOf(ran, all) : [];
  const runner = 'by' in ran ? ran.by.program : ran.fact.language;
  const given = transfer.destination?.given ?? 'an address that is not known';
  const place = transfer.destination?.host ?? 'unknown';
  const facts: EvidenceFact[] = [];
  if (isHere(transfer.destination)) facts.push('loopback-only');
  if (transfer.destination?.class === 'public' || transfer.destination?.class === 'name')
    facts.push('public-destination');
  return {
    why: `What comes from ${given.slice(0, 200)} ${HOW[how]} ${runner}${signs.length === 0 ? '' : ` (${signs.join(', ')})`}`,
    severity: severityOf(ran, standing, signs),
    confidence: confidenceOf(ran, event),
    dedupeKey: `download:${place}`,
    techniques: techniquesOf(ran, runner, all),
    entities: { destination: place, ...(transfer.path && { path: transfer.path.path }) },
    excerpt:
      'by' in ran ? [ran.by.path, ...argv(ran.by)].join(' ').slice(0, 300) : ran.fact.literals.join(' ').slice(0, 300),
    facts,
  };
}

/** Tools in common use are low; a place that nobody installs from, what hides its text, and what covers its tracks are high. */
function severityOf(ran: Ran | RanByCode, standing: Standing, signs: readonly string[]): Severity {
  if (standing === 'known') return signs.length >= 3 ? 'medium' : 'low';
  const decoded = 'decoded' in ran;
  if (ran.how === 'unpacked' || ran.how === 'package') return standing === 'odd' ? 'medium' : 'low';
  if (standing === 'odd' || decoded || signs.length >= 2) return 'high';
  return ran.transfer.destination === undefined ? 'low' : 'medium';
}

function confidenceOf(ran: Ran | RanByCode, event: AgentEvent): Confidence {
  if ('loose' in ran) return 'low';
  return event.phase === 'completed' && event.outcome?.exitCode === 0 && ran.how === 'file' ? 'high' : 'medium';
}

const BY_RUNNER: readonly (readonly [RegExp, string])[] = [
  [/^(?:pwsh|powershell|iex|invoke-expression|start-process|saps)$/i, 'T1059.001'],
  [/^cmd|^start$/i, 'T1059.003'],
  [/^python|^pypy/, 'T1059.006'],
  [/^(?:node|nodejs|bun|deno|javascript|tsx|ts-node)$/, 'T1059.007'],
  [/^(?:osascript)$/, 'T1059.002'],
];

function techniquesOf(ran: Ran | RanByCode, runner: string, all: readonly Invocation[]): string[] {
  const by = BY_RUNNER.find(([name]) => name.test(runner))?.[1] ?? 'T1059.004';
  const modes = ran.how === 'file' && all.some(({ program }) => program === 'chmod') ? ['T1222.002'] : [];
  return ['T1105', 'T1059', by, ...modes, ...('decoded' in ran ? ['T1140'] : [])];
}
