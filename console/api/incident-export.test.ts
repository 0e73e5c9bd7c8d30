import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alertOf, incidentOf } from '../../store/sample-rows';
import { runConsole } from '../../test/support/running-console';
import type { RunningConsole } from '../../test/support/running-console';
import { zipOf } from './zip';

let running: RunningConsole;
const folder = mkdtempSync(join(tmpdir(), 'gander-export-'));
beforeAll(async () => {
  running = await runConsole({});
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await running.stop();
});

/** Unpacks with Python's own reader, which checks lengths and checksums. */
function unpacked(zip: Uint8Array, name: string): string {
  const file = join(folder, `${name}.zip`);
  const into = join(folder, name);
  writeFileSync(file, zip);
  execFileSync('python3', ['-m', 'zipfile', '-e', file, into]);
  return into;
}

test('a zip holds what was put in, whatever it is', () => {
  const files = { 'a.txt': 'a'.repeat(100_000), 'empty.txt': '', 'words.md': 'Grüße, “words” \u0000\n' };
  const into = unpacked(zipOf(files), 'plain');
  for (const [name, text] of Object.entries(files)) expect(readFileSync(join(into, name), 'utf8')).toBe(text);
});

test('an incident comes with story, timeline, alerts in two forms, and digests that hold', async () => {
  const incident = incidentOf({ title: 'Shell `x` <script>', story: ['It began with *one* command.'] });
  const alert = alertOf({ incident: incident.id, why: 'A shell was connected <img src=x>' });
  await running.store.writeAlerts({
    at: 1,
    alerts: [{ alert, fold: '{}', revision: 0 }],
    findings: [],
    outbox: [],
    incidents: [{ incident, fold: '{}', revision: 0, listed: true }],
  });
  const address = `http://127.0.0.1:${running.console.port}/api/incidents/${incident.id}/export`;
  const answer = await fetch(address, { headers: { authorization: `Bearer ${running.token}` } });
  const { headers } = answer;
  const bytes = new Uint8Array(await answer.arrayBuffer());
  expect(answer.status).toBe(200);
  expect(headers.get('content-type')).toBe('application/zip');
  expect(headers.get('content-disposition')).toBe(`attachment; filename="incident-${incident.id}.zip"`);
  const into = unpacked(bytes, 'incident');
  expect(readdirSync(into).sort()).toEqual([
    'SHA256SUMS',
    'alerts-ocsf.ndjson',
    'alerts.json',
    'events.ndjson',
    'incident.json',
    'story.md',
    'timeline.md',
  ]);
  execFileSync('sha256sum', ['--quiet', '-c', 'SHA256SUMS'], { cwd: into });
  const read = (name: string) => readFileSync(join(into, name), 'utf8');
  expect(read('story.md')).toContain('Shell \\`x\\` \\<script\\>');
  expect(read('timeline.md')).toContain('\\<img src=x\\>');
  expect(JSON.parse(read('alerts-ocsf.ndjson').split('\n')[0] ?? '')).toMatchObject({
    class_uid: 2004,
    finding_info: { uid: alert.id },
  });
});
