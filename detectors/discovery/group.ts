/** The surroundings explored, and ways to other machines, accounts and repositories. */
import type { Detector } from '../../contracts/detector';
import { enumerationBurst } from './enumeration-burst/detector';
import { lateralMovement } from './lateral-movement/detector';
import { networkScan } from './network-scan/detector';
import { reconThenCollect } from './recon-then-collect/detector';
import { spread } from './spread/detector';

export const DISCOVERY: readonly Detector[] = [
  networkScan,
  enumerationBurst,
  reconThenCollect,
  lateralMovement,
  spread,
];
