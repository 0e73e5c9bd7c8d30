/** Footholds that outlive the session: jobs, profiles, keys, hooks, CI, the agent's own settings and memory. */
import type { Detector } from '../../contracts/detector';
import { loginControl } from './login-control/detector';
import { scheduledTask } from './scheduled-task/detector';
import { shellProfile } from './shell-profile/detector';
import { sshAccess } from './ssh-access/detector';

export const PERSISTENCE: readonly Detector[] = [scheduledTask, shellProfile, loginControl, sshAccess];
