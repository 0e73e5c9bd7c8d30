/** Footholds that outlive the session: jobs, profiles, keys, hooks, CI, the agent's own settings and memory. */
import type { Detector } from '../../contracts/detector';
import { agentConfig } from './agent-config/detector';
import { ciWorkflow } from './ci-workflow/detector';
import { cloudIdentity } from './cloud-identity/detector';
import { gitHook } from './git-hook/detector';
import { kernelModule } from './kernel-module/detector';
import { localAccount } from './local-account/detector';
import { loginControl } from './login-control/detector';
import { memoryPoisoning } from './memory-poisoning/detector';
import { scheduledTask } from './scheduled-task/detector';
import { shellProfile } from './shell-profile/detector';
import { sshAccess } from './ssh-access/detector';
import { webShell } from './web-shell/detector';

export const PERSISTENCE: readonly Detector[] = [
  scheduledTask,
  shellProfile,
  loginControl,
  localAccount,
  sshAccess,
  kernelModule,
  webShell,
  gitHook,
  ciWorkflow,
  agentConfig,
  memoryPoisoning,
  cloudIdentity,
];
