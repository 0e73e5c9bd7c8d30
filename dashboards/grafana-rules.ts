/** Alert rules of Grafana, provisioned: tell people of Gander's alerts where Grafana is what they are told by. */
import { createQueries } from './query';

const q = createQueries({ rateWindow: '5m' });

/** Name of the contact point in provisioning/alerting/contact-points.yaml. */
export const CONTACT_POINT = 'gander-alertmanager';
/** Uid of the data source in provisioning/datasources/gander.yaml. */
export const PROMETHEUS_UID = 'gander-prometheus';

const rule = (severity: 'critical' | 'high', title: string, summary: string) => ({
  uid: `gander-alert-${severity}`,
  title,
  condition: 'B',
  data: [
    {
      refId: 'A',
      relativeTimeRange: { from: 600, to: 0 },
      datasourceUid: PROMETHEUS_UID,
      model: {
        refId: 'A',
        instant: true,
        expr: q.increase('gander_alerts_total', '5m', { by: ['detector'], where: { severity: [severity] } }),
      },
    },
    {
      refId: 'B',
      relativeTimeRange: { from: 600, to: 0 },
      datasourceUid: '__expr__',
      model: {
        refId: 'B',
        type: 'threshold',
        expression: 'A',
        conditions: [{ evaluator: { type: 'gt', params: [0] } }],
      },
    },
  ],
  // Without alerts the series are there and 0. None at all is what Prometheus' own rule GanderAbsent tells.
  noDataState: 'OK',
  execErrState: 'Error',
  for: '0s',
  labels: { severity },
  annotations: {
    summary,
    description: 'Open the alert: GET /api/alerts of Gander has evidence, usual false alarms and the next steps.',
    __dashboardUid__: 'gander-alerts',
  },
  notification_settings: { receiver: CONTACT_POINT, group_by: ['grafana_folder', 'alertname', 'detector'] },
});

/** The file for provisioning/alerting. */
export const grafanaRuleFile = () => ({
  apiVersion: 1,
  groups: [
    {
      orgId: 1,
      name: 'gander',
      folder: 'Gander',
      interval: '1m',
      rules: [
        rule('critical', 'Gander: critical alert', 'Gander made a critical alert ({{ $labels.detector }})'),
        rule('high', 'Gander: high alert', 'Gander made a high alert ({{ $labels.detector }})'),
      ],
    },
  ],
});
