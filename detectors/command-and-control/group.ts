/** Ways in and orders from outside: tunnels, odd destinations, second agents. */
import type { Detector } from '../../contracts/detector';
import { agentStartedAgent } from './agent-started-agent/detector';
import { pollingForCommands } from './polling-for-commands/detector';
import { suspiciousDestination } from './suspicious-destination/detector';
import { tunnel } from './tunnel/detector';

export const COMMAND_AND_CONTROL: readonly Detector[] = [
  tunnel,
  suspiciousDestination,
  agentStartedAgent,
  pollingForCommands,
];
