/** The dashboard of the analyst: what was alerted, by which detector, how fast it was told, and whether telling works. */
import { buildPage, QUERIES as q } from './page';
import type { Row } from './page';
import { orZero } from './query';

const severity = (level: string) => ({ where: { severity: [level] } }) as const;
const inRange = (level: string) => `round(${q.increase('gander_alerts_total', '$__range', severity(level))})`;

const now: Row = {
  title: 'Now',
  panels: [
    {
      kind: 'number',
      title: 'Critical alerts',
      description:
        'Made in the chosen time. Red: open each now; harm is done or under way. See GET /api/alerts?severity=critical.',
      unit: 'short',
      queries: [[inRange('critical'), 'critical']],
      red: 1,
    },
    {
      kind: 'number',
      title: 'High alerts',
      description: 'Made in the chosen time. Amber: look at them today; an attempt, or one link unproven.',
      unit: 'short',
      queries: [[inRange('high'), 'high']],
      amber: 1,
    },
    {
      kind: 'number',
      title: 'Medium alerts',
      description: 'Made in the chosen time. Worth a look; many of one detector mean that it needs tuning.',
      unit: 'short',
      queries: [[inRange('medium'), 'medium']],
    },
    {
      kind: 'number',
      title: 'Failing detectors',
      description:
        'Detectors that failed on an event since the start. Red: see the log for the error; at 20 failures in a partition the detector is switched off there.',
      unit: 'short',
      queries: [[orZero(`count(${q.total('gander_detector_failures_total', { by: ['detector'] })} > 0)`), 'detectors']],
      red: 1,
    },
    {
      kind: 'number',
      title: 'Notifications waiting',
      description: 'Not yet accepted by a sink. Amber: see which sink below, and whether it answers.',
      unit: 'short',
      queries: [[orZero(`sum(${q.highest('gander_outbox_pending', { by: ['sink'] })})`), 'waiting']],
      amber: 10,
      red: 100,
    },
    {
      kind: 'number',
      title: 'Notifications dead',
      description:
        'Refused, or tried too often. Red: people were not told. Mend the sink, then `gander outbox` sends them again.',
      unit: 'short',
      queries: [[orZero(`sum(${q.highest('gander_outbox_dead', { by: ['sink'] })})`), 'dead']],
      red: 1,
    },
  ],
};

const alerts: Row = {
  title: 'Alerts',
  panels: [
    {
      kind: 'bars',
      title: 'Alerts by severity',
      description:
        'New alerts. A burst of one severity is an incident, or a detector that went wrong: compare with the detectors beside.',
      unit: 'short',
      queries: [[q.increase('gander_alerts_total', '$__interval', { by: ['severity'] }), '{{severity}}']],
    },
    {
      kind: 'bars',
      title: 'Alerts by detector',
      description:
        'New alerts. One detector that fills the chart on ordinary work has false alarms: see its page in docs/detectors.md.',
      unit: 'short',
      queries: [[q.increase('gander_alerts_total', '$__interval', { by: ['detector'] }), '{{detector}}']],
    },
    {
      kind: 'bars',
      title: 'Pages by severity',
      description:
        'Incidents that whoever is on call was told of: one page each, a second when it gets worse. Many: see docs/incidents.md.',
      unit: 'short',
      queries: [[q.increase('gander_pages_total', '$__interval', { by: ['severity'] }), '{{severity}}']],
    },
  ],
};

const detectors: Row = {
  title: 'Detectors',
  panels: [
    {
      kind: 'bars',
      title: 'Findings by detector',
      description:
        'What detectors stated, before findings that say the same became one alert. Far above the alerts: one act is repeated.',
      unit: 'short',
      queries: [[q.increase('gander_findings_total', '$__interval', { by: ['detector'] }), '{{detector}}']],
    },
    {
      kind: 'bars',
      title: 'Findings by severity',
      description: 'Severity as the detector gave it, before context raised or lowered it.',
      unit: 'short',
      queries: [[q.increase('gander_findings_total', '$__interval', { by: ['severity'] }), '{{severity}}']],
    },
    {
      kind: 'lines',
      title: 'Steps by detector',
      description:
        'Actions that each detector looked at. None, while agents work: it is switched off, or the sources hide what it needs (GET /api/sources).',
      unit: 'ops',
      queries: [[q.rate('gander_detector_steps_total', { by: ['detector'] }), '{{detector}}']],
    },
    {
      kind: 'bars',
      title: 'Failures by detector',
      description:
        'Steps that threw or broke the contract. Red: the event went unlooked-at by it; see the log, mend it or switch it off.',
      unit: 'short',
      queries: [[q.increase('gander_detector_failures_total', '$__interval', { by: ['detector'] }), '{{detector}}']],
      red: 1,
    },
    {
      kind: 'lines',
      title: 'What people taught the baselines',
      description:
        'False positives that were told to the detectors of behaviour since the start, by what became of them.',
      unit: 'short',
      queries: [[q.total('gander_engine_feedback_total', { by: ['result'] }), '{{result}}']],
    },
    {
      kind: 'lines',
      title: 'Rules that cannot run',
      description:
        'Of the folders in engine.sigma, since the start. Any: `gander detectors list` tells which and why; nothing watches in their place.',
      unit: 'short',
      queries: [[`max by (kind) (${q.total('gander_rules_refused_total', { by: ['kind', 'instance'] })})`, '{{kind}}']],
    },
  ],
};

const delivery: Row = {
  title: 'Telling people',
  panels: [
    {
      kind: 'lines',
      title: 'Time to the alert',
      description: 'From receipt of the event to the stored alert. Red: see lag and engine in Pipeline health.',
      unit: 's',
      queries: [
        [q.quantile(0.5, 'gander_alert_latency_seconds'), 'p50'],
        [q.quantile(0.99, 'gander_alert_latency_seconds'), 'p99'],
      ],
      red: 5,
      empty: 'No alert in this time.',
    },
    {
      kind: 'lines',
      title: 'Time to the notification',
      description:
        'From receipt of the event to the notification that the sink accepted. Red: the sink is slow, down or limits us.',
      unit: 's',
      queries: [
        [q.quantile(0.5, 'gander_notification_latency_seconds', { by: ['sink'] }), '{{sink}} p50'],
        [q.quantile(0.99, 'gander_notification_latency_seconds', { by: ['sink'] }), '{{sink}} p99'],
      ],
      red: 30,
      empty: 'No notification in this time, or no sink is configured (alerts.webhooks).',
    },
    {
      kind: 'bars',
      title: 'Notifications by sink and result',
      description:
        'Attempts. `retry` again and again: the sink does not answer well. `dead`: given up, people were not told.',
      unit: 'short',
      queries: [
        [q.increase('gander_notifications_total', '$__interval', { by: ['sink', 'result'] }), '{{sink}} {{result}}'],
      ],
      empty: 'No sink is configured (alerts.webhooks).',
    },
    {
      kind: 'lines',
      title: 'Notifications waiting and dead, by sink',
      description:
        'What the outbox holds. Red: the sink is down or slower than alerts come; nothing is lost meanwhile.',
      unit: 'short',
      queries: [
        [q.highest('gander_outbox_pending', { by: ['sink'] }), '{{sink}} waiting'],
        [q.highest('gander_outbox_dead', { by: ['sink'] }), '{{sink}} dead'],
      ],
      amber: 10,
      red: 100,
      empty: 'No sink is configured (alerts.webhooks).',
    },
    {
      kind: 'lines',
      title: 'Sinks that are given a rest',
      description:
        '1 after repeated failures, until the next attempt. Red: see whether the address answers, and the log for what it said.',
      unit: 'short',
      queries: [[q.highest('gander_sink_breaker_open', { by: ['sink'] }), '{{sink}}']],
      red: 1,
      empty: 'No sink is configured (alerts.webhooks).',
    },
  ],
};

export const alertsAndDetectors = buildPage({
  uid: 'gander-alerts',
  title: 'Gander: alerts and detectors',
  description: 'What was alerted, by which detector, how fast people were told.',
  links: [{ uid: 'gander-pipeline', title: 'Pipeline health' }],
  rows: [now, alerts, detectors, delivery],
});
