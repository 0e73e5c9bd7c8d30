import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Detection } from '../../../contracts/finding';
import { argv, baseName } from '../../programs';
import { packagesOf } from '../installs';
import { badIn } from './rows';
import type { Bad } from './rows';
import { manifest } from './manifest';

export const knownBadVersion: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, { analysis, installation }) {
    const rows = installation.badVersions;
    if (rows === undefined || rows.length === 0) return NO_DETECTIONS;
    const agent = agentOf(event, rows);
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

/** The agent program by the version of its telemetry; asked when a session starts and at each prompt, which every dialect tells. */
function agentOf({ action, agent, source }: AgentEvent, rows: readonly string[]): Detection[] {
  if (action.type !== 'prompt' && action.type !== 'session.start') return [];
  const bad = source.version === undefined ? undefined : badIn(rows, 'agent', agent.family, source.version);
  return bad === undefined ? [] : [tell(bad, 'runs', 'low', `${agent.family} ${source.version ?? ''}`)];
}

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
