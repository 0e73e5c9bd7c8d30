import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Detection } from '../../../contracts/finding';
import { argv, baseName } from '../../programs';
import { packagesOf } from '../installs';
import { badIn } from './rows';
import type { Bad } from './rows';
import { manifest } from './manifest';

interface State {
  /** Versions of the agent that were told. */
  told?: string[];
}

const MAX_TOLD = 8;

export const knownBadVersion: Detector<State, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(state, event, { analysis, installation }) {
    const rows = installation.badVersions;
    if (rows === undefined || rows.length === 0) return NO_DETECTIONS;
    const agent = agentOf(state, event, rows);
    const packages = analysis.command === undefined ? [] : packagesOf(analysis);
    const found = packages.flatMap((one) => {
      const bad = one.version === undefined ? undefined : badIn(rows, one.ecosystem, one.name, one.version);
      return bad === undefined
        ? []
        : [tell(bad, 'is installed', 'high', [one.by.path, ...argv(one.by)].join(' ').slice(0, 300))];
    });
    if (event.action.type === 'file.write') found.push(...inLock(event.action.path, event.action.content, rows));
    const all = [...agent, ...found];
    return all.length === 0 ? NO_DETECTIONS : all.slice(0, 8);
  },
};

/** The agent program by the version of its telemetry; asked of what every dialect tells, its content shown or not. Once a session. */
function agentOf(state: State, { action, agent, source }: AgentEvent, rows: readonly string[]): Detection[] {
  if (!ASKED.has(action.type) || source.version === undefined) return [];
  const bad = badIn(rows, 'agent', agent.family, source.version);
  const { told = [] } = state;
  if (bad === undefined || told.includes(source.version)) return [];
  state.told = [...told, source.version].slice(-MAX_TOLD);
  return [tell(bad, 'runs', 'low', `${agent.family} ${source.version}`)];
}

const ASKED: ReadonlySet<string> = new Set(['prompt', 'session.start', 'model.call']);

const IN_LOCK = /(?:^|[\s"'/])((?:@[\w.-]{1,60}\/)?[\w.-]{1,100})(?:["']?\s?:\s?["']|@|==)[\^~=]?(\d[\w.+-]{0,40})/g;
const MANIFESTS = /^(?:package\.json|requirements[\w.-]{0,40}\.txt|pyproject\.toml|yarn\.lock|pnpm-lock\.yaml)$/;

/** Pinned versions in a manifest that is written. */
function inLock(path: string | undefined, content: string | undefined, rows: readonly string[]): Detection[] {
  const name = baseName(path ?? '');
  if (content === undefined || !MANIFESTS.test(name)) return [];
  const kind = /^(?:requirements|pyproject)/.test(name) ? 'pypi' : 'npm';
  return [...content.slice(0, 64 * 1024).matchAll(IN_LOCK)].slice(0, 500).flatMap(([whole, one = '', version = '']) => {
    const bad = badIn(rows, kind, one, version);
    return bad === undefined ? [] : [tell(bad, `is named in ${name}`, 'high', whole.trim())];
  });
}

const tell = (
  { kind, name, version, why }: Bad,
  how: string,
  severity: 'low' | 'high',
  excerpt: string,
): Detection => ({
  why: `${name} ${version} ${how}: ${why}`,
  severity,
  dedupeKey: `${kind} ${name}@${version}`,
  entities: { package: `${name}@${version}` },
  excerpt,
});
