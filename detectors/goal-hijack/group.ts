/** Text from outside that steers the agent: hidden and instruction-like text, and acts that follow it. */
import type { Detector } from '../../contracts/detector';
import { hiddenText } from './hidden-text/detector';
import { instructionText } from './instruction-text/detector';

export const GOAL_HIJACK: readonly Detector[] = [hiddenText, instructionText];
