/** `gander demo` as a newcomer runs it, where no Gander runs yet. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Alert } from '../../contracts/alert';
import { freePort } from '../support/kafka/start-kafka';

interface Line {
  at: number;
  act?: { command: string };
  recorded?: string;
  alert?: Alert;
}

/** Runs the demo away from any Gander on the usual ports; its lines with the time of each. */
async function demo(): Promise<{ lines: Line[]; code: unknown; errors: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'gander-demo-'));
  writeFileSync(join(folder, 'gander.yaml'), `console: { port: ${await freePort()} }\n`);
  const command = [join(__dirname, '..', '..', 'bin', 'gander.js'), 'demo', '--pause', '50', '--json'];
  const child = spawn(process.execPath, command, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: Line[] = [];
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  createInterface(child.stdout).on('line', (text) => lines.push({ ...JSON.parse(text), at: Date.now() }));
  const [code] = await once(child, 'close');
  rmSync(folder, { recursive: true });
  return { lines, code, errors };
}

/** What each harmful scene leads to: an alert of its session, and what it names. */
const SCENES = [
  { act: '/home/dev/.aws/credentials', detector: 'credential-access', names: ['/home/dev/.aws/credentials'] },
  { act: 'base64 -d | bash', detector: 'reverse-shell', names: ['203.0.113.7:4444'] },
  { act: '@$HOME/.ssh/id_rsa', detector: 'credential-access', names: ['.ssh/id_rsa', 'drop.example.net'] },
  { act: 'nohup /tmp/.helper', detector: 'resource-hijacking', names: ['pool.example.net:3333'] },
  { act: 'http://2852039166/', detector: 'credential-access', names: ['169.254.169.254'] },
];
const RECORDED = ['claude-code', 'codex', 'gemini-cli'];
const WITHIN_MS = 2_000;

test('shows each harmful act within 2 seconds and nothing of ordinary work, and ends', async () => {
  const { lines, code, errors } = await demo();
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  const shown = lines.flatMap(({ alert, at }) => (alert ? [{ alert, at }] : []));
  const sessions = [...Map.groupBy(shown, ({ alert }) => alert.session ?? '').values()];
  const told = (part: (line: Line) => boolean) => lines.find(part)?.at ?? NaN;

  // Each scripted session does ordinary things too: all alerts in it are about the one act.
  const says = ({ why, entities }: Alert, name: string) => `${why} ${JSON.stringify(entities)}`.includes(name);
  for (const { act, detector, names } of SCENES) {
    const own = sessions.filter(
      (alerts) =>
        alerts.every(({ alert }) => [...names, act.split(' ').at(-1)!].some((name) => says(alert, name))) &&
        alerts.some(({ alert }) => alert.detector === detector && names.every((name) => says(alert, name))),
    );
    expect([act, own.length]).toEqual([act, 1]);
    const at = told((line) => line.act?.command.includes(act) === true);
    expect((own[0]?.[0]?.at ?? NaN) - at).toBeLessThan(WITHIN_MS);
  }
  for (const agent of RECORDED) {
    const own = sessions.filter(
      (alerts) => alerts.length > 3 && alerts.every(({ alert }) => alert.source.dialect === agent),
    );
    expect([agent, own.length]).toEqual([agent, 1]);
    const detectors = new Set(own[0]?.map(({ alert }) => alert.detector));
    expect([...detectors]).toEqual(
      expect.arrayContaining(['credential-access', 'resource-hijacking', 'reverse-shell']),
    );
    const at = told(({ recorded }) => recorded?.startsWith(`${agent}/suspicious`) === true);
    expect(Math.max(...(own[0] ?? []).map((alert) => alert.at)) - at).toBeLessThan(WITHIN_MS);
  }
  expect(sessions).toHaveLength(SCENES.length + RECORDED.length);
}, 60_000);
