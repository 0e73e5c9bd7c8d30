/** Bad bodies: compression, encodings, and OTLP that is broken, odd or too much. */
import { deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { INSTANCE_ATTRIBUTE, INSTANCE_ID } from '../../../platform/instance';
import {
  JSON_TYPE,
  PROTOBUF,
  goodSpan,
  nestedValue,
  oneLog,
  oneSpan,
  post,
  postGzip,
  postLogJson,
  postLogs,
  postSpanJson,
  tracesAt,
  wireLog,
} from './bad-input';
import type { BadInput, Reply, Targets } from './bad-input';
import { encodeOtlp } from '../otlp-proto';

const GOOD = wireLog({ body: { stringValue: 'hello '.repeat(50) }, severityText: 'INFO' });
const MEBIBYTE = 1024 * 1024;
const encoded = (encoding: string) => ({ ...PROTOBUF, 'content-encoding': encoding });
const cut = (bytes: Buffer, by = 5) => bytes.subarray(0, bytes.length - by);

const compression: BadInput[] = [
  {
    input: 'gzip, cut off',
    status: '400',
    says: 'no whole gzip',
    send: postLogs(cut(gzipSync(GOOD)), encoded('gzip')),
  },
  { input: 'gzip announced, plain sent', status: '400', says: 'no whole gzip', send: postLogs(GOOD, encoded('gzip')) },
  {
    input: 'gzip with something else behind it',
    status: '400',
    says: 'no whole gzip',
    send: postLogs(Buffer.concat([gzipSync(GOOD), Buffer.from('more')]), encoded('gzip')),
  },
  {
    input: 'zstd, cut off',
    status: '400',
    says: 'no whole zstd',
    send: postLogs(cut(zstdCompressSync(GOOD)), encoded('zstd')),
  },
  {
    input: 'deflate, cut off',
    status: '400',
    says: 'no whole deflate',
    send: postLogs(cut(deflateSync(GOOD)), encoded('deflate')),
  },
  { input: 'deflate without its zlib header', status: '200', send: postLogs(deflateRawSync(GOOD), encoded('deflate')) },
  { input: 'zstd', status: '200', send: postLogs(zstdCompressSync(GOOD), encoded('zstd')) },
  {
    input: 'a gzip bomb',
    status: '413',
    says: 'collector.limits.inflatedBytes',
    send: (targets) => postGzip(Buffer.alloc(64 * MEBIBYTE))(targets),
  },
  {
    input: 'a zstd bomb',
    status: '413',
    says: 'collector.limits.inflatedBytes',
    send: (targets) => postLogs(zstdCompressSync(Buffer.alloc(64 * MEBIBYTE)), encoded('zstd'))(targets),
  },
  {
    input: 'an attribute of 100 MB, compressed',
    status: '413',
    says: 'collector.limits.inflatedBytes',
    send: (targets) => postGzip(JSON.stringify(oneLog({ body: { stringValue: 'a'.repeat(100_000_000) } })))(targets),
  },
  {
    input: 'gzip twice',
    status: '415',
    says: 'Content-Encoding must be',
    send: postLogs(gzipSync(gzipSync(GOOD)), encoded('gzip, gzip')),
  },
  {
    input: 'an encoding that is not taken',
    status: '415',
    says: 'Content-Encoding must be',
    send: postLogs(GOOD, encoded('br')),
  },
  { input: 'no content type', status: '415', says: 'Content-Type must be', send: postLogs(GOOD, {}) },
  {
    input: 'a wrong content type',
    status: '415',
    says: 'Content-Type must be',
    send: postLogs(GOOD, { 'content-type': 'text/plain' }),
  },
  {
    input: 'a content type with parameters',
    status: '200',
    send: postLogs(JSON.stringify(oneLog({})), { 'content-type': 'Application/JSON; charset=utf-8' }),
  },
];

/** Posts the good span cut off at every 7th byte; the worst status of them all. */
async function everyCut(targets: Targets): Promise<Reply> {
  const {
    traceId: _,
    spanId: __,
    ...span
  } = goodSpan('cut').resourceSpans[0]!.scopeSpans[0]!.spans[0] as Record<string, unknown>;
  const whole = encodeOtlp('traces', oneSpan(span));
  let worst: Reply = { status: '200' };
  for (let length = 1; length < whole.length; length += 7) {
    const reply = await postTraces(whole.subarray(0, length))(targets);
    if (reply.status > worst.status) worst = reply;
  }
  return worst;
}

const postTraces =
  (body: Buffer) =>
  (targets: Targets): Promise<Reply> =>
    post(tracesAt(targets.plain), PROTOBUF, body);

const encodings: BadInput[] = [
  { input: 'an empty body', status: '200', send: postLogs('', PROTOBUF) },
  { input: 'an empty JSON object', status: '200', send: postLogs('{}', JSON_TYPE) },
  { input: 'an empty JSON body', status: '400', says: 'JSON: the text is broken', send: postLogs('', JSON_TYPE) },
  { input: 'protobuf cut off at any byte', status: '400', says: 'protobuf:', send: everyCut },
  { input: 'protobuf sent as JSON', status: '400', says: 'JSON: the text is broken', send: postLogs(GOOD, JSON_TYPE) },
  { input: 'JSON sent as protobuf', status: '400', says: 'protobuf:', send: postLogs('{"resourceLogs":[]}', PROTOBUF) },
  {
    input: 'a varint of 11 bytes',
    status: '400',
    says: 'more than 10 bytes',
    send: postLogs(Buffer.from('ff'.repeat(10) + '01', 'hex'), PROTOBUF),
  },
  {
    input: 'a length that runs past the end',
    status: '400',
    says: 'runs past its message',
    send: postLogs(Buffer.from('0aff7f', 'hex'), PROTOBUF),
  },
  {
    input: 'JSON cut off',
    status: '400',
    says: 'JSON: the text is broken',
    send: postLogs('{"resourceLogs":[{', JSON_TYPE),
  },
  {
    input: 'a list where an object belongs',
    status: '400',
    says: 'resourceLogs must be an object',
    send: postLogs(`{"resourceLogs":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, JSON_TYPE),
  },
  {
    input: 'JSON nested 50,000 deep in an unknown field',
    status: '200',
    send: postLogs(`{"x":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, JSON_TYPE),
  },
];

const attributes = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ key: `k${index}`, value: { intValue: index } }));

const tooMuch: BadInput[] = [
  {
    input: 'JSON values nested too deep',
    status: '200',
    says: 'collector.limits.depth',
    send: postLogs(
      `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":${'{"arrayValue":{"values":['.repeat(5_000)}{}${']}}'.repeat(5_000)}}]}]}]}`,
      JSON_TYPE,
    ),
  },
  {
    input: 'protobuf values nested too deep',
    status: '200',
    says: 'collector.limits.depth',
    send: postLogs(nestedValue(2_000), PROTOBUF),
  },
  {
    input: 'a text over the limit',
    status: '200',
    says: '1 texts cut at the limit collector.limits.stringBytes',
    send: postLogs(wireLog({ body: { stringValue: 'a'.repeat(20_000) } }), PROTOBUF),
  },
  {
    input: 'too many attributes on one record',
    status: '200',
    says: '936 attributes over the limit collector.limits.attributes',
    send: postLogs(wireLog({ attributes: attributes(1_000) }), PROTOBUF),
  },
  {
    input: 'too many elements in one record',
    status: '200',
    says: 'collector.limits.values',
    send: postLogJson({ body: { arrayValue: { values: attributes(1_000).map(({ value }) => value) } } }),
  },
  {
    input: 'too many records',
    status: '200',
    says: '50 records over the limit collector.limits.records',
    send: postLogs(JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: Array(150).fill({}) }] }] }), JSON_TYPE),
  },
];

const nanos = (date: string) => `${Date.parse(date)}000000`;

const odd: BadInput[] = [
  {
    input: 'ids of the wrong length, in base64, or no hex',
    status: '200',
    says: '3 trace or span ids of the wrong form left out',
    send: postSpanJson({ traceId: 'abc', spanId: 'AAECAwQFBgc=', parentSpanId: 'zzzzzzzzzzzzzzzz' }),
  },
  {
    input: 'ids missing, empty, null or all zero',
    status: '200',
    send: postSpanJson({ traceId: '', spanId: null, parentSpanId: '0000000000000000' }),
  },
  {
    input: 'a clock in 1970',
    status: '200',
    send: postLogJson({ timeUnixNano: nanos('1970-01-02'), body: { stringValue: 'early' } }),
  },
  {
    input: 'a clock in 2100',
    status: '200',
    send: postLogJson({ timeUnixNano: nanos('2100-01-01'), body: { stringValue: 'late' } }),
  },
  {
    input: 'a time in words',
    status: '400',
    says: 'logRecord.timeUnixNano must be a whole number',
    send: postLogJson({ timeUnixNano: 'yesterday' }),
  },
  { input: 'unknown enum numbers', status: '200', send: postSpanJson({ kind: 99, status: { code: 77 } }) },
  {
    input: 'an enum by its name',
    status: '400',
    says: 'span.kind must be a whole number',
    send: postSpanJson({ kind: 'SPAN_KIND_INTERNAL' }),
  },
  { input: 'an empty AnyValue', status: '200', send: postLogJson({ body: {}, attributes: [{ key: 'k', value: {} }] }) },
  { input: 'a body of null', status: '200', send: postLogJson({ body: null, attributes: null }) },
  {
    input: 'bytes that are no UTF-8 in a text',
    status: '200',
    send: postLogs(Buffer.from('0a0c120a12082a060a0461fffe62', 'hex'), PROTOBUF),
  },
  {
    input: 'control characters in a text',
    status: '200',
    send: postLogJson({ body: { stringValue: '\u0000\u001b[2J\u2028' } }),
  },
  {
    input: 'an integer beyond 64 bits',
    status: '400',
    says: 'logRecord.body.intValue must be within signed 64 bits',
    send: postLogJson({ body: { intValue: '9223372036854775808' } }),
  },
  {
    input: 'the key `__proto__`',
    status: '200',
    send: postLogJson({
      attributes: [
        { key: '__proto__', value: { kvlistValue: { values: [{ key: 'polluted', value: { boolValue: true } }] } } },
      ],
    }),
  },
  {
    input: "Gander's own telemetry",
    status: '200',
    send: postLogs(
      JSON.stringify({
        resourceLogs: [
          {
            resource: { attributes: [{ key: INSTANCE_ATTRIBUTE, value: { stringValue: INSTANCE_ID } }] },
            scopeLogs: [{ logRecords: [{}] }],
          },
        ],
      }),
      JSON_TYPE,
    ),
  },
];

export const BAD_BODIES: readonly BadInput[] = [...compression, ...encodings, ...tooMuch, ...odd];
