/** What is run: shells for others, downloads that are executed, decoded code, listeners, containers with reach into the host. */
import type { Detector } from '../../contracts/detector';
import { downloadExecute } from './download-execute/detector';
import { reverseShell } from './reverse-shell/detector';

export const EXECUTION: readonly Detector[] = [reverseShell, downloadExecute];
