/** Guards switched off or walked around: bypass modes, sandboxes, logs, monitors, denials, tests and reviews. */
import type { Detector } from '../../contracts/detector';
import { evaluationGaming } from './evaluation-gaming/detector';
import { guardrailProbing } from './guardrail-probing/detector';
import { reviewBypass } from './review-bypass/detector';

export const EVASION: readonly Detector[] = [evaluationGaming, reviewBypass, guardrailProbing];
