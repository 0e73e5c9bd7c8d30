/** Bad calls over gRPC. */
import { connect } from 'node:http2';
import { callGrpc } from '../otlp-grpc-client';
import type { GrpcCall } from '../otlp-grpc-client';
import { exchange, statusOf } from '../raw-connection';
import { SMALL, wireLog } from './bad-input';
import type { BadInput, Reply, Targets } from './bad-input';

const GOOD = wireLog({ body: { stringValue: 'hello' } });

const call =
  (options: GrpcCall, target: keyof Targets = 'plain') =>
  async (targets: Targets): Promise<Reply> => {
    const { status, says, retryAfter } = await callGrpc(targets[target].grpcPort, options);
    return { status, says: retryAfter === undefined ? says : `${says} [RetryInfo: ${retryAfter} s]` };
  };

/** Sends one frame by hand; the status from the trailers. */
function frame(port: number, headers: Record<string, string>, data: Buffer | undefined): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const session = connect(`http://127.0.0.1:${port}`);
    session.on('error', reject);
    const stream = session.request({
      ':method': 'POST',
      ':path': '/opentelemetry.proto.collector.logs.v1.LogsService/Export',
      'content-type': 'application/grpc',
      te: 'trailers',
      ...headers,
    });
    let status: string | undefined;
    const note = (found: Record<string, unknown>) => (status ??= found['grpc-status'] as string | undefined);
    stream.on('response', note);
    stream.on('trailers', note);
    stream.on('error', () => undefined);
    stream.on('end', () => {
      session.destroy();
      resolve({ status: NAMES[status ?? ''] ?? `closed ${status ?? ''}` });
    });
    stream.resume();
    if (data) stream.end(data);
  });
}

const NAMES: Record<string, string> = {
  '0': 'OK',
  '3': 'INVALID_ARGUMENT',
  '8': 'RESOURCE_EXHAUSTED',
  '12': 'UNIMPLEMENTED',
  '13': 'INTERNAL',
};

const framed = (flag: number, body: Buffer) => {
  const head = Buffer.alloc(5);
  head.writeUInt8(flag, 0);
  head.writeUInt32BE(body.length, 1);
  return Buffer.concat([head, body]);
};

export const BAD_CALLS: readonly BadInput[] = [
  {
    input: 'gRPC: a broken message',
    status: 'INVALID_ARGUMENT',
    says: 'protobuf:',
    send: call({ body: Buffer.from('0aff7f', 'hex') }),
  },
  { input: 'gRPC: an empty message', status: 'OK', send: call({ body: Buffer.alloc(0) }) },
  {
    input: 'gRPC: a message over the limit',
    status: 'RESOURCE_EXHAUSTED',
    send: call({ body: Buffer.alloc(SMALL.bodyBytes + 1) }),
  },
  {
    input: 'gRPC: a gzip bomb',
    status: 'RESOURCE_EXHAUSTED',
    send: call({ body: Buffer.alloc(8 * 1024 * 1024), gzip: true }),
  },
  {
    input: 'gRPC: gzip that is none',
    status: 'INTERNAL',
    send: ({ plain }) => frame(plain.grpcPort, { 'grpc-encoding': 'gzip' }, framed(1, Buffer.from('not gzip'))),
  },
  {
    input: 'gRPC: an encoding that is not taken',
    status: 'UNIMPLEMENTED',
    send: ({ plain }) => frame(plain.grpcPort, { 'grpc-encoding': 'br' }, framed(1, GOOD)),
  },
  {
    input: 'gRPC: a text over the limit',
    status: 'OK',
    says: '1 texts cut at the limit collector.limits.stringBytes',
    send: call({ body: wireLog({ body: { stringValue: 'a'.repeat(20_000) } }) }),
  },
  {
    input: 'gRPC: an unknown service',
    status: 'UNIMPLEMENTED',
    send: call({ body: GOOD, path: '/opentelemetry.proto.collector.profiles.v1development.ProfilesService/Export' }),
  },
  {
    input: 'gRPC: a wrong token',
    status: 'UNAUTHENTICATED',
    says: 'a known token is needed',
    send: call({ body: GOOD, headers: { authorization: 'Bearer gnd_wrong' } }),
  },
  { input: 'gRPC: no token where one is needed', status: 'UNAUTHENTICATED', send: call({ body: GOOD }, 'guarded') },
  {
    input: 'gRPC: a call without its message',
    status: 'INVALID_ARGUMENT',
    send: ({ plain }) => frame(plain.grpcPort, {}, undefined),
  },
  {
    input: 'gRPC: a good call while the stream takes no writes',
    status: 'UNAVAILABLE',
    says: '[RetryInfo: 2 s]',
    send: call({ body: GOOD }, 'stuck'),
  },
  {
    input: 'HTTP/1.1 on the gRPC port',
    status: 'closed',
    send: async ({ plain }) => ({
      status: statusOf(await exchange(plain.grpcPort, 'GET / HTTP/1.1\r\nHost: gander\r\n\r\n')),
    }),
  },
  {
    input: 'a connection to the gRPC port that says nothing',
    status: 'closed',
    send: async ({ plain }) => ({ status: statusOf(await exchange(plain.grpcPort)) }),
  },
];
