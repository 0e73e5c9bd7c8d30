/** What the agent is made of and what it installs: packages, registries, tools, skills, versions. */
import type { Detector } from '../../contracts/detector';
import { knownBadVersion } from './known-bad-version/detector';
import { packageInstall } from './package-install/detector';
import { publishWithStolenToken } from './publish-with-stolen-token/detector';
import { registryOverride } from './registry-override/detector';
import { skillInstall } from './skill-install/detector';
import { toolDescriptionChanged } from './tool-description-changed/detector';

export const SUPPLY_CHAIN: readonly Detector[] = [
  packageInstall,
  registryOverride,
  toolDescriptionChanged,
  knownBadVersion,
  publishWithStolenToken,
  skillInstall,
];
