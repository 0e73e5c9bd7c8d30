/** The shipped dashboards and rules against a real Prometheus that scrapes a real Gander, while agents work and one does harm. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { actsOfSessions } from '../support/acts';
import { eventually } from '../support/eventually';
import { createExporter } from '../support/exporter';
import { newDataFolder, startGander } from '../support/gander-process';
import type { GanderProcess } from '../support/gander-process';
import { itNeeds } from '../support/it-needs';
import { prometheusMissing, startPrometheus } from '../support/prometheus';
import type { Prometheus, Series } from '../support/prometheus';
import { SECRET, startWebhookReceiver } from '../support/webhook-receiver';

interface Target {
  expr: string;
  legendFormat: string;
  instant: boolean;
}
interface Dashboard {
  panels: { title: string; targets?: Target[] }[];
  templating: { list: { type: string; query: string }[] };
  annotations: { list: { expr: string }[] };
}

const root = join(__dirname, '..', '..', 'dashboards');
const built = readdirSync(join(root, 'built'));
const dashboards = built.map((name) => JSON.parse(readFileSync(join(root, 'built', name), 'utf8')) as Dashboard);
const asked = dashboards.flatMap(({ panels }) =>
  panels.flatMap(({ title, targets = [] }) => targets.map((target) => ({ title, ...target }))),
);
const missing = prometheusMissing();
const wanted = missing === undefined || process.env['CI'] !== undefined;
const sessions = actsOfSessions(4);
const acts = sessions.flat();
const alerts = acts.filter(({ mark }) => mark !== undefined).length;
const { folder, remove } = newDataFolder();

/** What must be stopped again, also when a later part did not start. */
const started: (() => unknown)[] = [remove];
let gander: GanderProcess;
let prometheus: Prometheus;

/** As Grafana does it, for all instances and a short time. */
const substitute = (expression: string): string =>
  expression
    .replaceAll('$__rate_interval', '30s')
    .replaceAll('$__interval', '1m')
    .replaceAll('$__range', '5m')
    .replaceAll('$instance', '.*');

const answerTo = ({ expr, instant }: Pick<Target, 'expr' | 'instant'>): Promise<Series[]> =>
  instant ? prometheus.instant(substitute(expr)) : prometheus.course(substitute(expr));

const shown = async (title: string): Promise<number> => {
  const answers = await Promise.all(asked.filter((one) => one.title === title).map(answerTo));
  return answers.flat().reduce((sum, { value }) => sum + value, 0);
};

beforeAll(async () => {
  if (!wanted) return;
  const hook = await startWebhookReceiver();
  started.push(() => hook.close());
  const webhooks = [{ name: 'ops', url: hook.url, secret: SECRET }];
  gander = await startGander({ folder, config: { alerts: { webhooks } } });
  started.push(() => gander.kill());
  prometheus = await startPrometheus([new URL(gander.api).host], [join(root, 'prometheus', 'gander-rules.yaml')]);
  started.push(() => prometheus.stop());
  const scrapes = async (count: number, metric: string) =>
    (await prometheus.instant(`max(count_over_time(${metric}[5m])) >= ${count}`)).length > 0;
  const exporter = createExporter(() => gander.otlp);
  // Ordinary work of every agent is seen first, as where Gander runs for a while.
  for (const [first] of sessions) await exporter.send(first!.message);
  await eventually('scrapes before', () => scrapes(2, 'gander_events_total'), 20_000);
  for (const [, ...rest] of sessions) for (const { message } of rest) await exporter.send(message);
  await hook.until(alerts);
  const told = `sum(gander_notifications_total{result="delivered"}) >= ${alerts}`;
  await eventually('all of it scraped', async () => (await prometheus.instant(told)).length > 0, 20_000);
  await eventually('scrapes after', () => scrapes(3, 'gander_notification_latency_seconds_count'), 20_000);
}, 90_000);

afterAll(async () => {
  for (const stop of started.reverse()) await stop();
});

itNeeds(missing, 'the query of every panel is taken and returns data', async () => {
  expect(asked.length).toBeGreaterThan(50);
  const empty: string[] = [];
  for (const panel of asked) {
    const answer = await answerTo(panel);
    if (answer.length === 0) empty.push(`${panel.title}: ${panel.expr}`);
  }
  expect(empty).toEqual([]);
});

itNeeds(missing, 'each series of a panel has the labels that its legend names', async () => {
  for (const { title, legendFormat, ...panel } of asked) {
    const named = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = '']) => label);
    const answer = await answerTo(panel);
    const nameless = answer.filter(
      ({ metric }) => Object.keys(metric).length > 0 && named.some((label) => !(label in metric)),
    );
    expect({ title, nameless }).toEqual({ title, nameless: [] });
  }
});

itNeeds(missing, 'what happened is what the panels show', async () => {
  expect({
    alerts: (await shown('Critical alerts')) + (await shown('High alerts')) + (await shown('Medium alerts')),
    ready: await shown('Ready'),
    lost: await shown('Records lost'),
    dead: await shown('Dead letters'),
    failing: await shown('Failing detectors'),
    waiting: await shown('Notifications waiting'),
  }).toMatchObject({ ready: 1, lost: 0, dead: 0, failing: 0, waiting: 0 });
  for (const title of [
    'Alerts by severity',
    'Alerts by detector',
    'Findings by detector',
    'Notifications by sink and result',
    'Events by dialect',
    'Time to the alert',
  ])
    expect({ title, shown: (await shown(title)) > 0 }).toEqual({ title, shown: true });
});

itNeeds(missing, 'variables and annotations find what they look for', async () => {
  for (const { templating, annotations } of dashboards) {
    const [, metric, label] = /^label_values\((\w+), (\w+)\)$/.exec(
      templating.list.find(({ type }) => type === 'query')!.query,
    )!;
    expect(await prometheus.get(`label/${label!}/values`, { 'match[]': metric! })).toEqual([new URL(gander.api).host]);
    for (const { expr } of annotations.list) expect(await prometheus.course(substitute(expr))).not.toEqual([]);
  }
});

itNeeds(missing, 'the rules are evaluated without an error, and none fires on a Gander in health', async () => {
  interface State {
    groups: { rules: { name: string; health: string; state: string; lastError?: string }[] }[];
  }
  const evaluated = await eventually(
    'an evaluation of every rule',
    async () => {
      const { groups } = (await prometheus.get('rules')) as State;
      const rules = groups.flatMap((group) => group.rules);
      return rules.length > 0 && rules.every(({ health }) => health !== 'unknown') && rules;
    },
    40_000,
  );
  expect(evaluated.filter(({ health, state }) => health !== 'ok' || state !== 'inactive')).toEqual([]);
});

itNeeds(missing, "the rules of Grafana see the alerts' increase", async () => {
  const file = parse(readFileSync(join(root, 'provisioning', 'alerting', 'gander-rules.yaml'), 'utf8'));
  for (const { title, data } of file.groups[0].rules) {
    const answer = await prometheus.instant(data[0].model.expr);
    expect({ title, seen: answer.length > 0 }).toEqual({ title, seen: true });
  }
});
