/** Footholds that outlive the session: jobs, profiles, keys, hooks, CI, the agent's own settings and memory. */
import type { Detector } from '../../contracts/detector';

export const PERSISTENCE: readonly Detector[] = [];
