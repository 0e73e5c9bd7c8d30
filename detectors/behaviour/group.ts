/** How agents behave as a crowd and over time: swarms, loops, and many accounts that ask the same. */
import type { Detector } from '../../contracts/detector';
import { agentSprawl } from './agent-sprawl/detector';
import { distillation } from './distillation/detector';
import { retryStorm } from './retry-storm/detector';

export const BEHAVIOUR: readonly Detector[] = [agentSprawl, retryStorm, distillation];
