import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { MAX_ENVELOPE_BYTES, MAX_EVENT_BYTES } from '../contracts/event';
import type { DeadLetter, Stream } from '../contracts/stream';
import { GanderError, errorCode } from '../platform/errors';
import { INSTANCE_ATTRIBUTE, INSTANCE_ID } from '../platform/instance';
import { createToken } from '../platform/tokens';
import { envelopeText } from '../stream/envelope';
import { JSON_TYPE, PROTOBUF, goodSpan, oneLog, post } from '../test/support/bad-inputs/bad-input';
import { eventually } from '../test/support/eventually';
import { callGrpc } from '../test/support/otlp-grpc-client';
import { encodeOtlp } from '../test/support/otlp-proto';
import { open } from '../test/support/raw-connection';
import { runCollector, withPublish } from '../test/support/running-collector';
import type { RunningCollector, RunningOptions } from '../test/support/running-collector';

const running: RunningCollector[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((collector) => collector.stop()));
});

async function run(options: RunningOptions = {}): Promise<RunningCollector> {
  const collector = await runCollector(options);
  running.push(collector);
  return collector;
}

const send = (at: RunningCollector, command: string, headers: Record<string, string> = {}) =>
  post(`${at.url}/v1/traces`, { ...JSON_TYPE, ...headers }, JSON.stringify(goodSpan(command)));
const commandsOf = async (at: RunningCollector) =>
  (await at.events()).flatMap(({ action }) => (action.type === 'exec' ? [action.command] : []));

test('what is answered with 200 is on the stream, keyed by tenant and scope', async () => {
  const at = await run();
  expect(await send(at, 'npm test')).toEqual({ status: '200', says: '' });
  const [message] = await at.messages('gander.events.v1');
  expect(message?.headers).toEqual({ encoding: 'identity', tenant: 'default' });
  const [event] = await at.events();
  expect(event).toMatchObject({ tenant: 'default', host: 'test-host', action: { type: 'exec', command: 'npm test' } });
  expect(message?.key).toBe(`default/${event?.scope}`);
  expect(await at.counted('gander_events_total', { action: 'exec' })).toBe(1);
  expect(await at.counted('gander_requests_total', { transport: 'http', signal: 'traces', status: '200' })).toBe(1);
});

test.each(['traces', 'logs', 'metrics'] as const)('%s come by gRPC too, plain and in gzip', async (signal) => {
  const at = await run();
  const point = { timeUnixNano: `${Date.now()}000000`, asDouble: 0.5 };
  const requests = {
    traces: { resourceSpans: [{ scopeSpans: [{ spans: [{ name: 'execute_tool', attributes: spanAttributes() }] }] }] },
    logs: oneLog({ eventName: 'gen_ai.client.inference.operation.details', body: { stringValue: 'hello' } }),
    metrics: {
      resourceMetrics: [
        { scopeMetrics: [{ metrics: [{ name: 'system.cpu.utilization', gauge: { dataPoints: [point] } }] }] },
      ],
    },
  };
  const body = encodeOtlp(signal, requests[signal]);
  expect(await callGrpc(at.grpcPort, { signal, body })).toEqual({ status: 'OK', says: '' });
  expect(await callGrpc(at.grpcPort, { signal, body, gzip: true })).toEqual({ status: 'OK', says: '' });
  expect(await at.counted('gander_records_total', { signal })).toBe(2);
  expect(await at.counted('gander_requests_total', { transport: 'grpc', signal, status: 'OK' })).toBe(2);
});

const spanAttributes = () => spanOf('ls')['attributes'];
const spanOf = (command: string) =>
  goodSpan(command).resourceSpans[0]?.scopeSpans[0]?.spans[0] as Record<string, unknown>;

test('an answer is in the encoding of its request', async () => {
  const at = await run();
  const types = async (headers: Record<string, string>, body: string) => {
    const response = await fetch(`${at.url}/v1/logs`, { method: 'POST', headers, body });
    return [response.headers.get('content-type'), await response.text()];
  };
  expect(await types(JSON_TYPE, '{}')).toEqual(['application/json', '{}']);
  expect(await types(PROTOBUF, '')).toEqual(['application/x-protobuf', '']);
  expect(await types(JSON_TYPE, '[')).toEqual(['application/json', expect.stringContaining('"code":3')]);
  expect((await types(PROTOBUF, '['))[0]).toBe('application/x-protobuf');
});

test('GET / says what the port is', async () => {
  const at = await run();
  expect(await (await fetch(at.url)).text()).toContain('POST /v1/traces');
});

test('a token says whose the events are, whatever they claim', async () => {
  let token = '';
  const at = await run({
    prepare: (folder) => (token = createToken(folder, { name: 'n', tenant: 'red', host: 'laptop-7', user: 'kim' })),
  });
  const basic = `Basic ${Buffer.from(`pk-lf-1:${token}`).toString('base64')}`;
  expect(await send(at, 'ls', { authorization: `Bearer ${token}` })).toMatchObject({ status: '200' });
  expect(await send(at, 'pwd', { authorization: basic })).toMatchObject({ status: '200' });
  const events = await at.events();
  expect(events).toHaveLength(2);
  for (const event of events) {
    expect(event).toMatchObject({ tenant: 'red', host: 'laptop-7', user: 'kim', identityBasis: 'token' });
  }
});

test('while the tokens cannot be read, their bearers keep their data: 503, and not 401', async () => {
  let token = '';
  const at = await run({ prepare: (folder) => (token = createToken(folder, { name: 'ann' })) });
  const file = join(at.folder, 'tokens.json');
  const whole = readFileSync(file, 'utf8');
  const said = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  const answer = () => send(at, 'ls', { authorization: `Bearer ${token}` });
  writeFileSync(file, whole.slice(0, 20));
  expect(await answer()).toMatchObject({ status: '503' });
  expect(said.mock.calls.join()).toMatch(/a request failed .*tokens\.json/);
  said.mockRestore();
  writeFileSync(file, whole);
  expect(await answer()).toMatchObject({ status: '200' });
});

test("the keys that Langfuse's SDKs always send are no mistake where no token was made", async () => {
  const at = await run();
  const authorization = `Basic ${Buffer.from('pk-lf-1:sk-lf-1').toString('base64')}`;
  const reply = await post(
    `${at.url}/api/public/otel/v1/traces`,
    { ...JSON_TYPE, authorization },
    JSON.stringify(goodSpan('ls')),
  );
  expect(reply.status).toBe('200');
  expect(await send(at, 'ls', { authorization: 'Bearer sk-lf-1' })).toMatchObject({ status: '401' });
});

test('a listener that others reach does not start without a token', async () => {
  const error = await runCollector({ host: '0.0.0.0' }).catch((reason: unknown) => reason);
  expect(errorCode(error)).toBe('listener_needs_tokens');
});

test('no secret is on the stream, nor in any file', async () => {
  const at = await run();
  const secret = ['AKIA', 'Q3EGRIZ7', 'XMPLDCOY'].join('');
  expect(await send(at, `aws configure set aws_access_key_id ${secret}`)).toMatchObject({ status: '200' });
  const [message] = await at.messages('gander.events.v1');
  expect(message && envelopeText(message)).toMatch(/REDACTED_[a-z-]+_[0-9a-f]{12}/);
  expect(message && envelopeText(message)).not.toContain(secret);
  expect(await at.counted('gander_secrets_redacted_total')).toBe(1);
  expect(readFileSync(join(at.folder, 'keys', 'default.key'), 'utf8')).toMatch(/^[0-9a-f]{64}\n$/);
});

test("Gander's own telemetry is left out, and that of another instance is not", async () => {
  const at = await run();
  const from = (instance: string) => {
    const { resourceSpans } = goodSpan(`echo ${instance}`);
    const attributes = [{ key: INSTANCE_ATTRIBUTE, value: { stringValue: instance } }];
    return { resourceSpans: resourceSpans.map((group) => ({ ...group, resource: { attributes } })) };
  };
  for (const instance of [INSTANCE_ID, 'another']) {
    await post(`${at.url}/v1/traces`, JSON_TYPE, JSON.stringify(from(instance)));
  }
  expect(await commandsOf(at)).toEqual(['echo another']);
  expect(await at.counted('gander_records_ignored_total', { dialect: 'gander' })).toBe(1);
});

test('long events are cut to size, say so, and envelopes stay small', async () => {
  const at = await run({ limits: { stringBytes: 1024 ** 2 } });
  const spans = Array.from({ length: 4 }, (_, index) => {
    const span = spanOf(`echo ${index}${' word'.repeat(80_000)} | sh`);
    return { ...span, spanId: `eee19b7ec3c1b17${index}` };
  });
  const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
  expect(await post(`${at.url}/v1/traces`, { ...JSON_TYPE, 'content-encoding': 'gzip' }, gzipSync(body))).toMatchObject(
    {
      status: '200',
    },
  );
  const events = await at.events();
  expect(events).toHaveLength(4);
  for (const event of events) {
    expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(MAX_EVENT_BYTES);
    expect(event.action).toMatchObject({
      command: expect.stringMatching(
        /^echo \d word[^]*…\[\d+ characters, middle cut, sha256 [0-9a-f]{16}\]…[^]* \| sh$/,
      ),
    });
    expect(event.visibility).toContainEqual({
      field: 'action.command',
      state: 'truncated',
      originalLength: expect.any(Number),
    });
  }
  for (const message of await at.messages('gander.events.v1')) {
    expect(Buffer.byteLength(envelopeText(message))).toBeLessThanOrEqual(MAX_ENVELOPE_BYTES);
  }
});

test('a text that was cut when it was decoded is noted on the event, with its length', async () => {
  const at = await run({ limits: { stringBytes: 2_000 } });
  const span = spanOf('ls');
  const output = { key: 'gen_ai.tool.call.result', value: { stringValue: 'a '.repeat(2_000) } };
  const spans = [{ ...span, attributes: [...(span['attributes'] as object[]), output] }];
  const reply = await post(
    `${at.url}/v1/traces`,
    JSON_TYPE,
    JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }),
  );
  expect(reply).toMatchObject({ status: '200', says: expect.stringContaining('1 texts cut') });
  const [event] = await at.events();
  expect(event?.visibility).toContainEqual({ field: 'outcome.output', state: 'truncated', originalLength: 4_000 });
});

describe('when the stream', () => {
  const failing = (publish: (stream: Stream) => Stream['publish']) => (stream: Stream) =>
    withPublish(stream, publish(stream));

  test('fails for a moment, nothing is acknowledged and the sender is asked to come back', async () => {
    let broken = true;
    const around = failing(
      (stream) => (messages) =>
        broken ? Promise.reject(new GanderError('stream_unavailable', 'disk full')) : stream.publish(messages),
    );
    const at = await run({ around });
    expect(await send(at, 'ls')).toEqual({ status: '503', says: expect.stringContaining('[retry-after: 2]') });
    expect(
      (await callGrpc(at.grpcPort, { body: encodeOtlp('logs', oneLog({ eventName: 'e' })), signal: 'logs' })).status,
    ).toMatch(/^(OK|UNAVAILABLE)$/);
    broken = false;
    expect(await send(at, 'ls')).toMatchObject({ status: '200' });
    expect(await commandsOf(at)).toEqual(['ls']);
  });

  test('fails in a way nobody knows, the sender keeps its data too', async () => {
    const at = await run({ around: failing(() => () => Promise.reject(new Error('what is this'))) });
    expect(await send(at, 'ls')).toMatchObject({ status: '503', says: expect.not.stringContaining('what is this') });
  });

  test('refuses one message for good, it is put aside and the rest is acknowledged', async () => {
    const around = failing((stream) => async (messages) => {
      const refused = messages.findIndex(({ topic, key }) => topic === 'gander.events.v1' && key.includes('aaaa'));
      const results = await stream.publish(messages.filter((_, index) => index !== refused));
      return messages.map((_, index) =>
        index === refused
          ? 'stream_message_too_large: over the limit'
          : results[index > refused && refused >= 0 ? index - 1 : index],
      );
    });
    const at = await run({ around });
    const spans = ['aaaa', 'bbbb'].map((digits) => ({
      ...spanOf(`echo ${digits}`),
      traceId: digits.repeat(8),
    }));
    const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
    const response = await fetch(`${at.url}/v1/traces`, { method: 'POST', headers: JSON_TYPE, body });
    expect([response.status, await response.json()]).toEqual([
      200,
      { partialSuccess: { rejectedSpans: '1', errorMessage: '1 events refused by the stream for good' } },
    ]);
    expect(await commandsOf(at)).toEqual(['echo bbbb']);
    const [dead] = await at.messages('gander.dead.v1');
    const letter = JSON.parse(Buffer.from(dead?.value ?? []).toString()) as DeadLetter;
    expect(letter).toMatchObject({ stage: 'publish', reason: expect.stringContaining('too_large'), tenant: 'default' });
    expect(letter.excerpt).toContain('echo aaaa');
    expect(await at.counted('gander_dead_letters_total', { reason: 'stream_message_too_large' })).toBe(1);
  });
});

test('over the bound on waiting bytes the answer is 503, until those before are done', async () => {
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  let arrived = 0;
  const around = (stream: Stream) =>
    withPublish(stream, async (messages) => {
      arrived += 1;
      await gate;
      return stream.publish(messages);
    });
  const at = await run({ limits: { pendingBytes: 1_000 }, around });
  const first = send(at, 'echo first');
  await eventually('the first request is publishing', () => arrived === 1);
  expect(await send(at, `echo second ${'x'.repeat(300)}`)).toMatchObject({ status: '503' });
  expect((await callGrpc(at.grpcPort, { body: Buffer.alloc(0) })).retryAfter).toBe(2);
  release();
  expect(await first).toMatchObject({ status: '200' });
  expect(await send(at, 'echo third')).toMatchObject({ status: '200' });
});

test('connections over the bound are closed at once and counted', async () => {
  const at = await run({ limits: { connections: 2 } });
  const held = [await open(at.httpPort), await open(at.httpPort)];
  const third = await open(at.httpPort);
  await new Promise((resolve) => third.once('close', resolve));
  expect(await at.counted('gander_requests_total', { transport: 'http', status: 'dropped' })).toBe(1);
  for (const socket of held) socket.destroy();
  await eventually('a connection is free again', async () => (await send(at, 'ls')).status === '200');
});

test('a stop answers the request under way and takes no other', async () => {
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  let arrived = false;
  const around = (stream: Stream) =>
    withPublish(stream, async (messages) => {
      arrived = true;
      await gate;
      return stream.publish(messages);
    });
  const at = await runCollector({ around });
  const last = send(at, 'echo last');
  await eventually('the request is publishing', () => arrived);
  const stopped = at.stop();
  await eventually('no connection is taken', async () => {
    return await send(at, 'echo late').then(
      () => false,
      () => true,
    );
  });
  release();
  expect(await last).toMatchObject({ status: '200' });
  await stopped;
});
