/** A thread dies in the running process: by itself, from inside, as a defect or an exhausted heap would end it. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { actsOfSessions, markOf } from '../support/acts';
import { eventually } from '../support/eventually';
import { newDataFolder, startGander } from '../support/gander-process';
import type { GanderProcess } from '../support/gander-process';

/** Loaded into every thread by NODE_OPTIONS: dies when the file named after its own is there. */
const FAULT = `
const { existsSync, rmSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');
const { basename, join } = require('node:path');
if (!isMainThread) {
  setInterval(() => {
    const file = join(process.env.GANDER_TEST_FAULTS, basename(process.argv[1] ?? 'none', '.js'));
    if (!existsSync(file)) return;
    rmSync(file, { force: true });
    throw new Error('injected fault');
  }, 20).unref();
}
`;

let faults: string;
let data: ReturnType<typeof newDataFolder>;
let gander: GanderProcess;

beforeEach(async () => {
  faults = mkdtempSync(join(tmpdir(), 'gander-faults-'));
  const script = join(faults, 'fault.cjs');
  writeFileSync(script, FAULT);
  data = newDataFolder();
  gander = await startGander({
    folder: data.folder,
    env: { NODE_OPTIONS: `--require ${script}`, GANDER_TEST_FAULTS: faults },
  });
});
afterEach(async () => {
  await gander.kill();
  data.remove();
  rmSync(faults, { recursive: true });
});

async function killThread(file: string): Promise<void> {
  writeFileSync(join(faults, file), '');
  await eventually(`the end of ${file}`, () => !existsSync(join(faults, file)));
}

const send = async (message: { signal: string; body: object }): Promise<number> => {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify(message.body);
  return (await fetch(`${gander.otlp}/v1/${message.signal}`, { method: 'POST', headers, body })).status;
};
const act = (number: number) => actsOfSessions(1, number)[0]![1]!;
const alerted = (mark: string | undefined) =>
  eventually(`an alert about ${mark}`, async () => (await gander.alerts()).some((alert) => markOf(alert) === mark));
const ready = async () => (await gander.get('/readyz')).status === 200;

test.each(['decode-thread', 'engine-thread', 'archive-thread'])(
  '%s is started again, and the work goes on',
  async (file) => {
    expect(await send(act(0).message)).toBe(200);
    await killThread(file);
    const { message, mark } = act(1);
    // What the dying thread held is answered 503, and sent again.
    let status = 503;
    await eventually('an answer', async () => (status = await send(message)) !== 503);
    expect(status).toBe(200);
    await alerted(mark);
    await eventually('everything ready', ready);
    await eventually('an archived session', async () =>
      (await (await gander.get('/api/sessions')).text()).includes('"sessions":[{'),
    );
    expect(await gander.stop()).toMatchObject({ code: 0 });
  },
);

test.each(['writer-thread', 'store-thread'])(
  'without %s the process ends with a clear line and an error code, and the next one has everything',
  async (file) => {
    const { message, mark } = act(2);
    expect(await send(message)).toBe(200);
    await killThread(file);
    await eventually('the end of the process', () => !gander.running());
    expect(await gander.stop()).toMatchObject({ code: 1 });
    const lines = gander.logs().map(({ level, message: text }) => `${String(level)} ${String(text)}`);
    expect(lines).toContain('error Gander cannot go on, and ends so that it can be started again');
    await gander.start();
    await alerted(mark);
  },
);
