/** What is shipped is what the sources say, and keeps the rules that Grafana and its readers need. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as units from '@grafana/grafana-foundation-sdk/units';
import { parse } from 'yaml';
import { METRICS } from '../contracts/metrics';
import type { MetricDefinition } from '../contracts/metrics';
import { builtFiles, DASHBOARDS } from './build';
import { RULES } from './rules';
import { CONTACT_POINT, PROMETHEUS_UID } from './grafana-rules';

interface Target {
  refId: string;
  expr: string;
  legendFormat: string;
  datasource: { uid: string };
}
interface Panel {
  id: number;
  type: string;
  title?: string;
  description?: string;
  gridPos: { x: number; y: number; w: number; h: number };
  fieldConfig?: { defaults: { unit?: string; noValue?: string; thresholds?: { steps: object[] } } };
  targets?: Target[];
}

const read = (path: string) => readFileSync(join(__dirname, path), 'utf8');
const pages = DASHBOARDS.map((page) => ({ uid: page.uid ?? '', page, panels: (page.panels ?? []) as Panel[] }));
const panels = pages.flatMap(({ panels: all }) => all).filter(({ type }) => type !== 'row');
const metrics: Record<string, MetricDefinition> = METRICS;

test('the files are what the sources make (npm run build && node build/dashboards/build.js)', () => {
  for (const [path, text] of builtFiles()) expect({ path, text: read(path) }).toEqual({ path, text });
  expect(readdirSync(join(__dirname, 'built')).sort()).toEqual(pages.map(({ uid }) => `${uid}.json`).sort());
});

const UNITS: ReadonlySet<unknown> = new Set(Object.values(units));

test('every panel says what it shows, in which unit, and what stands there when there is nothing', () => {
  for (const { title, description, fieldConfig, targets } of panels) {
    expect({ title, description }).toEqual({
      title: expect.stringMatching(/^[A-Z].{2,60}$/),
      description: expect.stringMatching(/^.{5,250}\.$/),
    });
    expect({ title, known: UNITS.has(fieldConfig?.defaults.unit) }).toEqual({ title, known: true });
    expect(fieldConfig?.defaults.noValue).toMatch(/[.?]$/);
    expect(targets?.every(({ expr, legendFormat }) => expr !== '' && legendFormat !== '')).toBe(true);
  }
});

test('a panel that can turn red or amber says what to do then', () => {
  const coloured = panels.filter(({ fieldConfig }) => (fieldConfig?.defaults.thresholds?.steps.length ?? 0) > 1);
  expect(coloured.length).toBeGreaterThan(10);
  for (const { title, description } of coloured)
    expect({ title, description }).toEqual({ title, description: expect.stringMatching(/red\b|amber\b/i) });
});

test('only metrics and labels of the contract are asked for', () => {
  const asked = [
    ...panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
    read('prometheus/gander-rules.yaml'),
    read('provisioning/alerting/gander-rules.yaml'),
  ].join('\n');
  const names = [...asked.matchAll(/\bgander_[a-z_]+/g)].map(([name]) => name);
  expect(names.length).toBeGreaterThan(50);
  expect(
    names.filter((name) => !(name in metrics) && metrics[name.replace(/_bucket$/, '')]?.type !== 'histogram'),
  ).toEqual([]);
});

test('every metric of the contract is shown', () => {
  const asked = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)).join('\n');
  expect(Object.keys(METRICS).filter((name) => !new RegExp(`\\b${name}(?:_bucket)?\\b`).test(asked))).toEqual([]);
});

test('ids, places and references are unique, rates use the window of Grafana, and the data source is the variable', () => {
  for (const { panels: all } of pages) {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(new Set(all.map(({ gridPos: { x, y } }) => `${x} ${y}`)).size).toBe(all.length);
    expect(all.filter(({ gridPos: { x, w } }) => x + w > 24)).toEqual([]);
  }
  for (const { targets = [] } of panels) {
    expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
    for (const { expr, datasource } of targets) {
      expect(datasource.uid).toBe('${datasource}');
      expect(expr.match(/rate\([^[]*\[([^\]]+)\]/)?.[1] ?? '$__rate_interval').toBe('$__rate_interval');
      expect(expr).toContain('instance=~"$instance"');
    }
  }
});

test('dashboards lead to each other', () => {
  const uids = pages.map(({ uid }) => uid);
  for (const { uid, page } of pages) {
    const targets = (page.links ?? []).map(({ url }) => url?.replace('/d/', ''));
    expect(targets.sort()).toEqual(uids.filter((other) => other !== uid).sort());
  }
});

test('provisioning names what is there, and holds nothing to be filled in', () => {
  const files = [
    'datasources/gander.yaml',
    'dashboards/gander.yaml',
    'alerting/contact-points.yaml',
    'alerting/gander-rules.yaml',
  ].map((path) => read(`provisioning/${path}`));
  for (const file of files) {
    expect(parse(file).apiVersion).toBe(1);
    expect(file).not.toMatch(/example|changeme|\$\{|<[a-z]/i);
  }
  const [sources, , points, rules] = files.map((file) => parse(file));
  const uids = sources.datasources.map(({ uid }: { uid: string }) => uid);
  expect(uids).toContain(PROMETHEUS_UID);
  expect(points.contactPoints.map(({ name }: { name: string }) => name)).toContain(CONTACT_POINT);
  for (const { data, notification_settings: told } of rules.groups[0].rules) {
    expect(told.receiver).toBe(CONTACT_POINT);
    for (const { datasourceUid } of data) expect([...uids, '__expr__']).toContain(datasourceUid);
  }
});

test('the page about them names every rule and file', () => {
  const page = read('../docs/dashboards.md');
  expect([...page.matchAll(/`(Gander[A-Za-z]+)`/g)].map(([, name]) => name).sort()).toEqual(
    RULES.map(({ alert }) => alert).sort(),
  );
  expect(page).toContain(`(${RULES.length} rules)`);
  for (const path of builtFiles().keys()) if (path.startsWith('built/')) expect(page).toContain(`\`${path}\``);
});
