/** Counters that begin at 0: Prometheus sees no increase in a series that is born with its first count, so the first alert would be missed. */
import { SEVERITIES } from '../../contracts/finding';
import type { Metrics } from '../../platform/metrics';

/** Makes the series whose labels are known before anything happens; those that count already are left as they are. */
export function startAtZero(metrics: Metrics, detectors: readonly string[], sinks: readonly string[]): void {
  for (const detector of detectors) {
    metrics.count('gander_detector_steps_total', { detector }, 0);
    metrics.count('gander_detector_failures_total', { detector }, 0);
    for (const severity of SEVERITIES) {
      metrics.count('gander_findings_total', { detector, severity }, 0);
      metrics.count('gander_alerts_total', { detector, severity }, 0);
    }
  }
  for (const severity of SEVERITIES) metrics.count('gander_pages_total', { severity }, 0);
  for (const what of ['session-events', 'slow-reader', 'readers'])
    metrics.count('gander_console_bounded_total', { what }, 0);
  for (const result of ['heard', 'silenced', 'expired']) metrics.count('gander_engine_feedback_total', { result }, 0);
  for (const kind of ['invalid', 'unsupported']) metrics.count('gander_rules_refused_total', { kind }, 0);
  metrics.set('gander_console_readers', 0);
  for (const sink of sinks) {
    for (const result of ['delivered', 'retry', 'dead'])
      metrics.count('gander_notifications_total', { sink, result }, 0);
  }
  for (const listener of ['otlp-http', 'otlp-grpc', 'console'])
    metrics.count('gander_authentication_failures_total', { listener }, 0);
}
