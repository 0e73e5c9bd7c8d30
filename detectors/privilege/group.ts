/** More rights than were given: other users, other principals, other agents. */
import type { Detector } from '../../contracts/detector';
import { privilegeEscalation } from './privilege-escalation/detector';

export const PRIVILEGE: readonly Detector[] = [privilegeEscalation];
