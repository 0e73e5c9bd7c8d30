/** Data that leaves: uploads, names asked of DNS, remotes, tools, model calls. */
import type { Detector } from '../../contracts/detector';

export const EXFILTRATION: readonly Detector[] = [];
