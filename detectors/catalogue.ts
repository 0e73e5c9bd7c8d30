/** Every detector that Gander ships, in the order in which they step. A folder that is missing here fails a test. */
import type { Detector } from '../contracts/detector';
import { credentialAccess } from './credential-access/detector';
import { resourceHijackingLoad } from './resource-hijacking-load/detector';
import { resourceHijacking } from './resource-hijacking/detector';
import { reverseShell } from './reverse-shell/detector';

export const DETECTORS: readonly Detector[] = [
  reverseShell,
  credentialAccess,
  resourceHijacking,
  resourceHijackingLoad,
];
