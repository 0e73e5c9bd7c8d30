import { errorCode } from '../../../platform/errors';
import type { GanderError } from '../../../platform/errors';
import { SECRET, answer, startWebhookReceiver } from '../../../test/support/webhook-receiver';
import type { Behaviour, WebhookReceiver } from '../../../test/support/webhook-receiver';
import type { Sink } from '../sink';
import { retryAfterMs } from './retry-after';
import { createWebhook } from './webhook';

let receiver: WebhookReceiver;
let sink: Sink;
const message = {
  id: 'n1',
  body: JSON.stringify({ type: 'alert.created', timestamp: 'now', data: { title: 'Ünïcode ☂' } }),
};
const never = new AbortController().signal;

const webhook = (parts: { url?: string; secret?: string; timeoutMs?: number } = {}) =>
  createWebhook({ name: 'ops', url: receiver.url, secret: SECRET, minSeverity: 'low', timeoutMs: 2_000, ...parts });

beforeEach(async () => {
  receiver = await startWebhookReceiver();
  sink = webhook();
});
afterEach(async () => {
  sink.close();
  await receiver.close();
});

async function outcome(behaviour: Behaviour, via = sink): Promise<string | undefined> {
  receiver.behave(behaviour);
  try {
    await via.send(message, never);
    return 'taken';
  } catch (error) {
    return `${errorCode(error)} ${(error as GanderError).retryAfterMs ?? ''}`.trim();
  }
}

test('a message is signed as the standard says, and posted as it is', async () => {
  await sink.send(message, never);
  const [received] = receiver.received;
  expect(receiver.forged).toEqual([]);
  expect(received?.id).toBe('n1');
  expect(received?.body).toEqual(JSON.parse(message.body));
  expect(received?.request).toMatchObject({
    method: 'POST',
    url: '/hook',
    headers: { 'content-type': 'application/json' },
  });
});

test('the receiver refuses what another secret has signed', async () => {
  const forger = webhook({ secret: 'whsec_b3RoZXJvdGhlcm90aGVyb3RoZXI=' });
  await expect(forger.send(message, never)).rejects.toMatchObject({
    code: 'sink_unavailable',
    message: 'answered 401',
  });
  expect(receiver.forged).toHaveLength(1);
  forger.close();
});

test.each([
  [200, 'taken'],
  [202, 'taken'],
  [204, 'taken'],
  [301, 'sink_unavailable'],
  [307, 'sink_unavailable'],
  [400, 'sink_refused'],
  [401, 'sink_unavailable'],
  [403, 'sink_unavailable'],
  [404, 'sink_unavailable'],
  [405, 'sink_unavailable'],
  [410, 'sink_refused'],
  [413, 'sink_refused'],
  [415, 'sink_refused'],
  [422, 'sink_refused'],
  [408, 'sink_unavailable'],
  [429, 'sink_unavailable'],
  [500, 'sink_unavailable'],
  [503, 'sink_unavailable'],
])('an answer of %i means %s', async (status, expected) => {
  expect(await outcome(answer(status))).toBe(expected);
});

test('the wish for a pause is handed on, as seconds and as a date', async () => {
  expect(await outcome(answer(429, { 'retry-after': '7' }))).toBe('sink_unavailable 7000');
  const now = Date.UTC(2026, 0, 1);
  expect(retryAfterMs('Thu, 01 Jan 2026 00:00:30 GMT', now)).toBe(30_000);
  expect(retryAfterMs('Wed, 31 Dec 2025 00:00:00 GMT', now)).toBe(0);
  expect(retryAfterMs('99999999', now)).toBe(86_400_000);
  expect([undefined, '', 'soon', '-1', '1.5', '1e9', '12345678901'].map((text) => retryAfterMs(text, now))).toEqual(
    Array(7).fill(undefined),
  );
});

test('a redirect is not followed', async () => {
  const other = await startWebhookReceiver();
  expect(await outcome(answer(307, { location: other.url }))).toBe('sink_unavailable');
  expect(other.received).toEqual([]);
  await other.close();
});

test('no answer in time is a failure, so is none at all, a cut one, and what is no HTTP', async () => {
  const hasty = webhook({ timeoutMs: 50 });
  expect(await outcome(() => undefined, hasty)).toBe('sink_unavailable');
  hasty.close();
  expect(await outcome((response) => response.socket?.destroy())).toBe('sink_unavailable');
  expect(await outcome((response) => response.socket?.end('SSH-2.0-OpenSSH_9.6\r\n'))).toBe('sink_unavailable');
  const cut: Behaviour = (response) => {
    response.writeHead(500, { 'content-length': '100' }).flushHeaders();
    response.socket?.destroySoon();
  };
  expect(await outcome(cut)).toBe('sink_unavailable');
});

test('an endless answer is cut, and still taken when its status says so', async () => {
  const written = Promise.withResolvers<number>();
  const endless: Behaviour = (response) => {
    const { socket } = response;
    socket?.on('close', () => written.resolve(socket.bytesWritten));
    response.writeHead(200);
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(16_384)));
    };
    response.on('drain', more);
    more();
  };
  expect(await outcome(endless)).toBe('taken');
  expect(await written.promise).toBeLessThan(20_000_000);
  expect(await outcome(answer(200, {}, 'x'.repeat(200_000)))).toBe('taken');
});

test('one connection carries many messages; when it was closed meanwhile, a new one is made at once', async () => {
  for (let n = 0; n < 3; n++) expect(await outcome(answer(200, {}, 'ok'))).toBe('taken');
  expect(receiver.connections()).toBe(1);
  let first = true;
  const closing: Behaviour = (response) => {
    if (first) response.socket?.destroy();
    else response.end();
    first = false;
  };
  expect(await outcome(closing)).toBe('taken');
  expect(receiver.connections()).toBe(2);
});

test('the credentials of an address are sent, and never told in an error', async () => {
  const withPassword = webhook({ url: receiver.url.replace('http://', 'http://user:hunter2@') });
  expect(await outcome(answer(200), withPassword)).toBe('taken');
  expect(receiver.received[0]?.request.headers.authorization).toBe(`Basic ${btoa('user:hunter2')}`);
  await receiver.close();
  const error = (await withPassword.send(message, never).catch((reason: unknown) => reason)) as GanderError;
  expect(error.code).toBe('sink_unavailable');
  expect(JSON.stringify([error.message, error.stack])).not.toContain('hunter2');
  withPassword.close();
});

test('a secret that is no base64 is refused at the start, by its webhook’s name', () => {
  expect(() => webhook({ secret: 'whsec_====================' })).toThrow('the secret of ops is no base64');
});
