import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { Detection } from '../../../contracts/finding';
import { argv, invocations } from '../../programs';
import { namesProduction } from '../../targets';
import { manifest } from './manifest';
import { principalsOf } from './principals';

const MAX_DETECTIONS = 10;

export const foreignPrincipal: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, _event, { analysis, installation }) {
    const all = invocations(analysis);
    if (all.length === 0) return NO_DETECTIONS;
    const byName = new Map<string, Detection>();
    for (const one of all)
      for (const { kind, name, severity, techniques } of principalsOf(one)) {
        if (byName.size >= MAX_DETECTIONS || byName.has(name)) continue;
        byName.set(name, {
          why: `${one.program === '' ? 'The shell' : one.program} acts as the ${kind} ${name}`,
          severity,
          dedupeKey: `${kind}:${name}`,
          techniques,
          entities: { account: name },
          excerpt: [one.path, ...argv(one)].join(' ').slice(0, 300),
          facts: namesProduction(name, installation) ? ['production-target'] : [],
        });
      }
    return byName.size === 0 ? NO_DETECTIONS : [...byName.values()];
  },
};
