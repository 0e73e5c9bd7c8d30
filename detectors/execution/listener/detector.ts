import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { Detection } from '../../../contracts/finding';
import type { Invocation } from '../../../contracts/shell';
import { argv, invocations } from '../../programs';
import { manifest } from './manifest';
import { rawListener } from './raw';
import { opened } from './services';
import type { Opened } from './services';

/** Different ways in of one command that are told. */
const MAX_TOLD = 16;

export const listener: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, _event, { analysis }) {
    const found = new Map<string, Detection>();
    for (const one of invocations(analysis)) {
      const way = opened(one) ?? rawListener(one);
      if (way === undefined || found.size >= MAX_TOLD) continue;
      const detection = describe(way, one);
      if (!found.has(detection.dedupeKey)) found.set(detection.dedupeKey, detection);
    }
    return found.size === 0 ? NO_DETECTIONS : [...found.values()];
  },
};

function describe({ what, port, severity }: Opened, one: Invocation): Detection {
  return {
    why: port === undefined ? what : `${what}, port ${port.slice(0, 20)}`,
    severity,
    dedupeKey: `listener:${one.program}:${port ?? ''}`,
    entities: { process: one.program },
    excerpt: [one.path, ...argv(one)].join(' ').slice(0, 300),
  };
}
