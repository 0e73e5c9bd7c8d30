/** One step of an action through analysis and the detectors that need it. */
import { NO_ANALYSIS } from '../../contracts/analysis';
import type { EventAnalysis } from '../../contracts/analysis';
import type { InstallationContext, SessionMemory } from '../../contracts/detector';
import type { AgentEvent } from '../../contracts/event';
import type { Finding } from '../../contracts/finding';
import { scorer } from '../baselines/scorer';
import type { Variant } from './actions';
import type { Counts } from './counts';
import type { Mark } from './course';
import { stepDetector } from './dispatch';
import type { Slot } from './dispatch';
import { findingOf } from './findings';
import type { Ground } from './findings';

export type Analyse = (event: AgentEvent, session: SessionMemory) => EventAnalysis;

/** What is stepped, under which key, and for whom. */
export interface Stepping {
  slots: readonly Slot[];
  /** Tenant and scope (or key of a fact) in one text: what detector state is kept by. */
  key: string;
  scope: string;
  event: AgentEvent;
  marks: readonly Mark[];
  session: SessionMemory;
  linked: Ground['linked'];
  traceparent?: string | undefined;
}

export interface Stepper {
  /** Findings of the step. */
  step(stepping: Stepping, analysis: EventAnalysis): readonly Finding[];
  /** What the act does; kept while the same variant is stepped again for its outcome. */
  analyse(event: AgentEvent, session: SessionMemory, variant?: Variant): EventAnalysis;
  /** The next analysis of the variant starts anew: what it looked at has changed. */
  forget(variant: Variant): void;
  installation: InstallationContext;
}

const NO_FINDINGS: readonly Finding[] = Object.freeze([]);
/** Analyses kept for the outcome that mostly follows soon. */
const MAX_KEPT = 512;

export function createStepper(analyse: Analyse, installation: InstallationContext, counts: Counts): Stepper {
  const kept = new Map<Variant, EventAnalysis>();
  const analysed = (event: AgentEvent, session: SessionMemory, counted: boolean): EventAnalysis => {
    try {
      const analysis = analyse(event, session);
      if (counted && analysis.command?.bounded === true)
        counts.add('gander_engine_events_total', { result: 'analysed-in-part' });
      return analysis;
    } catch {
      counts.add('gander_engine_events_total', { result: 'not-analysed' });
      return NO_ANALYSIS;
    }
  };
  const stepper: Stepper = {
    installation,
    analyse(event, session, variant) {
      const known = variant && kept.get(variant);
      if (known) return known;
      // Each act is counted where it is stepped at once, not again where it is stepped in order or as a fact.
      const analysis = analysed(event, session, variant !== undefined);
      if (!variant) return analysis;
      kept.set(variant, analysis);
      if (kept.size > MAX_KEPT) kept.delete(kept.keys().next().value ?? variant);
      return analysis;
    },
    forget: (variant) => void kept.delete(variant),
    step(stepping, analysis) {
      const { slots, key, event, session } = stepping;
      const { installation } = stepper;
      Object.freeze(event);
      Object.freeze(event.action);
      const context = Object.freeze({ analysis, installation, session, key: stepping.scope, scorer });
      let findings: Finding[] | undefined;
      for (const slot of slots) {
        const detections = stepDetector(slot, key, event, context, counts);
        if (detections.length === 0) continue;
        for (const detection of detections) {
          const finding = findingOf(slot, detection, { ...stepping, analysis, installation });
          counts.add('gander_findings_total', { detector: finding.detector, severity: finding.baseSeverity });
          (findings ??= []).push(finding);
        }
      }
      return findings ?? NO_FINDINGS;
    },
  };
  return stepper;
}
