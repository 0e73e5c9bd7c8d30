/** Alert rules about Gander itself, for Prometheus: what must not go unseen even when nobody looks at a dashboard. */
import { createQueries } from './query';
import type { Choice, Queries } from './query';

const q = createQueries({ rateWindow: '10m' });

export interface Rule {
  alert: string;
  expr: string;
  for?: string;
  labels: { severity: 'critical' | 'warning' };
  annotations: { summary: string; description: string; dashboard: string };
}

/** Path of the dashboard, below Grafana's address. */
const PIPELINE = '/d/gander-pipeline';
const ALERTS = '/d/gander-alerts';

type Counter = Parameters<Queries['increase']>[0];

/** Counted within the time, in a series that was born with its first count too: there Prometheus sees no increase. */
function counted<N extends Counter>(name: N, over: string, by: NonNullable<Choice<N>['by']>): string {
  return `${q.increase(name, over, { by })} > 0 or ${q.total(name, { by })} > 0 unless ${q.total(name, { by }, over)}`;
}

const rule = (
  alert: string,
  severity: 'critical' | 'warning',
  expr: string,
  wait: string | undefined,
  summary: string,
  description: string,
  dashboard = PIPELINE,
): Rule => ({
  alert,
  expr,
  ...(wait === undefined ? {} : { for: wait }),
  labels: { severity },
  annotations: { summary, description, dashboard },
});

export const RULES: readonly Rule[] = [
  rule(
    'GanderAbsent',
    'critical',
    `absent(${q.series('gander_build_info')})`,
    '5m',
    'No Gander is seen',
    'No process answers at /metrics: none runs, or Prometheus does not reach it. Agents are not watched.',
  ),
  rule(
    'GanderNotReady',
    'critical',
    `min by (instance, check) (${q.series('gander_ready')}) == 0`,
    '2m',
    'Gander {{ $labels.instance }}: {{ $labels.check }} does not work',
    'GET /readyz of the instance says why. Senders get 503 and send again; alerts wait.',
  ),
  rule(
    'GanderLagGrowing',
    'warning',
    `sum by (group, topic) (${q.highest('gander_stream_lag', { by: ['group', 'topic', 'partition'] })}) > 1000 and sum by (group, topic) (deriv(${q.series('gander_stream_lag')}[10m])) > 0`,
    '10m',
    '{{ $labels.group }} falls behind on {{ $labels.topic }}',
    'More comes in than is handled: alerts come late. See CPU of the process, then more partitions and processes.',
  ),
  rule(
    'GanderDeadLetters',
    'warning',
    counted('gander_dead_letters_total', '15m', ['instance', 'stage', 'reason']),
    undefined,
    'Gander {{ $labels.instance }} put messages aside ({{ $labels.stage }}: {{ $labels.reason }})',
    'Their events were not looked at. The reason is a code of docs/errors.md; the log has the message.',
  ),
  rule(
    'GanderRecordsLost',
    'warning',
    counted('gander_records_lost_total', '15m', ['instance', 'reason']),
    undefined,
    'Gander {{ $labels.instance }} refused records ({{ $labels.reason }})',
    'A sender is over a limit; it was told. Raise the limit (docs/limits.md) or mend the sender: what is refused is not watched.',
  ),
  rule(
    'GanderDetectorFailing',
    'warning',
    counted('gander_detector_failures_total', '15m', ['instance', 'detector']),
    undefined,
    'The detector {{ $labels.detector }} fails',
    'The events on which it failed went unlooked-at by it. The log has the error.',
    ALERTS,
  ),
  rule(
    'GanderDetectorSwitchedOff',
    'critical',
    `${q.total('gander_detector_failures_total', { by: ['instance', 'detector'] })} >= 20`,
    undefined,
    'The detector {{ $labels.detector }} has failed 20 times or more',
    'After 20 failures in a partition it is switched off there, until the next start. Mend it, then start Gander again.',
    ALERTS,
  ),
  rule(
    'GanderSinkResting',
    'critical',
    `${q.highest('gander_sink_breaker_open', { by: ['sink'] })} == 1`,
    '5m',
    'The sink {{ $labels.sink }} does not take notifications',
    'People are not told by it. Notifications wait in the outbox and go out when it answers again.',
    ALERTS,
  ),
  rule(
    'GanderNotificationsDead',
    'critical',
    `${q.highest('gander_outbox_dead', { by: ['sink'] })} > 0`,
    undefined,
    'Notifications for {{ $labels.sink }} were given up',
    'People were not told of these alerts. Mend the sink, then send them again with `gander outbox`.',
    ALERTS,
  ),
  rule(
    'GanderAlertsLate',
    'warning',
    `${q.quantile(0.99, 'gander_alert_latency_seconds')} > 5`,
    '10m',
    'Alerts come late',
    'One in a hundred takes more than 5 s from the event to the alert. See lag, CPU and disk.',
    ALERTS,
  ),
  rule(
    'GanderSendersRefused',
    'warning',
    `${q.increase('gander_authentication_failures_total', '10m', { by: ['instance', 'listener'] })} > 20`,
    undefined,
    'Many requests to {{ $labels.listener }} of {{ $labels.instance }} are refused for their token',
    'A sender has an old token and is not watched, or somebody tries the door.',
  ),
];

/** The rule file. */
export const ruleFile = () => ({ groups: [{ name: 'gander', rules: RULES }] });
