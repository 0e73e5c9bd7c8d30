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

const judge = (writing: Writing): Sign[] => [...fetched(writing), ...inText(writing)];

/** A workflow that comes from the network, unseen. */
const fetched = ({ path, by, excerpt }: Writing): Sign[] =>
  by !== undefined && /^(?:curl|wget|wget2)$/.test(by.program)
    ? [
        {
          what: `fetched:${tailOf(path.given)}`,
          why: `A pipeline is taken from the network, unseen: ${path.path}`,
          severity: 'medium',
          techniques: ['T1195.002'],
          excerpt,
          path: path.path,
        },
      ]
    : [];

const inText = ({ path, content, removed, excerpt }: Writing): Sign[] =>
  dangersIn(content, removed).map(({ kind, why, severity, techniques }) => ({
    what: `${kind}:${tailOf(path.given)}`,
    why: `${why}: ${path.path}`,
    severity,
    techniques,
    excerpt,
    path: path.path,
  }));
