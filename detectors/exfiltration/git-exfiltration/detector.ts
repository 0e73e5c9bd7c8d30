import type { Destination, EventAnalysis } from '../../../contracts/analysis';
import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector, DetectorContext } from '../../../contracts/detector';
import type { Detection, Severity } from '../../../contracts/finding';
import type { Invocation } from '../../../contracts/shell';
import { argv, invocations } from '../../programs';
import { intoFiles } from '../payload';
import { factsOf, nameOf, standingOf } from '../places';
import type { Standing } from '../places';
import { namesCredential, namesKeyFile, namesSettings } from '../secret-names';
import { manifest } from './manifest';

interface Remote {
  name: string;
  url: string;
  /** Its destination, as the analysis told it. */
  to: Destination;
}

interface State {
  remotes?: Remote[];
  /** Names of credentials that were staged or committed. */
  staged?: string[];
  /** Files that were encoded, sealed or filled with secrets, and with what. */
  wrapped?: { path: string; what: string; grave: boolean }[];
}

const MAX_KEPT = 16;

export const gitExfiltration: Detector<State, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(state, event, context) {
    const all = invocations(context.analysis);
    if (all.length === 0 || event.phase === 'denied') return NO_DETECTIONS;
    keepWrapped(state, all, context.analysis);
    if (!all.some(({ program }) => program === 'git' || program === 'gh' || program === 'glab')) return NO_DETECTIONS;
    const found: Detection[] = [];
    for (const [at, one] of all.entries()) {
      if (one.program === 'git') found.push(...git(state, one, at, context));
      else if (/^(?:gh|glab)$/.test(one.program)) found.push(...newRepository(state, one));
    }
    return found.length === 0 ? NO_DETECTIONS : found.slice(0, 8);
  },
};

function git(state: State, one: Invocation, at: number, context: DetectorContext): Detection[] {
  const words = argv(one).filter(
    (word, index, list) => !/^-[Cc]$/.test(list[index - 1] ?? '') && !/^-[Cc]$/.test(word),
  );
  const [verb, ...rest] = words.filter((word) => !/^--(?:git-dir|work-tree)/.test(word));
  if (verb === 'remote') keepRemote(state, rest, context);
  else if (verb === 'add' || verb === 'stage') stage(state, rest);
  else if (verb === 'push') return pushed(state, one, rest, at, context);
  return [];
}

function keepRemote(state: State, [verb, ...rest]: readonly string[], { analysis }: DetectorContext): void {
  if (verb !== 'add' && verb !== 'set-url') return;
  const [name = '', url = ''] = rest.filter((word) => !word.startsWith('-'));
  const to = analysis.destinations.find(({ given }) => given === url);
  if (to === undefined) return;
  const others = (state.remotes ?? []).filter((known) => known.name !== name);
  state.remotes = [...others, { name: name.slice(0, 100), url: url.slice(0, 300), to }].slice(-MAX_KEPT);
}

function stage(state: State, words: readonly string[]): void {
  const secrets = words.filter(
    (word) => !word.startsWith('-') && (namesCredential(word) || namesKeyFile(word) || namesSettings(word)),
  );
  if (secrets.length > 0)
    state.staged = [...new Set([...(state.staged ?? []), ...secrets.map((word) => word.slice(0, 200))])].slice(
      -MAX_KEPT,
    );
}

function pushed(
  state: State,
  one: Invocation,
  words: readonly string[],
  at: number,
  { analysis, installation }: DetectorContext,
): Detection[] {
  if (words.includes('--dry-run') || words.includes('-n')) return [];
  const remote = words.find((word) => !word.startsWith('-'));
  const known = state.remotes?.find(({ name }) => name === (remote ?? 'origin'));
  const to =
    analysis.transfers.find(({ invocation, direction }) => invocation === at && direction === 'out')?.destination ??
    known?.to;
  const standing = to === undefined ? undefined : standingOf(to, installation);
  const whole =
    words.some((word) => /^--(?:all|mirror)$/.test(word)) || (words.includes('--tags') && words.includes('--force'));
  const found: Detection[] = [];
  const severity = standing === undefined ? undefined : weigh(standing, whole);
  if (to !== undefined && standing !== undefined && severity !== undefined)
    found.push({
      why: `${whole ? 'The whole repository' : 'A branch'} is pushed to ${nameOf(to)}, which this session named as a remote`,
      severity,
      dedupeKey: `push ${to.host}`,
      techniques: standing === 'public-service' ? ['T1567', 'T1567.001'] : ['T1567', 'T1567.001', 'T1048'],
      entities: { destination: to.host },
      excerpt: [one.path, ...argv(one)].join(' ').slice(0, 300),
      facts: factsOf(standing),
    });
  if (state.staged !== undefined && standing !== 'own' && standing !== 'here') {
    found.push(secretsPushed(state.staged, one, to));
    delete state.staged;
  }
  return found;
}

/** A push to a host that people share code on is work; whose account it is only the account knows. */
function weigh(standing: Standing, whole: boolean): Severity | undefined {
  if (standing === 'address' || standing === 'drop') return whole ? 'high' : 'medium';
  if (standing === 'unknown') return 'medium';
  return standing === 'public-service' && whole ? 'low' : undefined;
}

const secretsPushed = (staged: readonly string[], one: Invocation, to: Destination | undefined): Detection => ({
  why: `Files that hold credentials were added and then pushed: ${staged.slice(0, 5).join(', ')}`,
  severity: staged.some((word) => namesCredential(word) || namesSettings(word)) ? 'medium' : 'low',
  dedupeKey: `secrets ${[...staged].sort().slice(0, 3).join(' ')}`,
  techniques: ['T1567.001', 'T1552.001'],
  entities: { path: staged[0] ?? '', ...(to && { destination: to.host }) },
  excerpt: [one.path, ...argv(one)].join(' ').slice(0, 300),
});

/** Encode or seal: a repository has no need of what they make. */
const WRAPPERS = /^(?:base64|base32|basenc|xxd|uuencode|openssl|gpg|gpg2|age|ccrypt)$/;
const GRAVE: ReadonlySet<string> = new Set(['credential', 'settings', 'environment', 'home', 'database']);

function keepWrapped(state: State, all: readonly Invocation[], analysis: EventAnalysis): void {
  if (analysis.writes.length === 0 || analysis.writes.length > 100) return;
  const encodes = all.some(({ program }) => WRAPPERS.test(program));
  for (const { path, payload } of intoFiles(analysis)) {
    const grave = GRAVE.has(payload.kind);
    if (!grave && !encodes) continue;
    const others = (state.wrapped ?? []).filter((one) => one.path !== path);
    state.wrapped = [...others, { path, what: payload.what.slice(0, 200), grave }].slice(-MAX_KEPT);
  }
}

/** `gh repo create --public` with the folder's content: a way to publish, and a way to carry off what was wrapped up before. */
function newRepository({ wrapped }: State, one: Invocation): Detection[] {
  const words = argv(one);
  const open = words.some((word) => /^--(?:public|visibility=public)$/.test(word));
  const full = words.some((word) => /^(?:--push|--source(?:=.*)?|-s)$/.test(word));
  if (words[0] !== 'repo' || words[1] !== 'create' || !open || !full) return [];
  const name = (words[2] ?? '').slice(0, 100);
  const carried = wrapped?.find(({ grave }) => grave) ?? wrapped?.[0];
  const beside = carried === undefined ? '' : `, after ${carried.what} was put into ${carried.path}`;
  return [
    {
      why: `The working folder is put into a new public repository: ${name}${beside}`,
      severity: carried === undefined ? 'low' : carried.grave ? 'high' : 'medium',
      dedupeKey: `public ${name}`,
      techniques: ['T1567.001'],
      ...(carried && { entities: { path: carried.path } }),
      excerpt: [one.path, ...words].join(' ').slice(0, 300),
    },
  ];
}
