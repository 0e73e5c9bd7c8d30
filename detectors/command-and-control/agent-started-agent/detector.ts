import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { CodeFact } from '../../../contracts/analysis';
import type { Detection, Severity } from '../../../contracts/finding';
import type { Invocation } from '../../../contracts/shell';
import { argv, invocations } from '../../programs';
import { agentOfPackage, looksForSecrets, startedAgent } from './agents';
import type { Started } from './agents';
import { manifest } from './manifest';
import { lifecycleOf, starterOf } from './starters';
import type { Starter } from './starters';

const MAX_TOLD = 8;

interface Found {
  started: Started;
  starter: Starter;
  excerpt: string;
  installs?: true;
}

export const agentStartedAgent: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, { analysis }) {
    const found = [...inCommand(invocations(analysis)), ...inPackage(event), ...inCode(event, analysis.code)].filter(
      isOdd,
    );
    if (found.length === 0) return NO_DETECTIONS;
    const byAgent = new Map<string, Detection>();
    for (const one of found) {
      const detection = describe(one);
      const known = byAgent.get(detection.dedupeKey);
      if (known === undefined || (known.severity === 'low' && detection.severity !== 'low'))
        byAgent.set(detection.dedupeKey, detection);
    }
    return [...byAgent.values()].slice(0, MAX_TOLD);
  },
};

/** A person's second agent that asks before it acts is nobody's concern. */
const isOdd = ({ starter, started }: Found): boolean =>
  starter !== 'person' || started.bypass !== undefined || looksForSecrets(started.prompt);

function inCommand(all: readonly Invocation[]): Found[] {
  return all.flatMap((one): Found[] => {
    const excerpt = () => [one.path, ...argv(one)].join(' ').slice(0, 300);
    const started = startedAgent(one);
    const starter = starterOf(one);
    if (started !== undefined) return [{ started, starter, excerpt: excerpt() }];
    const installed = starter === 'person' ? undefined : installedAgent(one);
    return installed === undefined
      ? []
      : [{ started: { agent: installed, prompt: '' }, starter, installs: true, excerpt: excerpt() }];
  });
}

/** `npm install -g openclaw` from a package's script. */
function installedAgent(one: Invocation): string | undefined {
  if (!/^(?:npm|pnpm|yarn|bun|pip3?|pipx|uv)$/.test(one.program)) return undefined;
  const words = argv(one);
  if (!words.some((word) => /^(?:i|install|add|global|tool)$/.test(word))) return undefined;
  return words.map(agentOfPackage).find((agent) => agent !== undefined);
}

/** A package whose install script starts or brings an agent, as it is written. */
function inPackage({ action }: AgentEvent): Found[] {
  if (action.type !== 'file.write' || action.path?.endsWith('package.json') !== true || action.content === undefined)
    return [];
  return lifecycleOf(action.content).flatMap((script): Found[] => {
    const words = script.split(/[\s"';&|]+/).slice(0, 200);
    const at = words.findIndex((word) => agentOfPackage(word) !== undefined);
    const excerpt = script.slice(0, 300);
    const brought = agentOfPackage(words[at] ?? '');
    if (brought !== undefined)
      return [{ started: { agent: brought, prompt: '' }, starter: 'package', installs: true, excerpt }];
    const started = asInvocation(script);
    return started === undefined ? [] : [{ started, starter: 'package', excerpt }];
  });
}

/** Code that is written to start an agent: told when it takes the guards off, as it is not run yet. */
function inCode({ action }: AgentEvent, code: readonly CodeFact[]): Found[] {
  if (action.type !== 'file.write') return [];
  return code.flatMap(({ kind, literals }): Found[] => {
    const started = kind === 'spawn' || kind === 'spawn-shell' ? asInvocation(literals.join(' ')) : undefined;
    const grave = started?.bypass !== undefined && looksForSecrets(started.prompt);
    return started !== undefined && grave
      ? [{ started, starter: 'program', excerpt: literals.join(' ').slice(0, 300) }]
      : [];
  });
}

/** A command text read as words, for what is only written down. */
function asInvocation(text: string): Started | undefined {
  const words = text
    .slice(0, 4_000)
    .split(/[\s"']+/)
    .filter((word) => word !== '');
  const at = words.findIndex((word) => startedAgent(bare(word, ['-p'])) !== undefined);
  return at < 0 ? undefined : startedAgent(bare(words[at] ?? '', words.slice(at + 1)));
}

const bare = (program: string, words: readonly string[]): Invocation => ({
  program,
  path: program,
  args: words.map((text) => ({ text, known: true, derived: false })),
  environment: [],
  redirections: [],
  via: [],
  background: false,
  separator: '',
  source: { start: 0, end: 0 },
  depth: 0,
});

const BY: Record<Starter, string> = {
  package: 'A package',
  'by-itself': 'A hook or timetable',
  program: 'Another program',
  person: 'The session',
};

function describe({ started, starter, excerpt, installs }: Found): Detection {
  const { agent, bypass, prompt } = started;
  const seeks = looksForSecrets(prompt);
  const how = `${bypass === undefined ? '' : ` with its guards off (${bypass})`}${seeks ? ' and lets it look for secrets' : ''}`;
  return {
    why: `${BY[starter]} ${installs === true ? 'installs' : 'starts'} the agent ${agent}${how}`,
    severity: installs === true ? 'medium' : severityOf(starter, bypass !== undefined, seeks),
    dedupeKey: `agent:${agent}:${starter}`,
    techniques: [...(seeks ? ['T1083', 'T1552.001'] : []), ...(starter === 'package' ? ['T1195.002'] : []), 'T1059'],
    entities: { process: agent },
    excerpt,
  };
}

/** Whether this start of an agent with its guards off is told here as more than low, which says that the guards are off as well. */
export function isToldHere(one: Invocation): boolean {
  const started = startedAgent(one);
  if (started?.bypass === undefined) return false;
  return severityOf(starterOf(one), true, looksForSecrets(started.prompt)) !== 'low';
}

function severityOf(starter: Starter, bypass: boolean, seeks: boolean): Severity {
  if (seeks) return bypass || starter !== 'person' ? 'high' : 'medium';
  if (starter === 'package') return bypass ? 'high' : 'medium';
  if (starter === 'by-itself') return bypass ? 'medium' : 'low';
  return 'low';
}
