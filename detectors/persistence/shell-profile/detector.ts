import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { Invocation } from '../../../contracts/shell';
import { payload, payloadIn } from '../../payloads';
import { invocations } from '../../programs';
import { detectionsOf } from '../../signs';
import type { Sign } from '../../signs';
import { tailOf, writingsOf } from '../../writings';
import type { Writing } from '../../writings';
import { hijacked } from './hijacks';
import { isDaily, isToolOutput } from './daily';
import { manifest } from './manifest';

const PROFILES = new Set(['shell-profile' as const]);

export const shellProfile: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, { analysis, session }) {
    const written = writingsOf(event, analysis, session, PROFILES);
    if (written.length === 0) return NO_DETECTIONS;
    const all = invocations(analysis);
    return detectionsOf(written.map((one) => judge(one, all)));
  },
};

function judge(writing: Writing, all: readonly Invocation[]): Sign {
  const { path, inside, contained, excerpt } = writing;
  const bad = badIn(writing, all);
  const base = bad !== undefined ? 'high' : isDaily(writing, all) ? 'low' : 'medium';
  return {
    what: tailOf(path.given),
    why: `The shell start-up file ${path.path} is changed${bad === undefined ? '' : `: ${bad}`}`,
    severity: inside || contained ? (bad === undefined ? 'low' : 'medium') : base,
    techniques: techniquesOf(path.path, bad),
    excerpt,
    path: path.path,
  };
}

function badIn(writing: Writing, all: readonly Invocation[]): string | undefined {
  const { content, by } = writing;
  if (isToolOutput(by)) return undefined;
  const placed = all.filter(({ via }) => via.some((one) => one.startsWith('placed in ')));
  const sign = payload(placed, all) ?? payloadIn(content);
  if (sign !== undefined) return `it ${sign}`;
  const fetched = by !== undefined && /^(?:curl|wget)$/.test(by.program);
  return fetched ? 'what is put in comes from the network' : hijacked(content);
}

function techniquesOf(path: string, bad: string | undefined): readonly string[] {
  const own = /\.ps1$|\$profile$/i.test(path)
    ? ['T1546.013']
    : /\.(?:pth|py)$/.test(path)
      ? ['T1546.018']
      : ['T1546.004'];
  if (bad?.includes('library') === true) return [...own, 'T1574.006'];
  if (bad?.includes('PATH') === true || bad?.includes('stands in') === true) return [...own, 'T1574.007'];
  return bad?.includes('history') === true ? [...own, 'T1690'] : own;
}
