import fc from 'fast-check';
import { RECORDED_AT, SENDER, fixture, tell } from '../../test/support/recorded';
import type {
  Attributes,
  AttributeValue,
  LogRecord,
  Origin,
  SpanRecord,
  TelemetryRecord,
} from '../../contracts/telemetry';
import type { Sender } from '../../contracts/tenant';
import { dialects, fallback } from './catalogue';
import { claudeCode } from './claude-code';
import { normalise } from './normalise';

const AT = RECORDED_AT;
const claude = (resource: Attributes = { 'host.name': 'build-7', 'service.name': 'claude-code' }): Origin => ({
  resource,
  scope: { name: 'com.anthropic.claude_code.events', version: '2', attributes: {} },
});
const here = claude();

function log(attributes: Record<string, AttributeValue>, more: Partial<LogRecord> = {}): LogRecord {
  return {
    kind: 'log',
    origin: here,
    timeUnixNano: BigInt(AT) * 1_000_000n,
    observedUnixNano: 0n,
    severityNumber: 0,
    severityText: '',
    body: '',
    eventName: '',
    attributes: { 'event.name': 'tool_result', tool_name: 'Bash', ...attributes },
    traceId: '',
    spanId: '',
    ...more,
  };
}

function span(name: string, attributes: Record<string, AttributeValue>, more: Partial<SpanRecord> = {}): SpanRecord {
  return {
    kind: 'span',
    origin: here,
    traceId: 'a'.repeat(32),
    spanId: 'b'.repeat(16),
    parentSpanId: '',
    name,
    spanKind: 1,
    startUnixNano: BigInt(AT) * 1_000_000n,
    endUnixNano: BigInt(AT + 5) * 1_000_000n,
    attributes,
    events: [],
    statusCode: 0,
    statusMessage: '',
    ...more,
  };
}

const read = (records: TelemetryRecord[], sender: Sender = SENDER, at = AT) =>
  normalise({ signal: 'logs', records, losses: [] }, sender, at, 'devbox');
const one = (record: TelemetryRecord, sender?: Sender) => read([record], sender).events[0]!;

describe('the id of an event', () => {
  const record = log({ 'session.id': 's', tool_use_id: 't' });

  it('is the same for the same record, whenever it comes', () => {
    expect(one(record).id).toMatch(/^[0-9a-f]{32}$/);
    expect(read([structuredClone(record)], SENDER, AT + 60_000).events[0]?.id).toBe(one(record).id);
  });

  it.each<[string, TelemetryRecord]>([
    ['an attribute', log({ 'session.id': 's', tool_use_id: 'u' })],
    ['the time', { ...record, timeUnixNano: 1n }],
    ['the trace', { ...record, traceId: 'c'.repeat(32) }],
    ['the bytes that came', { ...record, raw: Buffer.from('a') }],
    ['the resource', { ...record, origin: claude({ 'host.name': 'other' }) }],
    ['the scope', { ...record, origin: { ...here, scope: { ...here.scope, version: '3' } } }],
  ])('differs with %s', (_, other) => {
    expect(one(other).id).not.toBe(one(record).id);
  });

  it('rests on the bytes that came, with resource and scope, where they are known', () => {
    const came = { ...record, raw: Buffer.from('a') };
    expect(one({ ...came, raw: Buffer.from('a') }).id).toBe(one(came).id);
    expect(one({ ...came, raw: Buffer.from('b') }).id).not.toBe(one(came).id);
    expect(one({ ...came, origin: claude({ 'host.name': 'other' }) }).id).not.toBe(one(came).id);
  });

  it('differs with the tenant and with the part of the record', () => {
    expect(one(record, { ...SENDER, tenant: 'other' }).id).not.toBe(one(record).id);
    const { events } = tell(fixture('copilot/suspicious-full'));
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  });
});

describe('the scope', () => {
  it('is the session, else the trace, else the host', () => {
    const traceId = 'c'.repeat(32);
    expect(one(log({ 'session.id': 's' }, { traceId })).scope).toBe('session:claude-code:s');
    expect(one(log({}, { traceId })).scope).toBe(`trace:${traceId}`);
    expect(one(log({})).scope).toBe('host:build-7');
  });

  it('does not depend on what else is in the request', () => {
    const traceId = 'c'.repeat(32);
    const bare = log({}, { traceId });
    const { events } = read([log({ 'session.id': 's' }, { traceId }), bare]);
    expect(events[1]).toMatchObject({ scope: one(bare).scope, session: 's' });
    expect(one(bare).session).toBeUndefined();
  });

  it('names no session for a trace of two', () => {
    const traceId = 'c'.repeat(32);
    const two = ['s1', 's2'].map((id) => log({ 'session.id': id }, { traceId }));
    expect(read([...two, log({}, { traceId })]).events[2]?.session).toBeUndefined();
  });

  it('stays short, whatever the session is called', () => {
    const event = one(log({ 'session.id': 'x'.repeat(5_000) }));
    expect(event.scope.length).toBeLessThan(100);
  });
});

describe('who and where', () => {
  it('is claimed by the record, or known by the connection, or unknown', () => {
    expect(one(log({ 'user.email': 'a@b.example' }))).toMatchObject({
      host: 'build-7',
      user: 'a@b.example',
      identityBasis: 'claimed',
    });
    const nowhere = log({}, { origin: claude({}) });
    expect(one(nowhere)).toMatchObject({ host: 'devbox', identityBasis: 'none' });
    expect(one(nowhere, { ...SENDER, loopback: false }).host).toBeUndefined();
  });

  it('is the word of the token where it has one; a claim that differs is kept', () => {
    const token = { ...SENDER, authenticated: true, host: 'build-9', user: 'ann' };
    const event = one(log({ 'user.email': 'eve@b.example' }), token);
    expect(event).toMatchObject({ host: 'build-9', user: 'ann', identityBasis: 'token' });
    expect(event.visibility).toEqual(
      expect.arrayContaining([
        { field: 'host', state: 'contradicted', claimed: 'build-7' },
        { field: 'user', state: 'contradicted', claimed: 'eve@b.example' },
      ]),
    );
  });

  it('is no contradiction for a short host name or a pseudonym', () => {
    const token = { ...SENDER, authenticated: true, host: 'build-7.corp.example', user: 'ann' };
    const event = one(log({ 'user.id': 'f00' }), token);
    expect(event.visibility?.filter(({ state }) => state === 'contradicted')).toEqual([]);
  });
});

describe('time', () => {
  it('is in whole milliseconds, also when a span tells nanoseconds', () => {
    for (const name of ['vercel-ai/7-suspicious-full', 'copilot/suspicious-full', 'claude-code/suspicious-full']) {
      expect(tell(fixture(name)).events.filter(({ at }) => !Number.isInteger(at))).toEqual([]);
    }
  });

  it('is clamped to what is possible, and the claim kept', () => {
    const { events, clamped } = read([
      log({}, { timeUnixNano: 86_400_000_000_000n }),
      log({}, { timeUnixNano: BigInt(Date.UTC(2100, 0)) * 1_000_000n }),
      log({}, { timeUnixNano: 0n }),
    ]);
    expect(events.map(({ at, claimedAt }) => [at - AT, claimedAt])).toEqual([
      [-24 * 3_600_000, 86_400_000],
      [5 * 60_000, Date.UTC(2100, 0)],
      [0, undefined],
    ]);
    expect(clamped).toEqual({ past: 1, future: 1 });
  });
});

describe('records that tell a part', () => {
  const tool = span('claude_code.tool', { tool_name: 'Bash', full_command: 'make', tool_use_id: 't1', agent_id: 'a1' });
  const decided = span(
    'claude_code.tool.blocked_on_user',
    { decision: 'reject', source: 'user_reject' },
    { spanId: 'c'.repeat(16), parentSpanId: tool.spanId },
  );

  it('get the act of their parent span when it is in the request', () => {
    expect(read([decided, tool]).events[0]).toMatchObject({
      phase: 'denied',
      callId: 't1',
      agent: { id: 'a1' },
      action: { type: 'exec', command: 'make' },
    });
  });

  it('say what they know when it is not', () => {
    expect(one(decided)).toMatchObject({ phase: 'denied', action: { type: 'approval', decision: 'reject' } });
  });
});

it('links trace, host and session once a request', () => {
  const traceId = 'c'.repeat(32);
  const { links } = read([log({ 'session.id': 's' }, { traceId }), log({ 'session.id': 's', x: 1 }, { traceId })]);
  expect(links.map(({ kind, child, parent }) => `${kind} ${child} ${parent}`)).toEqual([
    `trace-session trace:${traceId} session:claude-code:s`,
    'session-host session:claude-code:s host:build-7',
  ]);
});

it('loses one record to a failing dialect, and counts it', () => {
  const failing = jest.spyOn(claudeCode, 'read').mockImplementationOnce(() => {
    throw new Error('broken');
  });
  const { events, ignored } = read([log({}), log({ 'session.id': 's' })]);
  failing.mockRestore();
  expect(events).toHaveLength(1);
  expect(ignored).toEqual([{ dialect: 'claude-code', reason: 'failed', count: 1 }]);
});

it('freezes its events', () => {
  expect(Object.isFrozen(one(log({})))).toBe(true);
});

/** Names that some dialect reads, and values of every kind under them. */
const KEYS = [
  'event.name',
  'session.id',
  'tool_name',
  'tool_parameters',
  'tool_input',
  'tool_use_id',
  'decision',
  'success',
  'prompt',
  'response',
  'arguments',
  'output',
  'call_id',
  'conversation.id',
  'function_name',
  'function_args',
  'metadata',
  'prompt_id',
  'mcp_server_name',
  'gen_ai.operation.name',
  'gen_ai.tool.name',
  'gen_ai.tool.call.arguments',
  'gen_ai.tool.call.result',
  'gen_ai.input.messages',
  'gen_ai.output.messages',
  'ai.toolCall.name',
  'ai.toolCall.args',
  'ai.toolCall.result',
  'ai.prompt.messages',
  'tool.name',
  'openinference.span.kind',
  'input.value',
  'output.value',
  'traceloop.span.kind',
  'traceloop.entity.input',
  'type',
  'token_type',
  'langfuse.observation.type',
  'langfuse.observation.input',
  'mcp.method.name',
  'event.kind',
  'status',
  'codex.tool.phase',
];
const NAMES = [
  'tool_result',
  'codex.tool_result',
  'codex.sse_event',
  'gemini_cli.tool_call',
  'qwen-code.tool_call',
  'tool_call',
  'claude_code.tool',
  'qwen-code.tool',
  'Tool.execute',
  'ai.toolCall',
  'ai.streamText.doStream',
  'execute_tool bash',
  'constructor',
  '__proto__',
  'claude_code.token.usage',
  'qwen-code.cpu.usage',
  'gemini_cli.token.usage',
  'system.cpu.time',
  'DCGM_FI_DEV_GPU_UTIL',
];
const SCOPES = [
  'com.anthropic.claude_code.events',
  'codex_otel.log_only',
  'gemini-cli',
  'qwen-code',
  'github.copilot',
  'opencode',
  'ai',
  'gen_ai',
  'langfuse-sdk',
  '@mastra/otel',
  'acme',
];

const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    ...NAMES,
    '{"command":"ls',
    '[{"role":"user","content":[',
    '*** Begin Patch\n*** Add File: a\n+x',
    '…[9 chars]',
    'true',
    '-1',
  ),
  fc.jsonValue().map((value) => JSON.stringify(value)),
);
const values: fc.Arbitrary<AttributeValue> = fc.oneof(
  { weight: 4, arbitrary: texts },
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.uint8Array({ maxLength: 4 }),
  fc.jsonValue({ maxDepth: 3 }).map((value) => value as AttributeValue),
);
const attributes = fc.dictionary(fc.constantFrom(...KEYS), values, { maxKeys: 12 });
const origins = fc.record({
  resource: fc.dictionary(fc.constantFrom('service.name', 'host.name', 'session.id', 'process.owner'), values),
  scope: fc.record({ name: fc.constantFrom(...SCOPES), version: fc.constant(''), attributes: fc.constant({}) }),
});
const nanos = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const ids = fc.constantFrom('', 'a'.repeat(16), 'b'.repeat(32));
const records: fc.Arbitrary<TelemetryRecord> = fc.oneof(
  fc.record({
    kind: fc.constant('log' as const),
    origin: origins,
    timeUnixNano: nanos,
    observedUnixNano: nanos,
    severityNumber: fc.nat(),
    severityText: texts,
    body: values,
    eventName: fc.constantFrom('', ...NAMES),
    attributes,
    traceId: ids,
    spanId: ids,
  }),
  fc.record({
    kind: fc.constant('span' as const),
    origin: origins,
    traceId: ids,
    spanId: ids,
    parentSpanId: ids,
    name: fc.constantFrom(...NAMES),
    spanKind: fc.nat(5),
    startUnixNano: nanos,
    endUnixNano: nanos,
    attributes,
    statusCode: fc.nat(3),
    statusMessage: texts,
    events: fc.array(
      fc.record({ name: fc.constantFrom('tool.output', 'exception'), timeUnixNano: nanos, attributes }),
      { maxLength: 2 },
    ),
  }),
  fc.record({
    kind: fc.constant('metric' as const),
    origin: origins,
    name: fc.constantFrom(...NAMES),
    unit: texts,
    type: fc.constantFrom('gauge' as const, 'sum' as const, 'histogram' as const),
    temporality: fc.constantFrom('gauge' as const, 'delta' as const, 'cumulative' as const, 'unspecified' as const),
    monotonic: fc.boolean(),
    startUnixNano: nanos,
    timeUnixNano: nanos,
    attributes,
    value: fc.double(),
    count: fc.nat(),
  }),
);

it('reads any soup of attributes without a throw, and makes whole events of it', () => {
  fc.assert(
    fc.property(fc.array(records, { maxLength: 6 }), (soup) => {
      for (const record of soup) for (const dialect of [...dialects, fallback]) dialect.read(record);
      const { events, ignored } = read(soup);
      expect(ignored.filter(({ reason }) => reason === 'failed')).toEqual([]);
      for (const event of events) {
        expect(event.id).toMatch(/^[0-9a-f]{32}$/);
        expect(event.scope).toMatch(/^(?:session|trace|host):/);
        expect(Number.isFinite(event.at)).toBe(true);
        expect(JSON.parse(JSON.stringify(event))).toMatchObject({ action: { type: event.action.type } });
      }
    }),
    { numRuns: 400 },
  );
});

test('names stay short, whatever their sender makes of them, and equal ones stay equal', () => {
  const long = 'n'.repeat(50_000);
  const origin = claude({ 'service.name': 'claude-code', 'service.version': long, 'host.name': long });
  const names = { 'session.id': long, tool_use_id: long, 'prompt.id': long, 'user.id': long };
  const records = [1, 2].map((n) => log({ ...names, n, decision_source: long }, { origin }));
  const { events } = normalise({ signal: 'logs', records, losses: [] }, SENDER, AT, 'devbox');
  for (const { action: _, ...event } of events) expect(JSON.stringify(event).length).toBeLessThan(1_500);
  expect(events[0]?.callId).toMatch(/^sha256:/);
  expect(events.map(({ callId }) => callId)).toEqual([events[0]?.callId, events[0]?.callId]);
});
