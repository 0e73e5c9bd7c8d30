import { gzipSync } from 'node:zlib';
import { GanderError } from '../../platform/errors';
import { createToken } from '../../platform/tokens';
import { runCollector, withPublish } from '../../test/support/running-collector';
import type { RunningCollector, RunningOptions } from '../../test/support/running-collector';

const running: RunningCollector[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((collector) => collector.stop()));
});

async function run(options: RunningOptions = {}): Promise<RunningCollector> {
  const collector = await runCollector(options);
  running.push(collector);
  return collector;
}

const hook = (command: string, more: object = {}) =>
  JSON.stringify({
    session_id: 's-1',
    hook_event_name: 'PreToolUse',
    tool_name: 'Bash',
    tool_input: { command },
    tool_use_id: 'toolu_1',
    ...more,
  });

const JSON_TYPE: Record<string, string> = { 'content-type': 'application/json' };

async function post(
  at: RunningCollector,
  body: string | Uint8Array<ArrayBuffer>,
  { path = '/hooks/claude-code', headers = JSON_TYPE, method = 'POST' } = {},
): Promise<[number, string]> {
  const response = await fetch(`${at.url}${path}`, { method, headers, ...(method === 'POST' ? { body } : {}) });
  return [response.status, await response.text()];
}

test('a hook that is answered is on the stream; the answer decides nothing', async () => {
  const at = await run();
  expect(await post(at, hook('npm test'))).toEqual([200, '{}']);
  const [event] = await at.events();
  expect(event).toMatchObject({
    scope: 'session:claude-code:s-1',
    host: 'test-host',
    source: { dialect: 'claude-code', signal: 'hook', record: 'PreToolUse' },
    phase: 'proposed',
    action: { type: 'exec', command: 'npm test' },
  });
  expect(await at.counted('gander_requests_total', { transport: 'http', signal: 'hooks', status: '200' })).toBe(1);
  expect(await at.counted('gander_records_total', { signal: 'hooks' })).toBe(1);
});

test('sent twice it is the same event; in gzip too', async () => {
  const at = await run();
  await post(at, hook('npm test'));
  const zipped = new Uint8Array(gzipSync(hook('npm test')));
  expect(await post(at, zipped, { headers: { ...JSON_TYPE, 'content-encoding': 'gzip' } })).toEqual([200, '{}']);
  const ids = (await at.events()).map(({ id }) => id);
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
});

test('a hook that tells no act is taken all the same', async () => {
  const at = await run();
  expect(await post(at, JSON.stringify({ hook_event_name: 'Notification' }))).toEqual([200, '{}']);
  expect(await post(at, '{}')).toEqual([200, '{}']);
  expect(await at.events()).toEqual([]);
  expect(await at.counted('gander_records_ignored_total', { dialect: 'claude-code' })).toBe(2);
});

test('secrets are taken out before anything is stored', async () => {
  const at = await run();
  await post(at, hook('aws configure set aws_access_key_id AKIAIOSFODNN7EXAMPLE'));
  const [event] = await at.events();
  expect(JSON.stringify(event)).not.toContain('AKIAIOSFODNN7EXAMPLE');
  expect(event?.secrets?.[0]?.field).toBe('action.command');
});

test('long texts are cut, deep ones flattened, and the act is still told', async () => {
  const at = await run({ limits: { stringBytes: 1_000, depth: 4 } });
  const deep = JSON.parse(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`) as object;
  expect(await post(at, hook(`echo ${'x '.repeat(4_000)}`, { extra: deep }))).toEqual([200, '{}']);
  const [event] = await at.events();
  expect(event?.visibility).toEqual([expect.objectContaining({ field: 'action.command', state: 'truncated' })]);
  expect(await at.counted('gander_record_parts_cut_total', { reason: 'stringBytes' })).toBe(1);
  expect(await at.counted('gander_record_parts_cut_total', { reason: 'depth' })).toBe(1);
});

test.each<[string, number, string, Parameters<typeof post>[2]]>([
  ['no JSON', 400, '{"session_id"', {}],
  ['a list', 400, '[]', {}],
  ['a number', 400, '7', {}],
  ['protobuf', 415, '{}', { headers: { 'content-type': 'application/x-protobuf' } }],
  ['no type', 415, '{}', { headers: { 'content-type': 'text/plain' } }],
  ['an unknown encoding', 415, '{}', { headers: { ...JSON_TYPE, 'content-encoding': 'br' } }],
  ['an unknown agent', 404, '{}', { path: '/hooks/nobody' }],
  ['no agent', 404, '{}', { path: '/hooks/' }],
  ['GET', 405, '', { method: 'GET' }],
  ['an unknown token', 401, '{}', { headers: { ...JSON_TYPE, authorization: 'Bearer gnd_nobody' } }],
  ['too much', 413, `{"a":"${'x'.repeat(3_000)}"}`, {}],
])('%s is answered with %i', async (_what, status, body, how) => {
  const at = await run({ limits: { bodyBytes: 2_000 } });
  expect((await post(at, body, how))[0]).toBe(status);
  expect(await post(at, hook('ls'))).toEqual([200, '{}']);
  expect(await at.events()).toHaveLength(1);
});

test('a token names host and user, whatever the hook says', async () => {
  let token = '';
  const at = await run({
    prepare: (folder) => {
      token = createToken(folder, { name: 'laptop', tenant: 'acme', host: 'laptop-7', user: 'ada' });
    },
  });
  expect((await post(at, hook('ls'), { headers: { ...JSON_TYPE, authorization: `Bearer ${token}` } }))[0]).toBe(200);
  const [event] = await at.events();
  expect(event).toMatchObject({ tenant: 'acme', host: 'laptop-7', user: 'ada', identityBasis: 'token' });
});

test('what is not durable is not answered with 200', async () => {
  const refuse = () => Promise.reject(new GanderError('stream_unavailable', 'not now'));
  const at = await run({ around: (stream) => withPublish(stream, refuse) });
  expect((await post(at, hook('ls')))[0]).toBe(503);
});
