/** People who approve: streaks, swaps, words that hide what a command does. */
import type { Detector } from '../../contracts/detector';
import { approvalFatigue } from './approval-fatigue/detector';
import { approveThenSwap } from './approve-then-swap/detector';
import { deniedByPersonDoneElsewhere } from './denied-by-person-done-elsewhere/detector';
import { misleadingDescription } from './misleading-description/detector';
import { unattendedSensitiveAct } from './unattended-sensitive-act/detector';

export const OVERSIGHT: readonly Detector[] = [
  approvalFatigue,
  approveThenSwap,
  misleadingDescription,
  unattendedSensitiveAct,
  deniedByPersonDoneElsewhere,
];
