/** Text from outside that steers the agent: hidden and instruction-like text, and acts that follow it. */
import type { Detector } from '../../contracts/detector';

export const GOAL_HIJACK: readonly Detector[] = [];
