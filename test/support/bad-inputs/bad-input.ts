/** One row of the table of bad inputs: what is sent, and what must come back. `docs/limits.md` is made of these rows. */
import { gzipSync } from 'node:zlib';
import { encodeOtlp, otlpType } from '../otlp-proto';
import type { RunningCollector } from '../running-collector';

export interface Targets {
  /** With small limits, on the loopback; a token exists, but none is needed. */
  plain: RunningCollector;
  /** Reached from elsewhere: a token is needed. */
  guarded: RunningCollector;
  /** Its stream takes no writes. */
  stuck: RunningCollector;
}

export interface Reply {
  /** HTTP status, gRPC status, or `closed` when the connection was ended without an answer. */
  status: string;
  /** What the answer says: the partial success, or the reason of a refusal. */
  says?: string;
}

export interface BadInput {
  input: string;
  status: string;
  /** Must be in what the answer says; printed in the documentation. */
  says?: string;
  send(targets: Targets): Promise<Reply>;
}

/** The limits of the collector under test: small, so that a test reaches them quickly. */
export const SMALL = {
  bodyBytes: 1024 * 1024,
  inflatedBytes: 4 * 1024 * 1024,
  records: 100,
  attributes: 64,
  values: 256,
  stringBytes: 8 * 1024,
  depth: 8,
  headersTimeoutMs: 400,
  requestTimeoutMs: 800,
};

export const PROTOBUF = { 'content-type': 'application/x-protobuf' };
export const JSON_TYPE = { 'content-type': 'application/json' };

export const oneLog = (log: object) => ({ resourceLogs: [{ scopeLogs: [{ logRecords: [log] }] }] });
export const oneSpan = (span: object) => ({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });

/** A span of a shell command that every reader of the table would see on the stream. */
export const goodSpan = (command: string) =>
  oneSpan({
    traceId: '5b8efff798038103d269b633813fc60c',
    spanId: 'eee19b7ec3c1b174',
    name: 'execute_tool',
    startTimeUnixNano: String(BigInt(Date.now()) * 1_000_000n),
    attributes: Object.entries({
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'bash',
      'gen_ai.tool.call.id': `call_${command.length}`,
      'gen_ai.tool.call.arguments': JSON.stringify({ command }),
    }).map(([key, stringValue]) => ({ key, value: { stringValue } })),
  });

/** The bytes of a log request in protobuf. */
export const wireLog = (log: object) => encodeOtlp('logs', oneLog(log));

export async function post(
  url: string,
  headers: Record<string, string>,
  body: Buffer | string,
  method = 'POST',
): Promise<Reply> {
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const response = await fetch(url, {
    method,
    headers,
    ...(hasBody ? { body: typeof body === 'string' ? body : new Uint8Array(body) } : {}),
  });
  const answer = Buffer.from(await response.arrayBuffer());
  const type = response.headers.get('content-type') ?? '';
  return { status: String(response.status), says: wordsOf(answer, type) + headersOf(response.headers) };
}

/** Answers in the documented form, whichever encoding they have. */
function wordsOf(answer: Buffer, type: string): string {
  if (answer.length === 0) return '';
  if (type.startsWith('application/json')) {
    const { message, partialSuccess } = JSON.parse(answer.toString()) as {
      message?: string;
      partialSuccess?: { errorMessage: string };
    };
    return message ?? partialSuccess?.errorMessage ?? '';
  }
  if (!type.startsWith('application/x-protobuf')) return answer.toString();
  const partial = answer[0] === 0x0a;
  const decoded = otlpType(partial ? 'TracesResponse' : 'RpcStatus')
    .decode(answer)
    .toJSON() as {
    message?: string;
    partialSuccess?: { errorMessage: string };
  };
  return decoded.message ?? decoded.partialSuccess?.errorMessage ?? '';
}

function headersOf(headers: Headers): string {
  const told = ['allow', 'retry-after', 'www-authenticate'].filter((name) => headers.has(name));
  return told.map((name) => ` [${name}: ${headers.get(name) ?? ''}]`).join('');
}

export const logsAt = (at: RunningCollector) => `${at.url}/v1/logs`;
export const tracesAt = (at: RunningCollector) => `${at.url}/v1/traces`;

export const postLogs = (body: Buffer | string, headers: Record<string, string>) => (targets: Targets) =>
  post(logsAt(targets.plain), headers, body);
export const postLogJson = (log: object) => postLogs(JSON.stringify(oneLog(log)), JSON_TYPE);
export const postSpanJson = (span: object) => (targets: Targets) =>
  post(tracesAt(targets.plain), JSON_TYPE, JSON.stringify(oneSpan(span)));
export const postGzip = (body: Buffer | string) =>
  postLogs(gzipSync(body), { ...PROTOBUF, 'content-encoding': 'gzip' });

/** `depth` nested AnyValues around a text, on the wire. */
export function nestedValue(depth: number): Buffer {
  let value = Buffer.from([0x0a, 0x01, 0x78]);
  const wrap = (tag: number, inner: Buffer) => Buffer.concat([Buffer.from([tag, ...varint(inner.length)]), inner]);
  for (let level = 0; level < depth; level += 1) value = wrap(0x2a, wrap(0x0a, value));
  return wrap(0x0a, wrap(0x12, wrap(0x12, wrap(0x2a, value))));
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}
