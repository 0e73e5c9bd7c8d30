/** People who approve: streaks, swaps, words that hide what a command does. */
import type { Detector } from '../../contracts/detector';

export const OVERSIGHT: readonly Detector[] = [];
