import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { Detection } from '../../../contracts/finding';
import type { Invocation } from '../../../contracts/shell';
import { argv, invocations } from '../../programs';
import { excerptOf, optionOf } from '../words';
import { lossByRequest, lossOf } from './losses';
import type { Loss } from './losses';
import { manifest } from './manifest';

export const destructiveGit: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, _event, { analysis }) {
    const found = new Map<string, Detection>();
    for (const one of invocations(analysis)) {
      const lost = lostBy(one);
      if (lost === undefined) continue;
      const detection = describe(one, lost);
      if (!found.has(detection.dedupeKey)) found.set(detection.dedupeKey, detection);
    }
    return found.size === 0 ? NO_DETECTIONS : [...found.values()].slice(0, 10);
  },
};

function lostBy(one: Invocation): Loss | undefined {
  switch (one.program) {
    case 'git':
      return lossOf(argv(one));
    case 'git-filter-repo':
    case 'bfg':
      return { what: 'the whole history is rewritten', severity: 'medium', about: '' };
    case 'gh':
    case 'glab':
    case 'curl':
      return requested(argv(one));
    default:
      return undefined;
  }
}

function requested(words: readonly string[]): Loss | undefined {
  const method = optionOf(words, '-X', '--method', '--request');
  const path = words.find((word) => /\/git\/refs\/|\/repository\/branches\//.test(word.slice(0, 500)));
  return method === undefined || path === undefined ? undefined : lossByRequest(method.toUpperCase(), path, words);
}

function describe(one: Invocation, { what, severity, about }: Loss): Detection {
  return {
    why: `git: ${what}`,
    severity,
    dedupeKey: `${what}|${about}`.slice(0, 200),
    excerpt: excerptOf(one),
  };
}
