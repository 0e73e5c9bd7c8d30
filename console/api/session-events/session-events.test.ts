import type { Stream } from '../../../contracts/stream';
import { exec } from '../../../test/support/agent-events';
import { archive } from '../../../test/support/archived';
import { runConsole } from '../../../test/support/running-console';
import type { RunningConsole } from '../../../test/support/running-console';
import { SessionEvents } from './session-events';

let running: RunningConsole;
beforeEach(async () => {
  running = await runConsole();
});
afterEach(() => running.stop());

test('where it takes long to begin a reading, one goes past what is between', async () => {
  const other = { session: 's2', scope: 'session:claude-code:s1' };
  const events = Array.from({ length: 150 }, (_, at) => exec(`step ${at}`, { at }));
  for (const event of events) await archive(running, [event], ...Array.from({ length: 3 }, () => [exec('x', other)]));
  const row = (await running.store.session('default', 's1'))!;
  let reads = 0;
  const stream = {
    seekCost: 1_000,
    read: (...range: Parameters<Stream['read']>) => {
      reads += 1;
      return running.stream.read(...range);
    },
  } as Stream;
  const page = await new SessionEvents(stream, running.metrics).page(row, { limit: 500 });
  expect([row.ranges.length, page.events, page.complete]).toEqual([150, events, true]);
  expect(reads).toBe(2);
});

test('a page is bounded in size, and the next goes on behind it', async () => {
  const events = Array.from({ length: 50 }, (_, at) => exec('x'.repeat(240_000), { at }));
  for (const event of events) await archive(running, [event]);
  const row = (await running.store.session('default', 's1'))!;
  const sessions = new SessionEvents(running.stream, running.metrics);
  const first = await sessions.page(row, { limit: 500 });
  expect(first.events.length).toBeLessThan(40);
  const second = await sessions.page(row, { limit: 500, cursor: first.next! });
  expect([...first.events, ...second.events].map(({ id }) => id)).toEqual(events.map(({ id }) => id));
  expect(second.next).toBeUndefined();
});

test('more readings than are taken at once wait, and too many are told to come again', async () => {
  await archive(running, [exec('ls', { at: 1 })]);
  const row = (await running.store.session('default', 's1'))!;
  const sessions = new SessionEvents(running.stream, running.metrics);
  const asked = await Promise.allSettled(Array.from({ length: 30 }, () => sessions.page(row, { limit: 1 })));
  const refused = asked.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
  expect(refused.map(({ reason }) => reason.problem.status)).toEqual(Array(8).fill(429));
  expect((await sessions.page(row, { limit: 1 })).events).toHaveLength(1);
});
