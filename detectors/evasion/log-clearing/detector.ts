import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import { invocations } from '../../programs';
import { detectionsOf } from '../../signs';
import type { Sign } from '../../signs';
import { inFiles } from './in-files';
import { manifest } from './manifest';
import { inPrograms } from './in-programs';

export const logClearing: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, { analysis }) {
    const all = invocations(analysis);
    const found: Sign[] = [...inFiles(event, analysis), ...inPrograms(all, analysis)];
    if (found.length === 0) return NO_DETECTIONS;
    const building =
      all.some(({ program }) => BUILDS.test(program)) &&
      all.some(({ args }) => args.some(({ text }) => CACHES.test(text)));
    return detectionsOf(building ? found.map((sign) => ({ ...sign, severity: 'low' as const })) : found);
  },
};

/** Package managers, and what an image build drops beside logs. */
const BUILDS = /^(?:apt-get|apt|dnf|microdnf|yum|apk|zypper|tdnf|pacman|rm)$/;
const CACHES = /\/var\/lib\/apt\/lists|\/var\/cache\/(?:apt|dnf|yum|apk|ldconfig|debconf)|^clean$/;
