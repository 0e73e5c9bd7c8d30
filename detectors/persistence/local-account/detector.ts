import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import { argv, invocations } from '../../programs';
import { commandLine, detectionsOf } from '../../signs';
import type { Sign } from '../../signs';
import { accountAct } from './accounts';
import { manifest } from './manifest';

export const localAccount: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, _event, { analysis }) {
    const signs = invocations(analysis).flatMap((one): Sign[] => {
      const act = accountAct(one.program.toLowerCase().replace(/\.exe$/, ''), argv(one), one.stdin ?? '');
      if (act === undefined) return [];
      const contained = one.remote !== undefined && one.remote.kind !== 'ssh';
      return [{ ...act, severity: contained ? 'low' : act.severity, excerpt: commandLine(one) }];
    });
    return signs.length === 0 ? NO_DETECTIONS : detectionsOf(signs);
  },
};
