import { request } from 'node:http';
import type { ClientRequest } from 'node:http';
import { alertOf, incidentOf } from '../../store/sample-rows';
import { eventually } from '../../test/support/eventually';
import { runConsole } from '../../test/support/running-console';
import type { RunningConsole } from '../../test/support/running-console';
import { createChangeFeed } from './change-feed';
import type { Outlet } from './change-feed';
import { createLogger } from '../../platform/log';

let running: RunningConsole;
const open: ClientRequest[] = [];
const pace = { lookMs: 2, heartbeatMs: 20, stuckMs: 40 };

beforeEach(async () => {
  running = await runConsole({ feedPace: pace });
});
afterEach(async () => {
  for (const one of open.splice(0)) one.destroy();
  await running.stop();
});

interface Reader {
  text(): string;
  status: number;
  ended: boolean;
}

/** Reads along; `text` is what has come so far. */
function follow(headers: Record<string, string> = {}, query = ''): Promise<Reader> {
  const auth = headers['cookie'] === undefined ? { authorization: `Bearer ${running.token}` } : {};
  return new Promise((resolve, reject) => {
    const one = request(
      { host: '127.0.0.1', port: running.console.port, path: `/api/stream${query}`, headers: { ...auth, ...headers } },
      (response) => {
        let text = '';
        const reader = { text: () => text, status: response.statusCode ?? 0, ended: false };
        response.setEncoding('utf8');
        response.on('data', (part: string) => (text += part));
        response.on('end', () => (reader.ended = true));
        response.on('error', () => (reader.ended = true));
        resolve(reader);
      },
    );
    one.on('error', reject);
    open.push(one);
    one.end();
  });
}

const put = (id: string, revision = 0) =>
  running.store.writeAlerts({
    at: 1,
    alerts: [{ alert: alertOf({ id }), fold: '{}', revision }],
    findings: [],
    outbox: [],
  });
const events = (text: string) =>
  [...text.matchAll(/id: (\d+)\nevent: (\w+)\ndata: (.*)\n\n/g)].map(([, , kind, data]) => [
    kind,
    JSON.parse(data!).id,
  ]);
const lastId = (text: string) => [...text.matchAll(/^id: (\d+)$/gm)].at(-1)![1]!;

test('alerts and incidents are told as they come and change, from now on', async () => {
  await put('a0');
  const reader = await follow();
  await eventually('a greeting', () => reader.text().includes('id: '));
  await put('a1');
  await eventually('the alert', () => events(reader.text()).length === 1);
  await put('a1', 1);
  await running.store.writeAlerts({
    at: 1,
    alerts: [],
    findings: [],
    outbox: [],
    incidents: [{ incident: incidentOf({ id: 'i1' }), fold: '{}', revision: 0, listed: true }],
  });
  await eventually('the rest', () => events(reader.text()).length === 3);
  expect(events(reader.text())).toEqual([
    ['alert', 'a1'],
    ['alert', 'a1'],
    ['incident', 'i1'],
  ]);
});

test('who comes back with the last id misses nothing, and gets nothing twice', async () => {
  const before = await follow();
  await eventually('a greeting', () => before.text().includes('id: '));
  await put('a1');
  await eventually('the alert', () => events(before.text()).length === 1);
  const id = lastId(before.text());
  await Promise.all(['a2', 'a3'].map((one) => put(one)));
  const after = await follow({ 'last-event-id': id });
  await eventually('what was missed', () => events(after.text()).length === 2);
  expect(
    events(after.text())
      .map(([, one]) => one)
      .sort(),
  ).toEqual(['a2', 'a3']);
});

test('a place that is not of this store is told to read all again; one that is no number is refused', async () => {
  const reader = await follow({ 'last-event-id': '999' });
  await eventually('a reset', () => reader.text().includes('event: reset\ndata: {}\n\n'));
  expect((await follow({ 'last-event-id': 'x' })).status).toBe(400);
});

test('a line comes also when nothing happens', async () => {
  const reader = await follow();
  await eventually('a heartbeat', () => reader.text().includes(': here\n\n'));
});

test('a browser reads along with its CSRF token in the address, until it signs out', async () => {
  const code = running.console.newCode();
  const signedIn = await running.ask('/api/session', { method: 'POST', json: { code }, token: '' });
  const cookie = signedIn.headers['set-cookie']![0]!.split(';')[0]!;
  const { csrf } = signedIn.json();
  expect((await follow({ cookie })).status).toBe(401);
  const reader = await follow({ cookie }, `?csrf=${csrf}`);
  expect(reader.status).toBe(200);
  await running.ask('/api/session', { method: 'DELETE', token: '', headers: { cookie, 'x-gander-csrf': csrf } });
  await eventually('the end', () => reader.ended);
});

test('a hundred read along; one more is told to come again', async () => {
  const readers = await Promise.all(Array.from({ length: 100 }, () => follow()));
  await eventually('all greeted', () => readers.every((one) => one.text().includes('id: ')));
  expect((await follow()).status).toBe(429);
  open.shift()!.destroy();
  await eventually('room for one', async () => (await follow()).status === 200);
});

test('a console that ends lets its readers go', async () => {
  const reader = await follow();
  const other = await runConsole();
  await other.stop();
  await running.console.stop();
  await eventually('the end', () => reader.ended);
});

test('a reader that takes nothing holds up nobody, is given nothing more, and goes at last', async () => {
  const log = createLogger({ level: 'error', format: 'json', write: () => undefined });
  const feed = createChangeFeed({ store: running.store, metrics: running.metrics, log, pace });
  const outlet = (takes: boolean) => {
    const written: string[] = [];
    const one: Outlet & { written: string[]; ended: boolean } = {
      written,
      ended: false,
      write: (text) => {
        written.push(text);
        return takes;
      },
      end: () => (one.ended = true),
      once: () => undefined,
    };
    return one;
  };
  const [slow, quick] = [outlet(false), outlet(true)];
  for (const one of [slow, quick]) await feed.follow({ outlet: one, after: 0, isAllowed: () => true });
  await put('a1');
  await eventually('the quick one has it', () => quick.written.join('').includes('a1'));
  await eventually('the slow one goes', () => slow.ended);
  expect([slow.written.length, quick.ended]).toEqual([1, false]);
  feed.stop();
  expect(quick.ended).toBe(true);
});
