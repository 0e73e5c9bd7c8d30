/** What the agent is made of and what it installs: packages, registries, tools, skills, versions. */
import type { Detector } from '../../contracts/detector';

export const SUPPLY_CHAIN: readonly Detector[] = [];
