import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { Detection, EvidenceFact } from '../../../contracts/finding';
import { invocations } from '../../programs';
import { factsOfTarget } from '../../targets';
import { excerptOf } from '../words';
import { manifest } from './manifest';
import { isForkBomb, stopOf } from './stops';
import type { Stop } from './stops';

export const serviceStopped: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, { action }, { analysis, installation }) {
    const all = invocations(analysis);
    const found: Detection[] = [];
    for (const [index, one] of all.entries()) {
      const stop = found.length < 10 ? stopOf(one) : undefined;
      if (stop !== undefined && !isContained(one.remote?.kind))
        found.push(describe(one.program, stop, excerptOf(one), factsOfTarget(all, index, installation)));
    }
    const bomb =
      action.type === 'exec' &&
      action.command?.includes('|') === true &&
      action.command.includes('&') &&
      isForkBomb(action.command);
    if (bomb)
      found.push(
        describe(
          'shell',
          {
            what: 'starts itself twice until nothing runs any more (fork bomb)',
            severity: 'medium',
            techniques: ['T1499'],
          },
          action.command?.slice(0, 200) ?? '',
          [],
        ),
      );
    return found.length === 0 ? NO_DETECTIONS : found;
  },
};

/** What stops in a container stops there. */
const isContained = (kind: string | undefined): boolean =>
  kind !== undefined && /^(?:docker|podman|nerdctl|chroot)/.test(kind);

function describe(
  by: string,
  { what, severity, techniques }: Stop,
  excerpt: string,
  facts: readonly EvidenceFact[],
): Detection {
  return { why: `${by === '' ? 'The shell' : by} ${what}`, severity, dedupeKey: what, techniques, excerpt, facts };
}
