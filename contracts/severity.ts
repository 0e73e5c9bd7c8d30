/**
 * The context steps of the rubric (DESIGN section 4), in one place for the engine and the alerts role. Pure functions of what is
 * established, so that the order and the number of findings do not matter.
 */
import { CONFIDENCES, SEVERITIES } from './finding';
import type { Confidence, EvidenceFact, Severity } from './finding';

const RAISES: readonly EvidenceFact[] = ['production-target', 'bypass-mode', 'outside-text', 'value-link'];
const NEVER_LOWERED: readonly EvidenceFact[] = ['honeytoken', 'value-link', 'tampering'];
const LOWERS: readonly EvidenceFact[] = ['sandboxed', 'loopback-only', 'asked-for-and-approved'];

/**
 * Severity of a statement in its context: at most one step up and one step down, from the detector's own. Low confidence caps it at
 * medium unless a hard bound is broken.
 */
export function severityOf(base: Severity, confidence: Confidence, facts: readonly EvidenceFact[]): Severity {
  if (base === 'info') return 'info';
  const held = new Set(facts);
  const up = raised(base, held) ? 1 : 0;
  const down = lowered(held) && !NEVER_LOWERED.some((fact) => held.has(fact)) ? 1 : 0;
  const stepped = clamp(SEVERITIES.indexOf(base) + up - down);
  const capped = confidence === 'low' && !held.has('hard-bound');
  return capped ? minOf(SEVERITIES, stepped, 'medium') : stepped;
}

/**
 * Severity of an alert: the highest that any of its findings has when all facts of all of them are taken together. A call that was
 * denied and then made another way so has the full severity of the act.
 */
export function severityOfAll(
  grounds: readonly { readonly baseSeverity: Severity; readonly confidence: Confidence }[],
  facts: readonly EvidenceFact[],
): Severity {
  return grounds
    .map((ground) => severityOf(ground.baseSeverity, ground.confidence, facts))
    .reduce((highest, severity) => maxOf(SEVERITIES, highest, severity), 'info');
}

/** What was seen in part only is never certain. Applied by the engine to each finding; an alert takes the highest of its findings. */
export function confidenceOf(stated: Confidence, facts: readonly EvidenceFact[]): Confidence {
  return facts.includes('partial-content') ? minOf(CONFIDENCES, stated, 'medium') : stated;
}

/** 2 / 5 / 15 / 40 for low / medium / high / critical, times 0.3 / 0.6 / 1 by confidence; 0 for info. */
export function riskOf(severity: Severity, confidence: Confidence): number {
  const harm = { info: 0, low: 2, medium: 5, high: 15, critical: 40 }[severity];
  return harm * { low: 0.3, medium: 0.6, high: 1 }[confidence];
}

/** Orders severities and confidences by their own list. */
export function maxOf<T extends string>(order: readonly T[], a: T, b: T): T {
  return order.indexOf(a) >= order.indexOf(b) ? a : b;
}

export function minOf<T extends string>(order: readonly T[], a: T, b: T): T {
  return order.indexOf(a) <= order.indexOf(b) ? a : b;
}

/** Make a dangerous act worse, not a daily one: headless agents ask nobody, and the documented install line is copied from its page. */
const ORDINARY: readonly EvidenceFact[] = ['bypass-mode', 'outside-text'];

function raised(base: Severity, held: ReadonlySet<EvidenceFact>): boolean {
  return RAISES.some((fact) => held.has(fact) && (base !== 'low' || !ORDINARY.includes(fact)));
}

/** Denied, or failed, and nothing says that it happened all the same; or where or how it happened makes it harmless. */
function lowered(held: ReadonlySet<EvidenceFact>): boolean {
  const withoutEffect =
    !held.has('succeeded') && (held.has('failed') || (held.has('denied') && !held.has('attempted')));
  return withoutEffect || LOWERS.some((fact) => held.has(fact));
}

function clamp(index: number): Severity {
  return SEVERITIES[Math.min(Math.max(index, 1), SEVERITIES.length - 1)] ?? 'low';
}
