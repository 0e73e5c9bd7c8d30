import { createLogger } from '../platform/log';
import type { MetricsPage } from '../platform/metrics';
import type { RoleThread } from '../platform/role-thread';
import { eventually } from '../test/support/eventually';
import { supervise } from './supervise';
import type { Supervised } from './supervise';

const log = createLogger({ level: 'error', format: 'json', write: () => undefined });
const PACE = { firstPauseMs: 1, longestPauseMs: 4, steadyMs: 60_000, askMs: 5, stuckMs: 20, collectMs: 20 };

const page = (value: number): MetricsPage => [
  { name: 'n', help: '', type: 'counter', aggregator: 'sum', values: [{ value, labels: {} }] } as never,
];

/** A role whose thread does what the test says: answers, dies, or says nothing. */
function role(over: Partial<RoleThread> = {}) {
  const crash = Promise.withResolvers<Error>();
  const stopped: string[] = [];
  const thread: RoleThread = {
    collect: () => Promise.resolve(page(1)),
    stop: () => {
      stopped.push('stop');
      return Promise.resolve();
    },
    crashed: crash.promise,
    ...over,
  };
  return { thread, die: (message: string) => crash.resolve(new Error(message)), stopped };
}

let supervised: Supervised | undefined;
afterEach(() => supervised?.stop());

test('a thread that crashes is not ready, and started again until it works', async () => {
  const roles = [role(), role()];
  let starts = 0;
  const start = () => {
    starts += 1;
    if (starts === 2 || starts === 3) return Promise.reject(new Error('not yet'));
    return Promise.resolve(roles[starts === 1 ? 0 : 1]!.thread);
  };
  supervised = await supervise('engine', start, log, PACE);
  expect(supervised.problem()).toBeUndefined();
  roles[0]!.die('out of memory');
  await eventually('a problem', () => supervised?.problem() !== undefined);
  await eventually('a new thread', () => supervised?.problem() === undefined);
  expect(starts).toBe(4);
  await supervised.stop();
  expect([roles[0]!.stopped, roles[1]!.stopped]).toEqual([[], ['stop']]);
});

test('a first start that fails is the caller’s', async () => {
  await expect(supervise('engine', () => Promise.reject(new Error('no')), log, PACE)).rejects.toThrow('no');
});

test('a thread that is stuck is not ready, and holds up no reader of metrics, who gets its last ones', async () => {
  const answers = [Promise.resolve(page(7))];
  const never = Promise.withResolvers<MetricsPage>();
  const stuck = role({ collect: () => answers.shift() ?? never.promise });
  supervised = await supervise('engine', () => Promise.resolve(stuck.thread), log, PACE);
  expect(await supervised.collect()).toEqual(page(7));
  expect(await supervised.collect()).toEqual(page(7));
  await eventually('a problem', () => supervised?.problem()?.startsWith('the thread has not answered') === true);
  never.resolve(page(8));
  await eventually('no problem', () => supervised?.problem() === undefined);
  expect(await supervised.collect()).toEqual(page(8));
});
