/** What holds for a batch of findings beside the findings: who listens, how loud each detector is, and what is suppressed. */
import type { Alert } from '../contracts/alert';
import type { Suppression } from '../contracts/suppression';
import { noted } from './lifecycle';
import type { Listener } from './notices';
import { suppressionOf } from './suppress';

export type Mode = NonNullable<Alert['mode']>;

export interface IntakeRules {
  listeners: readonly Listener[];
  /** As configured, by detector; without an entry the detector's own word holds. */
  modes: ReadonlyMap<string, Mode>;
  suppressions: readonly Suppression[];
  /** Only critical alerts page. */
  learning: boolean;
}

/** The alert with the mode of its detector and the suppression that fits it now; what changed is in its history. */
export function withRules(
  alert: Alert,
  stated: Mode | undefined,
  { modes, suppressions }: IntakeRules,
  now: number,
): Alert {
  const { suppressedBy, ...rest } = alert;
  const mode = modes.get(alert.detector) ?? stated ?? alert.mode ?? 'page';
  const suppression = suppressionOf(alert, suppressions, now);
  if (suppression === undefined) return { ...rest, mode };
  const held = { ...rest, mode, suppressedBy: suppression.id };
  return suppressedBy === suppression.id
    ? held
    : noted(held, { what: 'suppressed', to: suppression.id, text: suppression.reason }, { by: 'gander', at: now });
}

/** Nobody is told of what is suppressed or only counted. */
export const isQuiet = ({ suppressedBy, mode }: Alert): boolean => suppressedBy !== undefined || mode === 'shadow';
