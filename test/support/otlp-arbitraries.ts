/** Arbitrary OTLP requests for fast-check, each as the decoded records that must come out, and as what goes on the wire in either encoding. */
import fc from 'fast-check';
import type { AttributeValue, Attributes, DecodedRequest, TelemetryRecord } from '../../contracts/telemetry';

/** One thing in its three forms. `wire` is for protobufjs, `json` is OTLP/JSON. */
interface Both<T> {
  decoded: T;
  wire: unknown;
  json: unknown;
}

const both = <T>(decoded: T, wire: unknown, json: unknown = wire): Both<T> => ({ decoded, wire, json });
const bareMap = <T>(entries: readonly (readonly [string, T])[]) =>
  Object.assign(Object.create(null), Object.fromEntries(entries)) as Record<string, T>;

const words = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom('', '__proto__', 'constructor', 'gen_ai.tool.name', 'session.id', 'ü', '日本', '\u0000'),
);
const int64 = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
);
const smallEnum = fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer());
const nanos = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });

const asInt = (value: number | string): Both<number | string> => {
  const number = Number(value);
  const decoded = Number.isSafeInteger(number) ? number : value;
  return both(decoded, String(value), typeof value === 'number' && value % 2 === 0 ? value : String(value));
};

const jsonDouble = (value: number) => (Number.isFinite(value) ? value : String(value));

const anyValue: fc.Memo<Both<AttributeValue>> = fc.memo((depth) => {
  const leaves: fc.Arbitrary<Both<AttributeValue>>[] = [
    words.map((text) => both<AttributeValue>(text, { stringValue: text })),
    fc.boolean().map((flag) => both<AttributeValue>(flag, { boolValue: flag })),
    int64.map((value) => {
      const { decoded, wire, json } = asInt(value);
      return both<AttributeValue>(decoded, { intValue: wire }, { intValue: json });
    }),
    fc
      .double()
      .filter((value) => !Object.is(value, -0))
      .map((value) => both<AttributeValue>(value, { doubleValue: value }, { doubleValue: jsonDouble(value) })),
    fc
      .uint8Array({ maxLength: 20 })
      .map((bytes) =>
        both<AttributeValue>(bytes, { bytesValue: bytes }, { bytesValue: Buffer.from(bytes).toString('base64') }),
      ),
    fc.constant(both<AttributeValue>(null, {})),
  ];
  if (depth <= 1) return fc.oneof(...leaves);
  const inner = anyValue(depth - 1);
  return fc.oneof(
    ...leaves,
    fc.array(inner, { maxLength: 4 }).map((items) =>
      both<AttributeValue>(
        items.map((item) => item.decoded),
        { arrayValue: { values: items.map((item) => item.wire) } },
        { arrayValue: { values: items.map((item) => item.json) } },
      ),
    ),
    keyValues(inner).map((map) =>
      both<AttributeValue>(
        map.decoded as never,
        { kvlistValue: { values: map.wire } },
        { kvlistValue: { values: map.json } },
      ),
    ),
  );
});

function keyValues(value: fc.Arbitrary<Both<AttributeValue>>): fc.Arbitrary<Both<Attributes>> {
  return fc.uniqueArray(fc.tuple(words, value), { selector: ([key]) => key, maxLength: 6 }).map((entries) => {
    const list = (form: 'wire' | 'json') => entries.map(([key, item]) => ({ key, value: item[form] }));
    return both<Attributes>(bareMap(entries.map(([key, item]) => [key, item.decoded])), list('wire'), list('json'));
  });
}

const attributes = keyValues(anyValue(3));

const id = (size: 8 | 16): fc.Arbitrary<Both<string>> =>
  fc.oneof(
    fc.constant(both('', new Uint8Array(0), '')),
    fc.uint8Array({ minLength: size, maxLength: size }).map((bytes) => {
      const hex = Buffer.from(bytes).toString('hex');
      const decoded = /^0+$/.test(hex) ? '' : hex;
      return both(decoded, bytes, bytes[0]! % 2 === 0 ? hex.toUpperCase() : hex);
    }),
  );

/** Fields by their OTLP name to the three forms of a message; `rename` gives the decoded field where it has another name. */
function message(
  fields: Record<string, Both<unknown>>,
  rename: Record<string, string> = {},
): Both<Record<string, unknown>> {
  const of = (form: keyof Both<unknown>, names: Record<string, string>) =>
    Object.fromEntries(Object.entries(fields).map(([name, field]) => [names[name] ?? name, field[form]]));
  return both(of('decoded', rename), of('wire', {}), of('json', {}));
}

const plain = <T>(value: T) => both(value, value);
const time = nanos.map((value) => both(value, value.toString()));
const text = words.map(plain);
const kind = smallEnum.map(plain);

const spanEvent = fc.record({ name: text, timeUnixNano: time, attributes }).map((fields) => message(fields));

const span = fc
  .record({
    traceId: id(16),
    spanId: id(8),
    parentSpanId: id(8),
    name: text,
    kind,
    startTimeUnixNano: time,
    endTimeUnixNano: time,
    attributes,
    events: fc.array(spanEvent, { maxLength: 3 }).map(list),
    status: fc.record({ code: kind, message: text }).map((fields) => message(fields)),
  })
  .map((fields) => {
    const renamed = { kind: 'spanKind', startTimeUnixNano: 'startUnixNano', endTimeUnixNano: 'endUnixNano' };
    const { decoded, wire, json } = message(fields, renamed);
    const { status, ...rest } = decoded as { status: { code: number; message: string } };
    return both([{ kind: 'span', ...rest, statusCode: status.code, statusMessage: status.message }], wire, json);
  });

const log = fc
  .record({
    timeUnixNano: time,
    observedTimeUnixNano: time,
    severityNumber: kind,
    severityText: text,
    body: anyValue(3),
    eventName: text,
    attributes,
    traceId: id(16),
    spanId: id(8),
  })
  .map((fields) => {
    const { decoded, wire, json } = message(fields, { observedTimeUnixNano: 'observedUnixNano' });
    return both([{ kind: 'log', ...decoded }], wire, json);
  });

function list(items: readonly Both<unknown>[]): Both<unknown[]> {
  return both(
    items.map((item) => item.decoded),
    items.map((item) => item.wire),
    items.map((item) => item.json),
  );
}

const numberPoint = fc
  .record({
    start: time,
    time,
    attributes,
    value: fc.double().filter((value) => !Object.is(value, -0)),
    recorded: fc.boolean(),
  })
  .map((point) => {
    const decoded = point.recorded ? point.value : NaN;
    const wire = (form: 'wire' | 'json') => ({
      startTimeUnixNano: point.start[form],
      timeUnixNano: point.time[form],
      attributes: point.attributes[form],
      asDouble: form === 'json' ? jsonDouble(point.value) : point.value,
      flags: point.recorded ? 0 : 1,
    });
    return both({ ...pointBase(point), value: decoded }, wire('wire'), wire('json'));
  });

const countedPoint = fc
  .record({
    start: time,
    time,
    attributes,
    count: fc.maxSafeInteger().map(Math.abs),
    sum: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0))),
  })
  .map((point) => {
    const wire = (form: 'wire' | 'json') => ({
      startTimeUnixNano: point.start[form],
      timeUnixNano: point.time[form],
      attributes: point.attributes[form],
      count: String(point.count),
      ...(point.sum === null ? {} : { sum: point.sum }),
    });
    return both({ ...pointBase(point), value: point.sum ?? NaN, count: point.count }, wire('wire'), wire('json'));
  });

const pointBase = (point: { start: Both<bigint>; time: Both<bigint>; attributes: Both<Attributes> }) => ({
  startUnixNano: point.start.decoded,
  timeUnixNano: point.time.decoded,
  attributes: point.attributes.decoded,
});

const TEMPORALITIES = ['unspecified', 'delta', 'cumulative'] as const;

const metric = fc
  .record({
    name: text,
    unit: text,
    type: fc.constantFrom('gauge', 'sum', 'histogram', 'exponentialHistogram'),
    temporality: fc.constantFrom(0, 1, 2),
    monotonic: fc.boolean(),
    numbers: fc.array(numberPoint, { maxLength: 3 }),
    counted: fc.array(countedPoint, { maxLength: 3 }),
  })
  .map(({ name, unit, type, temporality, monotonic, numbers, counted }) => {
    const points: Both<object>[] = type === 'gauge' || type === 'sum' ? numbers : counted;
    const head = {
      kind: 'metric',
      name: name.decoded,
      unit: unit.decoded,
      type,
      temporality: type === 'gauge' ? 'gauge' : TEMPORALITIES[temporality],
      monotonic: type === 'sum' && monotonic,
    };
    const wire = (form: 'wire' | 'json') => ({
      name: name[form],
      unit: unit[form],
      [type]: {
        dataPoints: points.map((point) => point[form]),
        ...(type === 'gauge' ? {} : { aggregationTemporality: temporality }),
        ...(type === 'sum' ? { isMonotonic: monotonic } : {}),
      },
    });
    return both(
      points.map((point) => ({ ...head, ...point.decoded })),
      wire('wire'),
      wire('json'),
    );
  });

const NAMES = {
  traces: ['resourceSpans', 'scopeSpans', 'spans'],
  logs: ['resourceLogs', 'scopeLogs', 'logRecords'],
  metrics: ['resourceMetrics', 'scopeMetrics', 'metrics'],
} as const;

const RECORDS: Record<DecodedRequest['signal'], fc.Arbitrary<Both<object[]>>> = {
  traces: span,
  logs: log,
  metrics: metric,
};

/** An arbitrary export request of the signal. */
export function arbitraryRequest(
  signal: DecodedRequest['signal'],
): fc.Arbitrary<{ decoded: TelemetryRecord[]; wire: object; json: object }> {
  const [groups, scopes, records] = NAMES[signal];
  const scopeGroup = fc.record({
    scope: fc.record({ name: text, version: text, attributes }).map((fields) => message(fields)),
    items: fc.array(RECORDS[signal], { maxLength: 3 }),
  });
  const group = fc.record({ resource: attributes, scopes: fc.array(scopeGroup, { maxLength: 2 }) });
  return fc.array(group, { maxLength: 2 }).map((all) => {
    const form = (as: 'wire' | 'json') => ({
      [groups]: all.map((one) => ({
        resource: { attributes: one.resource[as] },
        [scopes]: one.scopes.map(({ scope, items }) => ({
          scope: scope[as],
          [records]: items.map((item) => item[as]),
        })),
      })),
    });
    const decoded = all.flatMap((one) =>
      one.scopes.flatMap(({ scope, items }) =>
        items.flatMap((item) =>
          item.decoded.map((record) => ({
            ...record,
            origin: { resource: one.resource.decoded, scope: scope.decoded },
          })),
        ),
      ),
    );
    return { decoded: decoded as unknown as TelemetryRecord[], wire: form('wire'), json: form('json') };
  });
}
