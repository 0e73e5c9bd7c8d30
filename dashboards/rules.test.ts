/** Prometheus' own tool reads the shipped rules and runs them over made-up series. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { itNeeds } from '../test/support/it-needs';
import { RULES } from './rules';

const HALF_MINUTES = 120;
const folder = join(__dirname, 'prometheus');
const missing =
  spawnSync('promtool', ['--version']).error === undefined
    ? undefined
    : 'promtool is not installed (Debian: prometheus)';

/** Series by their values in Prometheus' notation, one every 30 s; `labels` are those that the alert has beside its severity. */
interface Case {
  alert: string;
  series: Readonly<Record<string, string>>;
  labels?: Readonly<Record<string, string>>;
}

const SHELL = { instance: 'a', detector: 'reverse-shell' };
const FIRES: readonly Case[] = [
  { alert: 'GanderAbsent', series: { 'up{job="gander"}': '0x120' } },
  {
    alert: 'GanderNotReady',
    series: {
      'gander_ready{instance="a",check="engine"}': '0x120',
      'gander_ready{instance="b",check="engine"}': '1x120',
    },
    labels: { instance: 'a', check: 'engine' },
  },
  {
    alert: 'GanderLagGrowing',
    series: {
      'gander_stream_lag{instance="a",group="g",topic="t",partition="0"}': '0+100x120',
      'gander_stream_lag{instance="a",group="h",topic="t",partition="0"}': '90000x120',
    },
    labels: { group: 'g', topic: 't' },
  },
  {
    alert: 'GanderDeadLetters',
    series: { 'gander_dead_letters_total{instance="a",stage="engine",reason="refused"}': '0x100 1x20' },
    labels: { instance: 'a', stage: 'engine', reason: 'refused' },
  },
  {
    // Born with its first count, as a reason that never came before is.
    alert: 'GanderDeadLetters',
    series: { 'gander_dead_letters_total{instance="a",stage="alerts",reason="contract"}': '_x100 1x20' },
    labels: { instance: 'a', stage: 'alerts', reason: 'contract' },
  },
  {
    alert: 'GanderRecordsLost',
    series: { 'gander_records_lost_total{instance="a",reason="records"}': '_x100 7x20' },
    labels: { instance: 'a', reason: 'records' },
  },
  {
    alert: 'GanderDetectorFailing',
    series: { 'gander_detector_failures_total{instance="a",detector="reverse-shell"}': '0x100 1x20' },
    labels: SHELL,
  },
  {
    alert: 'GanderDetectorSwitchedOff',
    series: { 'gander_detector_failures_total{instance="a",detector="reverse-shell"}': '20x120' },
    labels: SHELL,
  },
  {
    alert: 'GanderSinkResting',
    series: { 'gander_sink_breaker_open{instance="a",sink="ops"}': '0x100 1x20' },
    labels: { sink: 'ops' },
  },
  {
    alert: 'GanderNotificationsDead',
    series: { 'gander_outbox_dead{instance="a",sink="ops"}': '0x119 1' },
    labels: { sink: 'ops' },
  },
  {
    alert: 'GanderAlertsLate',
    series: {
      'gander_alert_latency_seconds_bucket{instance="a",le="5"}': '0+1x120',
      'gander_alert_latency_seconds_bucket{instance="a",le="10"}': '0+2x120',
      'gander_alert_latency_seconds_bucket{instance="a",le="+Inf"}': '0+2x120',
    },
  },
  {
    alert: 'GanderSendersRefused',
    series: { 'gander_authentication_failures_total{instance="a",listener="otlp-http"}': '0+5x120' },
    labels: { instance: 'a', listener: 'otlp-http' },
  },
];

const ORDINARY: Case['series'] = {
  'gander_build_info{instance="a",version="1"}': '1x120',
  'gander_ready{instance="a",check="store"}': '1x118 0 1',
  'gander_stream_lag{instance="a",group="g",topic="t",partition="0"}': '0 50 900 20 5000 0x115',
  'gander_dead_letters_total{instance="a",stage="engine",reason="refused"}': '3x120',
  'gander_records_lost_total{instance="a",reason="records"}': '7x120',
  'gander_detector_failures_total{instance="a",detector="reverse-shell"}': '1x120',
  'gander_sink_breaker_open{instance="a",sink="ops"}': '0x115 1 1 0x3',
  'gander_outbox_dead{instance="a",sink="ops"}': '0x120',
  'gander_authentication_failures_total{instance="a",listener="otlp-http"}': '0+0.5x120',
  'gander_alert_latency_seconds_bucket{instance="a",le="0.05"}': '0+5x120',
  'gander_alert_latency_seconds_bucket{instance="a",le="+Inf"}': '0+5x120',
};

const ruleOf = (alert: string) => RULES.find((rule) => rule.alert === alert)!;

function expected({ alert, labels = {} }: Case): object {
  const { annotations, labels: own } = ruleOf(alert);
  const fill = (text: string) => text.replace(/\{\{ \$labels\.(\w+) \}\}/g, (_, name: string) => labels[name] ?? '');
  return {
    exp_labels: { ...labels, ...own },
    exp_annotations: Object.fromEntries(Object.entries(annotations).map(([key, text]) => [key, fill(text)])),
  };
}

const testOf = (
  name: string,
  series: Case['series'],
  checks: readonly { alertname: string; exp_alerts: object[] }[],
) => ({
  name,
  interval: '30s',
  input_series: Object.entries(series).map(([key, values]) => ({ series: key, values })),
  alert_rule_test: checks.map((check) => ({ eval_time: `${HALF_MINUTES / 2}m`, ...check })),
});

function promtool(...args: string[]): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync('promtool', args, { cwd: folder, encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

itNeeds(missing, 'promtool takes rules and configuration', () => {
  expect(promtool('check', 'rules', 'gander-rules.yaml')).toEqual({
    status: 0,
    said: expect.stringContaining('SUCCESS'),
  });
  const config = promtool('check', 'config', '--syntax-only', 'prometheus.yaml');
  expect(config).toEqual({ status: 0, said: expect.stringContaining('SUCCESS') });
  return Promise.resolve();
});

itNeeds(missing, 'each rule fires on what it is about, and none on ordinary work', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'gander-rules-'));
  try {
    const quiet = RULES.map(({ alert }) => ({ alertname: alert, exp_alerts: [] }));
    const fires = FIRES.map((one) =>
      testOf(one.alert, one.series, [{ alertname: one.alert, exp_alerts: [expected(one)] }]),
    );
    const suite = {
      rule_files: [join(folder, 'gander-rules.yaml')],
      evaluation_interval: '30s',
      tests: [testOf('ordinary', ORDINARY, quiet), ...fires],
    };
    writeFileSync(join(scratch, 'suite.yaml'), JSON.stringify(suite));
    expect(promtool('test', 'rules', join(scratch, 'suite.yaml'))).toEqual({
      status: 0,
      said: expect.stringContaining('SUCCESS'),
    });
  } finally {
    rmSync(scratch, { recursive: true });
  }
  return Promise.resolve();
});

test('there is a case for every rule', () => {
  expect(new Set(FIRES.map(({ alert }) => alert))).toEqual(new Set(RULES.map(({ alert }) => alert)));
});
