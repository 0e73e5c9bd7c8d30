/**
 * What people say of alerts of baselines: this one was no matter. The baseline of that entity keeps silent about the same until a day, and
 * learns meanwhile that it is usual. Hard bounds are never silenced. Who said it and why stands in the history of the alert.
 */
export interface Feedback {
  tenant: string;
  /** Id of the alert: it stands for detector, entity and what was unusual. */
  alert: string;
  /** When the silence ends, event time; at most `MAX_TAUGHT_MS` after it was said. */
  until: number;
  by: string;
}

/** `setting` of the `config.change` of the control topic that carries one as JSON in `to`; one to each partition. */
export const FEEDBACK_SETTING = 'feedback';
/** 90 days. */
export const MAX_TAUGHT_MS = 90 * 86_400_000;
