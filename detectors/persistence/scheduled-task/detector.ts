import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import { invocations } from '../../programs';
import { detectionsOf } from '../../signs';
import { inCode } from './in-code';
import { inFiles } from './in-files';
import { manifest } from './manifest';
import { inPrograms } from './registrars';

export const scheduledTask: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, { analysis, session }) {
    const written = inFiles(event, analysis, session);
    const all = invocations(analysis);
    const registered = all.length === 0 ? [] : inPrograms(all, analysis, session);
    registered.push(...inCode(all));
    if (written.length === 0 && registered.length === 0) return NO_DETECTIONS;
    return detectionsOf([...written, ...registered]);
  },
};
