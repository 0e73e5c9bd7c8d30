import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { Invocation } from '../../../contracts/shell';
import { argv, baseName, invocations } from '../../programs';
import { commandLine, detectionsOf } from '../../signs';
import type { Sign } from '../../signs';
import { manifest } from './manifest';

const LOADERS = /^(?:insmod|modprobe|kextload|kextutil|kmutil|kldload)$/;
const SYSTEM = /^\/(?:usr\/)?lib\/modules\/|^\/(?:System\/)?Library\/(?:Extensions|Apple)\//;
/** Named from the folder worked in: what was built there, by who writes drivers. */
const OWN = /^(?!\.\.)[\w.][^~]*$/;

export const kernelModule: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, _event, { analysis }) {
    const signs = invocations(analysis).flatMap(loaded);
    return signs.length === 0 ? NO_DETECTIONS : detectionsOf(signs);
  },
};

/** A module by its name, or a file of the system's own set, is a driver; any other file is foreign. */
function loaded(one: Invocation): Sign[] {
  if (!LOADERS.test(one.program)) return [];
  const words = argv(one);
  if (
    words.some((word) => /^-(?:r|n|c|D|-remove|-dry-run|-show-depends|-showconfig|-help|-version)/.test(word)) ||
    (one.program === 'kmutil' && !/^(?:load|install)$/.test(words[0] ?? ''))
  )
    return [];
  const file = words.find((word) => /\.(?:ko(?:\.[xg]z|\.zst)?|kext|kld)$/.test(word) || /^[/~.]/.test(word));
  if (file === undefined) return [];
  return [
    {
      what: baseName(file),
      why: `${one.program} loads ${file.slice(0, 120)} into the kernel`,
      severity: SYSTEM.test(file) ? 'low' : OWN.test(file) ? 'medium' : 'high',
      techniques: ['T1547.006', 'T1014'],
      excerpt: commandLine(one),
      path: file,
    },
  ];
}
