/** Alerts of a row to what is printed of it. */
import type { Alert } from '../../contracts/alert';
import { namesOf } from '../../contracts/attack';
import { SEVERITIES } from '../../contracts/finding';
import type { Severity } from '../../contracts/finding';
import type { RowId } from './row';

export interface Verdict {
  id: RowId;
  /** Whether there is an alert of the severity asked for, or above. */
  alert: boolean;
  /** The highest of all alerts, those below the severity asked for too; null without any. */
  severity: Severity | null;
  /** Of the alerts that count, the gravest first. */
  detectors: string[];
  /** ATT&CK and ATLAS ids of the alerts that count, the ids that earlier ATT&CK releases had for them, and their tactics. */
  techniques: string[];
  /** The sentence of the gravest alert that counts. */
  why: string | null;
}

export function verdictOf(id: RowId, alerts: readonly Alert[], least: Severity): Verdict {
  const counting = alerts.filter(({ severity }) => SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least));
  return {
    id,
    alert: counting.length > 0,
    severity: alerts[0]?.severity ?? null,
    detectors: [...new Set(counting.map(({ detector }) => detector))],
    techniques: namesOf(counting.flatMap(({ techniques }) => techniques)),
    why: counting[0]?.why ?? null,
  };
}
