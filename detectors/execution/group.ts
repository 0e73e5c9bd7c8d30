/** What is run: shells for others, downloads that are executed, decoded code, listeners, containers with reach into the host. */
import type { Detector } from '../../contracts/detector';
import { backgroundSurvival } from './background-survival/detector';
import { containerEscape } from './container-escape/detector';
import { decodedCodeRun } from './decoded-code-run/detector';
import { downloadExecute } from './download-execute/detector';
import { listener } from './listener/detector';
import { reverseShell } from './reverse-shell/detector';

export const EXECUTION: readonly Detector[] = [
  reverseShell,
  downloadExecute,
  decodedCodeRun,
  listener,
  containerEscape,
  backgroundSurvival,
];
