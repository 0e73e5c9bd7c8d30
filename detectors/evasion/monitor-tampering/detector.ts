import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import { detectionsOf } from '../../signs';
import { manifest } from './manifest';
import { tamperings } from './tamperings';

export const monitorTampering: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, context) {
    const found = tamperings(event, context);
    return found.length === 0 ? NO_DETECTIONS : detectionsOf(found);
  },
};
