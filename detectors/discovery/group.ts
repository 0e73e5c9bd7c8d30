/** Looking around and moving on: sweeps, enumeration, other hosts, other repositories. */
import type { Detector } from '../../contracts/detector';

export const DISCOVERY: readonly Detector[] = [];
