import { MessageChannel } from 'node:worker_threads';
import { GanderError, errorCode } from './errors';
import { Transfer, caller, serve } from './thread';

function pair(handlers: Parameters<typeof serve>[1]) {
  const { port1, port2 } = new MessageChannel();
  serve(port1, handlers);
  return { calls: caller(port2), close: () => port1.close() };
}

test('a call is answered, calls may overtake each other', async () => {
  const { calls, close } = pair({
    slow: async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return 'slow';
    },
    add: ([a, b]: [number, number]) => a + b,
  });
  const done: string[] = [];
  await Promise.all([
    calls.call('slow').then(() => done.push('slow')),
    calls.call('add', [1, 2]).then((sum) => done.push(String(sum))),
  ]);
  expect(done).toEqual(['3', 'slow']);
  close();
});

test('an error keeps its code, its text and the time to wait', async () => {
  const { calls, close } = pair({
    fail: () => {
      throw new GanderError('overloaded', 'the queue is full', { retryAfterMs: 1_500 });
    },
  });
  const error = await calls.call('fail').catch((reason: unknown) => reason);
  expect(errorCode(error)).toBe('overloaded');
  expect(error).toMatchObject({ message: 'the queue is full', retryable: true, retryAfterMs: 1_500 });
  await expect(calls.call('unheard')).rejects.toThrow('no method unheard');
  close();
});

test('bytes go over without a copy, both ways', async () => {
  const { calls, close } = pair({
    double: (bytes: Uint8Array<ArrayBuffer>) => {
      const twice = bytes.map((byte) => byte * 2);
      return new Transfer(twice, [twice.buffer]);
    },
  });
  const sent = new Uint8Array([1, 2, 3]);
  const answer = await calls.call<Uint8Array>('double', sent, [sent.buffer]);
  expect([...answer]).toEqual([2, 4, 6]);
  expect(sent.byteLength).toBe(0);
  close();
});

test('when the thread is gone, open calls and later ones fail', async () => {
  const { calls, close } = pair({ never: () => new Promise(() => {}) });
  const open = calls.call('never');
  calls.fail(new GanderError('stream_unavailable', 'the writer thread ended'));
  await expect(open).rejects.toThrow('the writer thread ended');
  await expect(calls.call('never')).rejects.toThrow('the writer thread ended');
  expect(calls.open()).toBe(0);
  close();
});
