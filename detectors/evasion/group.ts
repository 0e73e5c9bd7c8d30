/** Guards switched off or walked around: bypass modes, sandboxes, logs, monitors, denials, tests and reviews. */
import type { Detector } from '../../contracts/detector';
import { captureGap } from './capture-gap/detector';
import { deniedThenDone } from './denied-then-done/detector';
import { evaluationGaming } from './evaluation-gaming/detector';
import { guardBypass } from './guard-bypass/detector';
import { guardDownSecretRead } from './guard-down-secret-read/detector';
import { guardrailProbing } from './guardrail-probing/detector';
import { logClearing } from './log-clearing/detector';
import { masquerading } from './masquerading/detector';
import { monitorTampering } from './monitor-tampering/detector';
import { reviewBypass } from './review-bypass/detector';
import { rootCertificate } from './root-certificate/detector';
import { securityToolDisabled } from './security-tool-disabled/detector';

export const EVASION: readonly Detector[] = [
  deniedThenDone,
  evaluationGaming,
  reviewBypass,
  guardrailProbing,
  guardBypass,
  monitorTampering,
  guardDownSecretRead,
  logClearing,
  securityToolDisabled,
  masquerading,
  rootCertificate,
  captureGap,
];
