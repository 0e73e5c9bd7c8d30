/** Text from outside that steers the agent: hidden and instruction-like text, and acts that follow it. */
import type { Detector } from '../../contracts/detector';
import { freshCloneConfig } from './fresh-clone-config/detector';
import { hiddenText } from './hidden-text/detector';
import { instructionText } from './instruction-text/detector';
import { outsideTextObeyed } from './outside-text-obeyed/detector';
import { untrustedTrigger } from './untrusted-trigger/detector';

export const GOAL_HIJACK: readonly Detector[] = [
  hiddenText,
  instructionText,
  outsideTextObeyed,
  freshCloneConfig,
  untrustedTrigger,
];
