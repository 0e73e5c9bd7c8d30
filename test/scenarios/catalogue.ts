/** Every scenario. A file that is missing here fails a test. */
import type { Scenario } from './scenario';
import { agentWorm } from './stories/agent-worm';
import { approvalFatigue } from './stories/approval-fatigue';
import { busyTrainingHost } from './stories/busy-training-host';
import { distillation } from './stories/distillation';
import { dnsExfiltrationPing } from './stories/dns-exfiltration-ping';
import { environmentRecreated } from './stories/environment-recreated';
import { governmentBreach } from './stories/government-breach';
import { idleHostMiner } from './stories/idle-host-miner';
import { maliciousSkill } from './stories/malicious-skill';
import { malwareStartsAgent } from './stories/malware-starts-agent';
import { mcpRugPull } from './stories/mcp-rug-pull';
import { memoryPoisoned } from './stories/memory-poisoned';
import { newAgentVersion } from './stories/new-agent-version';
import { paymentWithoutPerson } from './stories/payment-without-person';
import { poisonedIssueTitle } from './stories/poisoned-issue-title';
import { productionDatabaseDeleted } from './stories/production-database-deleted';
import { projectSettingsHooks } from './stories/project-settings-hooks';
import { runawaySwarm } from './stories/runaway-swarm';
import { subagentReverseShell } from './stories/subagent-reverse-shell';
import { systemPromptCanary } from './stories/system-prompt-canary';
import { terraformStateDestroyed } from './stories/terraform-state-destroyed';
import { testsEditedToPass } from './stories/tests-edited-to-pass';
import { trainingAgentTunnelAndMiner } from './stories/training-agent-tunnel-and-miner';

export const SCENARIOS: readonly Scenario[] = [
  agentWorm,
  approvalFatigue,
  busyTrainingHost,
  distillation,
  dnsExfiltrationPing,
  environmentRecreated,
  governmentBreach,
  idleHostMiner,
  maliciousSkill,
  malwareStartsAgent,
  mcpRugPull,
  memoryPoisoned,
  newAgentVersion,
  paymentWithoutPerson,
  poisonedIssueTitle,
  productionDatabaseDeleted,
  projectSettingsHooks,
  runawaySwarm,
  subagentReverseShell,
  systemPromptCanary,
  terraformStateDestroyed,
  testsEditedToPass,
  trainingAgentTunnelAndMiner,
];
