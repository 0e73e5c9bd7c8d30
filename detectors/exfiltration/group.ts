/** Data that leaves: uploads, names asked of DNS, remotes, tools, model calls. */
import type { Detector } from '../../contracts/detector';
import { dnsExfiltration } from './dns-exfiltration/detector';
import { secretSent } from './secret-sent/detector';
import { upload } from './upload/detector';

export const EXFILTRATION: readonly Detector[] = [secretSent, upload, dnsExfiltration];
