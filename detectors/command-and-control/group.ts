/** Ways in and orders from outside: tunnels, odd destinations, second agents. */
import type { Detector } from '../../contracts/detector';

export const COMMAND_AND_CONTROL: readonly Detector[] = [];
