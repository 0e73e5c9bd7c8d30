import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { EventAnalysis } from '../../../contracts/analysis';
import { invocations } from '../../programs';
import { detectionsOf } from '../../signs';
import type { Sign } from '../../signs';
import { tailOf } from '../../writings';
import { inPrograms, renamed } from './in-programs';
import { manifest } from './manifest';
import { deceives } from './names';

export const masquerading: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, _event, { analysis }) {
    const all = invocations(analysis);
    const signs = [...inNames(analysis), ...inPrograms(all), ...renamed(all)];
    return signs.length === 0 ? NO_DETECTIONS : detectionsOf(signs);
  },
};

/** Files whose name says something else than they are. */
function inNames({ writes, deletes }: EventAnalysis): Sign[] {
  if (writes.length === 0) return [];
  const gone = new Set(deletes.map(({ path }) => path));
  return writes.flatMap(({ path, given, insideProject, class: kind }): Sign[] => {
    const how = gone.has(path) || kind === 'test' ? undefined : deceives(path);
    if (how === undefined) return [];
    return [
      {
        what: `name:${tailOf(given)}`,
        why: `${how.why}: ${path}`,
        severity: insideProject === true ? 'low' : 'medium',
        techniques: [how.technique],
        excerpt: given,
        path,
      },
    ];
  });
}
