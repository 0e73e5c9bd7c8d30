/** More rights than were given: other users, other principals, other agents. */
import type { Detector } from '../../contracts/detector';

export const PRIVILEGE: readonly Detector[] = [];
