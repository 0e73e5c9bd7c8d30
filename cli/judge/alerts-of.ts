/** Findings to alerts, folded as the alerts role folds them. */
import { foldFindings } from '../../alerts/fold';
import type { Folded } from '../../alerts/fold';
import type { Alert } from '../../contracts/alert';
import type { Finding } from '../../contracts/finding';
import { SEVERITIES } from '../../contracts/finding';

/** Events kept of one alert to count each once. */
const MAX_COUNTED = 10_000;

export class AlertsOf {
  readonly #alerts = new Map<string, { folded: Folded; events: Set<string>; findings: Set<string> }>();

  take(finding: Finding): void {
    const known = this.#alerts.get(finding.alertId);
    if (known?.findings.has(finding.id) === true) return;
    const events = known?.events ?? new Set<string>();
    const before = events.size;
    for (const { eventId } of finding.evidence) if (events.size < MAX_COUNTED) events.add(eventId);
    const folded = foldFindings(known?.folded, [finding], events.size - before, finding.at);
    const findings = (known?.findings ?? new Set<string>()).add(finding.id);
    this.#alerts.set(finding.alertId, { folded, events, findings });
  }

  /** The gravest first. */
  list(): Alert[] {
    return [...this.#alerts.values()].map(({ folded }) => folded.alert).sort(bySeverity);
  }
}

const bySeverity = (a: Alert, b: Alert): number => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity);
