/** Harm done: destroyed files, history, data and infrastructure, weakened protection, stolen computing, spent money. */
import type { Detector } from '../../contracts/detector';
import { destructiveFiles } from './destructive-files/detector';
import { destructiveGit } from './destructive-git/detector';
import { destructiveInfrastructure } from './destructive-infrastructure/detector';
import { resourceHijacking } from './resource-hijacking/detector';
import { resourceHijackingLoad } from './resource-hijacking-load/detector';
import { sensorJoined } from './sensor-joined/detector';
import { destructiveData } from './destructive-data/detector';
import { serviceStopped } from './service-stopped/detector';
import { exposure } from './exposure/detector';
import { unknownProcess } from './unknown-process/detector';
import { stateLostThenDestroy } from './state-lost-then-destroy/detector';
import { deleteBurst } from './delete-burst/detector';
import { ransom } from './ransom/detector';
import { provisioningBurst } from './provisioning-burst/detector';
import { spendAndPublish } from './spend-and-publish/detector';

export const IMPACT: readonly Detector[] = [
  resourceHijacking,
  resourceHijackingLoad,
  sensorJoined,
  destructiveFiles,
  destructiveGit,
  destructiveInfrastructure,
  destructiveData,
  serviceStopped,
  exposure,
  stateLostThenDestroy,
  deleteBurst,
  ransom,
  provisioningBurst,
  spendAndPublish,
  unknownProcess,
];
