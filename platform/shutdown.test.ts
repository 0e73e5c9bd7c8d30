import { EventEmitter } from 'node:events';
import { createLogger } from './log';
import { createShutdown } from './shutdown';

const log = createLogger({ level: 'error', format: 'json', write: (line) => lines.push(line) });
let lines: string[];
let signals: EventEmitter;
let order: string[];
let exited: ReturnType<typeof Promise.withResolvers<number>>;

function shutdown(timeoutMs = 5_000) {
  return createShutdown({ log, timeoutMs, signals: signals as never, exit: (code) => exited.resolve(code) });
}

beforeEach(() => {
  [lines, order, signals, exited] = [[], [], new EventEmitter(), Promise.withResolvers()];
});

test.each(['SIGTERM', 'SIGINT'])('%s stops one after the other, the last started first', async (signal) => {
  const ending = shutdown();
  ending.add('store', () => void order.push('store'));
  ending.add('collector', async () => {
    await new Promise((resolve) => setImmediate(resolve));
    order.push('collector');
  });
  signals.emit(signal);
  expect(await exited.promise).toBe(0);
  expect(order).toEqual(['collector', 'store']);
});

test('a part that fails is told, and the others stop all the same', async () => {
  const ending = shutdown();
  ending.add('store', () => void order.push('store'));
  ending.add('engine', () => Promise.reject(new Error('is stuck')));
  expect(await ending.stop('test')).toBe(1);
  expect(order).toEqual(['store']);
  expect(lines.join('')).toMatch(/"part":"engine","error":"is stuck"/);
});

test('a part that hangs does not keep the process', async () => {
  const ending = shutdown(5);
  ending.add('engine', () => new Promise(() => {}));
  signals.emit('SIGTERM');
  expect(await exited.promise).toBe(1);
  expect(lines.join('')).toContain('not everything has stopped in time');
});

test('a second signal ends it at once', async () => {
  const ending = shutdown(100);
  ending.add('engine', () => new Promise(() => {}));
  signals.emit('SIGINT');
  signals.emit('SIGINT');
  expect(await exited.promise).toBe(1);
  expect(lines).toEqual([]);
});

test('asked for twice, it stops once', async () => {
  const ending = shutdown();
  ending.add('store', () => void order.push('store'));
  expect(await Promise.all([ending.stop('one'), ending.stop('two')])).toEqual([0, 0]);
  expect(order).toEqual(['store']);
});
