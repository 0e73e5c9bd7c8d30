import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { PathClass } from '../../../contracts/analysis';
import { detectionsOf } from '../../signs';
import type { Sign } from '../../signs';
import { tailOf, writingsOf } from '../../writings';
import type { Writing } from '../../writings';
import { dangersIn } from './dangers';
import { manifest } from './manifest';

const WORKFLOWS: ReadonlySet<PathClass> = new Set(['ci-workflow']);

export const ciWorkflow: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, { analysis, session }) {
    const written = writingsOf(event, analysis, session, WORKFLOWS);
    return written.length === 0 ? NO_DETECTIONS : detectionsOf(written.flatMap(judge));
  },
};

const judge = ({ path, content, removed, excerpt }: Writing): Sign[] =>
  dangersIn(content, removed).map(({ kind, why, severity, techniques }) => ({
    what: `${kind}:${tailOf(path.given)}`,
    why: `${why}: ${path.path}`,
    severity,
    techniques,
    excerpt,
    path: path.path,
  }));
