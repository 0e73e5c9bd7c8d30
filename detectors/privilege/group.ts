/** More rights than were given: other users, other principals, other agents. */
import type { Detector } from '../../contracts/detector';
import { foreignPrincipal } from './foreign-principal/detector';
import { identityContradicted } from './identity-contradicted/detector';
import { privilegeEscalation } from './privilege-escalation/detector';
import { subagentRights } from './subagent-rights/detector';

export const PRIVILEGE: readonly Detector[] = [
  privilegeEscalation,
  foreignPrincipal,
  subagentRights,
  identityContradicted,
];
