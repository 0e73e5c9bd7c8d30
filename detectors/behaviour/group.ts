/** How agents behave as a crowd and over time: swarms, loops, many accounts that ask the same, and what is unusual beside all before. */
import type { Detector } from '../../contracts/detector';
import { agentDrift } from './agent-drift/detector';
import { agentSprawl } from './agent-sprawl/detector';
import { approvalPace } from './approval-pace/detector';
import { distillation } from './distillation/detector';
import { fleetChange } from './fleet-change/detector';
import { novelty } from './novelty/detector';
import { offSchedule } from './off-schedule/detector';
import { providerOutage } from './provider-outage/detector';
import { rareSequence } from './rare-sequence/detector';
import { retryStorm } from './retry-storm/detector';
import { unusualRate } from './unusual-rate/detector';
import { unusualSpend } from './unusual-spend/detector';

export const BEHAVIOUR: readonly Detector[] = [
  agentSprawl,
  retryStorm,
  distillation,
  unusualRate,
  unusualSpend,
  novelty,
  rareSequence,
  fleetChange,
  agentDrift,
  providerOutage,
  offSchedule,
  approvalPace,
];
