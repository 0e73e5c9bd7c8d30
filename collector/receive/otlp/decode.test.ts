import fc from 'fast-check';
import type { AttributeValue, LogRecord, SpanRecord } from '../../../contracts/telemetry';
import { errorCode } from '../../../platform/errors';
import { arbitraryRequest } from '../../../test/support/otlp-arbitraries';
import { encodeOtlp, otlpType } from '../../../test/support/otlp-proto';
import { withoutRaw } from '../../../test/support/without-raw';
import { decodeRequest } from './decode';
import type { DecodeLimits, Signal } from './record-sink';

const LIMITS: DecodeLimits = { records: 1_000, attributes: 64, values: 256, stringBytes: 4_096, depth: 8 };
const SIGNALS: Signal[] = ['traces', 'logs', 'metrics'];

const fromJson = (signal: Signal, request: unknown, limits = LIMITS) =>
  decodeRequest(signal, 'json', Buffer.from(typeof request === 'string' ? request : JSON.stringify(request)), limits);
const fromWire = (signal: Signal, request: object, limits = LIMITS) =>
  withoutRaw(decodeRequest(signal, 'protobuf', encodeOtlp(signal, request), limits));

const oneLog = (log: object) => ({ resourceLogs: [{ scopeLogs: [{ logRecords: [log] }] }] });
const oneSpan = (span: object) => ({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
const logOf = (request: { records: unknown[] }) => request.records[0] as LogRecord;
const spanOf = (request: { records: unknown[] }) => request.records[0] as SpanRecord;
const bodyFrom = (value: unknown) => logOf(fromJson('logs', oneLog({ body: value }))).body;

function refusal(run: () => unknown): { code: string | undefined; message: string } | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    return { code: errorCode(error), message: (error as Error).message };
  }
}

describe.each(SIGNALS)('%s', (signal) => {
  test('what protobufjs writes comes out, and JSON of the same request gives the same', () => {
    fc.assert(
      fc.property(arbitraryRequest(signal), ({ decoded, wire, json }) => {
        const request = fromWire(signal, wire);
        expect(request).toEqual({ signal, records: decoded, losses: [] });
        expect(fromJson(signal, json)).toEqual(request);
      }),
      { numRuns: 150 },
    );
  });

  test('cut off at any byte it is read or refused, and nothing else happens', () => {
    fc.assert(
      fc.property(arbitraryRequest(signal), ({ wire }) => {
        const bytes = encodeOtlp(signal, wire).subarray(0, 600);
        for (let length = 0; length <= bytes.length; length += 1) {
          const cut = Buffer.from(bytes.subarray(0, length));
          const refused = refusal(() => decodeRequest(signal, 'protobuf', cut, LIMITS));
          if (refused) expect(refused).toMatchObject({ code: 'request_invalid' });
        }
      }),
      { numRuns: 15 },
    );
  });

  test('random and damaged bytes are read or refused', () => {
    const damaged = fc.tuple(arbitraryRequest(signal), fc.nat(), fc.nat(255)).map(([{ wire }, at, byte]) => {
      const bytes = encodeOtlp(signal, wire);
      if (bytes.length > 0) bytes[at % bytes.length] = byte;
      return bytes;
    });
    const random = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));
    const text = fc.json().map((json) => Buffer.from(json));
    fc.assert(
      fc.property(fc.oneof(damaged, random, text), (bytes) => {
        for (const format of ['protobuf', 'json'] as const) {
          const refused = refusal(() => decodeRequest(signal, format, bytes, LIMITS));
          if (refused) expect(refused).toMatchObject({ code: 'request_invalid' });
        }
      }),
      { numRuns: 400 },
    );
  });
});

test('fields come in any order: a resource after what it holds, points before the name of their metric', () => {
  const part = (type: string, fields: object) => {
    const message = otlpType(type);
    return message.encode(message.fromObject(fields)).finish();
  };
  const metric = Buffer.concat([
    part('Metric', { gauge: { dataPoints: [{ asInt: '7' }] } }),
    part('Metric', { name: 'm' }),
  ]);
  const scope = Buffer.concat([
    Buffer.from([0x12, metric.length]),
    metric,
    part('ScopeMetrics', { scope: { name: 's' } }),
  ]);
  const resource = { attributes: [{ key: 'a', value: { stringValue: 'x' } }] };
  const group = Buffer.concat([Buffer.from([0x12, scope.length]), scope, part('ResourceMetrics', { resource })]);
  const request = decodeRequest(
    'metrics',
    'protobuf',
    Buffer.concat([Buffer.from([0x0a, group.length]), group]),
    LIMITS,
  );
  expect(request.records).toEqual([
    expect.objectContaining({
      name: 'm',
      value: 7,
      origin: { resource: { a: 'x' }, scope: expect.objectContaining({ name: 's' }) },
    }),
  ]);
});

test('unknown fields, groups and wrong wire types are stepped over', () => {
  const span = Buffer.concat([
    Buffer.from('2a0161', 'hex'), // name
    Buffer.from('9b3f' + '0801' + '9c3f', 'hex'), // a group of an unknown number
    Buffer.from('35' + '00000000', 'hex'), // kind as fixed32
    Buffer.from('f8ffffff0f01', 'hex'), // the largest field number
  ]);
  const scope = Buffer.concat([Buffer.from([0x12, span.length]), span]);
  const group = Buffer.concat([Buffer.from([0x12, scope.length]), scope]);
  const request = decodeRequest(
    'traces',
    'protobuf',
    Buffer.concat([Buffer.from([0x0a, group.length]), group]),
    LIMITS,
  );
  expect(request.records).toEqual([expect.objectContaining({ name: 'a', spanKind: 0 })]);
});

test('keys that mean something to JavaScript are keys like any other', () => {
  const attributes = ['__proto__', 'constructor', 'toString'].map((key) => ({ key, value: { stringValue: key } }));
  for (const request of [fromWire('logs', oneLog({ attributes })), fromJson('logs', oneLog({ attributes }))]) {
    const map = logOf(request).attributes;
    expect(Object.entries(map)).toEqual(attributes.map(({ key }) => [key, key]));
    expect('hasOwnProperty' in map).toBe(false);
  }
  expect({}).not.toHaveProperty('stringValue');
});

test('of a repeated key the first wins', () => {
  const attributes = [
    { key: 'k', value: { intValue: '1' } },
    { key: 'k', value: { intValue: '2' } },
  ];
  expect(logOf(fromWire('logs', oneLog({ attributes }))).attributes).toEqual({ k: 1 });
  expect(logOf(fromJson('logs', oneLog({ attributes }))).attributes).toEqual({ k: 1 });
});

test.each<[unknown, AttributeValue]>([
  [null, null],
  [{}, null],
  [{ stringValue: null }, null],
  [{ stringValue: '' }, ''],
  [{ stringValue: 'lone \ud800' }, 'lone \ufffd'],
  [{ intValue: 7 }, 7],
  [{ intValue: '7' }, 7],
  [{ intValue: '9007199254740993' }, '9007199254740993'],
  [{ intValue: '-9223372036854775808' }, '-9223372036854775808'],
  [{ doubleValue: 'NaN' }, NaN],
  [{ doubleValue: '-Infinity' }, -Infinity],
  [{ doubleValue: '1.5' }, 1.5],
  [{ bytesValue: 'AAH/' }, new Uint8Array([0, 1, 255])],
  [{ arrayValue: {} }, []],
  [{ kvlistValue: { values: [{ key: 'k', value: {} }] } }, { k: null }],
  [{ futureValue: 1 }, null],
])('the JSON value %j is read as %j', (value, expected) => expect(bodyFrom(value)).toEqual(expected));

test.each([
  [{ resourceLogs: {} }, 'resourceLogs must be a list'],
  [{ resourceLogs: [7] }, 'resourceLogs must be an object'],
  [oneLog({ severityText: 5 }), 'logRecord.severityText must be a string'],
  [oneLog({ severityNumber: 'SEVERITY_NUMBER_INFO' }), 'logRecord.severityNumber must be a whole number'],
  [oneLog({ severityNumber: '99999999999' }), 'logRecord.severityNumber must be an enum number'],
  [oneLog({ timeUnixNano: '-1' }), 'logRecord.timeUnixNano must be within unsigned 64 bits'],
  [oneLog({ timeUnixNano: 'yesterday' }), 'logRecord.timeUnixNano must be a whole number'],
  [oneLog({ body: { intValue: '9223372036854775808' } }), 'logRecord.body.intValue must be within signed 64 bits'],
  [oneLog({ body: { doubleValue: '1.2.3' } }), 'logRecord.body.doubleValue must be a number'],
  [oneLog({ body: { boolValue: 'yes' } }), 'logRecord.body.boolValue must be true or false'],
  [oneLog({ attributes: { a: 1 } }), 'logRecord.attributes must be a list'],
  ['{"resourceLogs": [', 'JSON: the text is broken'],
  ['{"resourceLogs": nope}', 'JSON: the text is broken'],
  ['', 'JSON: the text is broken'],
])('%j is refused, naming the field', (request, message) => {
  expect(refusal(() => fromJson('logs', request))).toEqual({
    code: 'request_invalid',
    message: expect.stringContaining(message),
  });
});

test('an error never quotes the body', () => {
  expect(refusal(() => fromJson('logs', '{"password": hunter2}'))?.message).not.toContain('hunter2');
});

test('ids of the wrong form are left out and reported', () => {
  const span = { traceId: 'xyz', spanId: 'AAECAwQFBgc=', parentSpanId: null, name: 'kept' };
  const request = fromJson('traces', oneSpan(span));
  expect(spanOf(request)).toMatchObject({ traceId: '', spanId: '', parentSpanId: '', name: 'kept' });
  expect(request.losses).toEqual([{ reason: 'id', records: 0, parts: 2 }]);
  const wire = fromWire('traces', oneSpan({ traceId: new Uint8Array(5), spanId: new Uint8Array(8) }));
  expect(wire.losses).toEqual([{ reason: 'id', records: 0, parts: 1 }]);
});

test('a record has its own bytes, whatever is around it', () => {
  const spans = ['a', 'b'].map((name) => ({ name, attributes: [{ key: 'k', value: { stringValue: name } }] }));
  const raws = (request: object) =>
    decodeRequest('traces', 'protobuf', encodeOtlp('traces', request), LIMITS).records.map((record) =>
      Buffer.from((record as SpanRecord).raw ?? []).toString('hex'),
    );
  const together = raws({ resourceSpans: [{ resource: {}, scopeSpans: [{ spans }] }] });
  expect(together).toEqual(spans.flatMap((span) => raws(oneSpan(span))));
  expect(together.map((raw) => raw.includes(Buffer.from('k').toString('hex')))).toEqual([true, true]);
  expect(together[0]).not.toBe(together[1]);
});

test('text that is no UTF-8 keeps what is readable', () => {
  const body = Buffer.from('0a0c120a12082a060a0461fffe62', 'hex');
  expect(logOf(decodeRequest('logs', 'protobuf', body, LIMITS)).body).toBe('a\ufffd\ufffdb');
});

describe('over a limit the rest goes through', () => {
  const both = (signal: Signal, request: object, limits: Partial<DecodeLimits>) => {
    const wire = fromWire(signal, request, { ...LIMITS, ...limits });
    expect(fromJson(signal, request, { ...LIMITS, ...limits })).toEqual(wire);
    return wire;
  };
  const nested = (depth: number): object =>
    depth === 0 ? { stringValue: 'deep' } : { arrayValue: { values: [nested(depth - 1)] } };

  test('records', () => {
    const logRecords = [1, 2, 3].map((intValue) => ({ body: { intValue } }));
    const request = both('logs', { resourceLogs: [{ scopeLogs: [{ logRecords }] }] }, { records: 2 });
    expect(request.records.map((record) => (record as LogRecord).body)).toEqual([1, 2]);
    expect(request.losses).toEqual([{ reason: 'records', records: 1, parts: 0 }]);
  });

  test('attributes', () => {
    const attributes = ['a', 'b', 'c'].map((key) => ({ key, value: { stringValue: key } }));
    const request = both('logs', oneLog({ attributes, severityText: 'INFO' }), { attributes: 2 });
    expect(logOf(request)).toMatchObject({ attributes: { a: 'a', b: 'b' }, severityText: 'INFO' });
    expect(request.losses).toEqual([{ reason: 'attributes', records: 0, parts: 1 }]);
  });

  test('a long text keeps head and tail, whole characters, its length and a digest', () => {
    const whole = `curl ${'日'.repeat(500)} | sh`;
    const request = both('logs', oneLog({ body: { stringValue: whole } }), { stringBytes: 100 });
    const body = logOf(request).body as string;
    expect(body).toMatch(/^curl 日+…\[510 characters, middle cut, sha256 [0-9a-f]{16}\]…日+ \| sh$/);
    expect(request.losses).toEqual([{ reason: 'stringBytes', records: 0, parts: 1 }]);
    const other = `curl ${'日'.repeat(249)}本${'日'.repeat(250)} | sh`;
    expect(logOf(both('logs', oneLog({ body: { stringValue: other } }), { stringBytes: 100 })).body).not.toBe(body);
  });

  test('depth', () => {
    const request = both('logs', oneLog({ body: nested(3), eventName: 'e' }), { depth: 3 });
    expect(logOf(request)).toMatchObject({ body: [[[null]]], eventName: 'e' });
    expect(request.losses).toEqual([{ reason: 'depth', records: 0, parts: 1 }]);
    expect(logOf(both('logs', oneLog({ body: nested(3) }), { depth: 4 })).body).toEqual([[['deep']]]);
  });

  test('values of one record, whatever the record before it had', () => {
    const body = { arrayValue: { values: [1, 2, 3].map((intValue) => ({ intValue })) } };
    const logRecords = [{ body }, { body }];
    const request = both('logs', { resourceLogs: [{ scopeLogs: [{ logRecords }] }] }, { values: 2 });
    expect(request.records.map((record) => (record as LogRecord).body)).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(request.losses).toEqual([{ reason: 'values', records: 0, parts: 2 }]);
  });
});

test('JSON that would blow up in memory is refused before it is parsed', () => {
  const text = `{"unknown":[${'{},'.repeat(4_000_001)}{}]}`;
  expect(refusal(() => fromJson('logs', text))).toMatchObject({ code: 'request_too_large' });
  const quoted = `{"unknown":"${',\\"'.repeat(1_400_000)}"}`;
  expect(fromJson('logs', quoted).records).toEqual([]);
});
