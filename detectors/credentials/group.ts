/** Secrets read, searched for, or shown; decoys touched. */
import type { Detector } from '../../contracts/detector';
import { credentialAccess } from './credential-access/detector';

export const CREDENTIALS: readonly Detector[] = [credentialAccess];
