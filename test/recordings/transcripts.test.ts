/** What agents wrote down gives the same alerts as what they sent. */
import { loadConfig } from '../../platform/config';
import { scan } from '../../cli/scan/scan';
import { filesOf } from '../../cli/scan/files';
import type { Alert } from '../../contracts/alert';
import { alertsIn, judge } from '../support/findings';
import { recordings } from '../support/recorded';
import { readRun } from './recorded-run';

const config = loadConfig({ env: {} });
const key = Buffer.alloc(32, 7);

async function scanned(folder: string): Promise<Alert[]> {
  const alerts: Alert[] = [];
  await scan(await filesOf([folder]), config, (alert) => alerts.push(alert), key);
  return alerts;
}

const RUNS = [
  'claude-code-2.1.329/suspicious-hooks',
  'codex-0.169.0/suspicious-default',
  'codex-0.169.0/suspicious-full',
  'codex-0.169.0/suspicious-hooks',
  'gemini-0.61.0/suspicious-hooks',
  'qwen-0.24.4/suspicious-hooks',
  'copilot-1.0.102/suspicious-hooks',
];

const withRecordings = recordings === undefined ? test.skip : test;

withRecordings.each(RUNS)('%s: the same alerts, and nothing more for the inbox, each once', async (run) => {
  const folder = `${recordings ?? ''}/${run}`;
  const sent = [...alertsIn(judge(readRun(folder).events).findings).keys()].sort();
  const found = await scanned(folder);
  expect(sent.length).toBeGreaterThan(4);
  expect(found.map(({ id }) => id)).toEqual(expect.arrayContaining(sent));
  // A transcript also tells what was refused, of which telemetry hides the path: that is recorded, and not shown.
  expect(found.filter(({ id, severity }) => !sent.includes(id) && severity !== 'low')).toEqual([]);
  expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
});

withRecordings('benign runs stay quiet', async () => {
  const files = (await filesOf([recordings ?? ''])).filter((file) => file.includes('/benign'));
  const alerts: Alert[] = [];
  const summary = await scan(files, config, (alert) => alerts.push(alert), key);
  expect(summary.steps).toBeGreaterThan(100);
  expect(alerts.filter(({ severity }) => severity !== 'low' && severity !== 'info')).toEqual([]);
});
