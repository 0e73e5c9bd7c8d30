/** Whoever reads the terminal goes away: alerts still reach the API, and the process goes on. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { actsOfSessions } from '../support/acts';
import { eventually } from '../support/eventually';
import { createExporter } from '../support/exporter';
import { newDataFolder } from '../support/gander-process';

const root = resolve(__dirname, '..', '..');

test('a closed output, of alerts and of the log, ends nothing', async () => {
  const { folder, remove } = newDataFolder();
  const file = join(folder, 'gander.yaml');
  const free = { collector: { http: { port: 0 }, grpc: { port: 0 } }, console: { port: 0 } };
  writeFileSync(file, JSON.stringify({ data: folder, ...free, log: { level: 'debug' } }));
  const child = spawn(process.execPath, [join(root, 'bin/gander.js'), 'start', '--config', file, '--json']);
  const gone = once(child, 'close');
  try {
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    const { ports } = JSON.parse(line) as { ports: { http: number; console: number } };
    child.stdout.destroy();
    child.stderr.destroy();
    const exporter = createExporter(() => `http://127.0.0.1:${ports.http}`);
    const authorization = `Bearer ${readFileSync(join(folder, 'api-token'), 'utf8').trim()}`;
    const alerts = async () => {
      const answer = await fetch(`http://127.0.0.1:${ports.console}/api/alerts?severity=high,critical,medium`, {
        headers: { authorization },
      });
      return ((await answer.json()) as { alerts: object[] }).alerts.length;
    };
    for (const [index, session] of actsOfSessions(3).entries()) {
      await exporter.send(session[1]!.message);
      await eventually(`alert ${index + 1}`, async () => (await alerts()) === index + 1);
    }
    child.kill('SIGTERM');
    expect(await gone).toEqual([0, null]);
  } finally {
    child.kill('SIGKILL');
    remove();
  }
}, 60_000);
