/** The OTLP/gRPC listener: three services whose messages go as bytes to the same decoder as HTTP's bodies. */
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import {
  Metadata,
  Server,
  ServerCredentials,
  ServerInterceptingCall,
  ServerListenerBuilder,
  status as Status,
} from '@grpc/grpc-js';
import type { ServerInterceptingCallInterface, ServerUnaryCall, sendUnaryData } from '@grpc/grpc-js';
import type { DecodedRequest } from '../../contracts/telemetry';
import type { Limits } from '../../platform/config';
import { GanderError, messageOf } from '../../platform/errors';
import { listen } from '../../platform/listener';
import type { Address } from '../../platform/listener';
import type { Hold } from '../intake';
import { statusBytes, successBody } from './answer';
import { authenticate } from './authenticate';
import type { Receiver } from './http';
import type { HttpParts } from './http-request';
import { isOwnFault, refusalOf } from './refusal';

type Signal = DecodedRequest['signal'];
export type GrpcParts = HttpParts;

const SERVICES: Record<Signal, string> = {
  traces: 'opentelemetry.proto.collector.trace.v1.TraceService',
  logs: 'opentelemetry.proto.collector.logs.v1.LogsService',
  metrics: 'opentelemetry.proto.collector.metrics.v1.MetricsService',
};

/** What a call is counted for until its message is there. */
const RECEIVING_BYTES = 1024 * 1024;
const IDLE_MS = 300_000;
const STREAMS_PER_CONNECTION = 100;

/** Listens. Rejects with `address_in_use`. */
export async function startGrpcReceiver(address: Address, parts: GrpcParts): Promise<Receiver> {
  const { limits, metrics } = parts;
  const server = new Server({
    'grpc.max_receive_message_length': limits.bodyBytes,
    'grpc.max_concurrent_streams': STREAMS_PER_CONNECTION,
    'grpc.max_connection_idle_ms': IDLE_MS,
    'grpc.keepalive_time_ms': 60_000,
    'grpc.keepalive_timeout_ms': 20_000,
    interceptors: [(_, call) => guarded(call, parts)],
  });
  for (const signal of Object.keys(SERVICES) as Signal[]) addExport(server, signal, parts);
  const sessions = server.createConnectionInjector(ServerCredentials.createInsecure());
  const listener = createServer((socket) => {
    closeWhenSilent(socket, limits);
    sessions.injectConnection(socket);
  });
  listener.maxConnections = limits.connections;
  listener.on('drop', () =>
    metrics.count('gander_requests_total', { transport: 'grpc', signal: 'none', status: 'dropped' }),
  );
  const port = await listen(listener, address);
  return {
    port,
    stop: async (graceMs) => {
      listener.close();
      await shutDown(server, graceMs);
    },
  };
}

function closeWhenSilent(socket: Socket, { headersTimeoutMs }: Limits): void {
  const timer = setTimeout(() => {
    if (socket.bytesRead === 0) socket.destroy();
  }, headersTimeoutMs).unref();
  socket.once('close', () => clearTimeout(timer));
  socket.on('error', () => socket.destroy());
}

/** Refuses a call by its metadata, before its message is read, and gives the message its time. */
function guarded(call: ServerInterceptingCallInterface, { door, intake, limits, metrics, complain }: GrpcParts) {
  const hold = intake.pending.hold();
  let timer: NodeJS.Timeout | undefined;
  const refuse = (error: unknown) => {
    hold.release();
    if (isOwnFault(error)) complain('grpc', 'a call failed', { transport: 'grpc', error: messageOf(error) });
    const status = statusOf(error);
    metrics.count('gander_requests_total', { transport: 'grpc', signal: 'none', status: Status[status.code] });
    call.sendStatus(status);
  };
  const received = () => {
    clearTimeout(timer);
    hold.release();
  };
  const listener = new ServerListenerBuilder()
    .withOnReceiveMetadata((metadata, pass) => {
      try {
        checkCall(metadata, call.getPeer(), { door, intake, metrics }, hold);
      } catch (error) {
        refuse(error);
        return;
      }
      timer = setTimeout(
        () => refuse(new GanderError('request_invalid', 'the message did not arrive in time')),
        limits.requestTimeoutMs,
      ).unref();
      pass(metadata);
    })
    .withOnReceiveMessage((message, pass) => {
      received();
      pass(message);
    })
    .withOnCancel(received)
    .build();
  return new ServerInterceptingCall(call, { start: (next) => next(listener) });
}

/** Throws why a call cannot be taken, as far as that is known before its message. */
function checkCall(
  metadata: Metadata,
  peer: string,
  { door, intake, metrics }: Pick<GrpcParts, 'door' | 'intake' | 'metrics'>,
  hold: Hold,
): void {
  if (!senderOf(metadata, peer, door)) {
    metrics.count('gander_authentication_failures_total', { listener: 'otlp-grpc' });
    throw new GanderError('unauthenticated', 'a known token is needed: authorization: Bearer gnd_…');
  }
  const refusal = intake.refusal();
  if (refusal) throw refusal;
  if (!hold.take(RECEIVING_BYTES)) throw new GanderError('overloaded', 'too many bytes of requests are waiting');
}

function senderOf(metadata: Metadata, peer: string, door: GrpcParts['door']) {
  const address = peer.slice(0, peer.lastIndexOf(':'));
  return authenticate(door, metadata.get('authorization')[0]?.toString(), address);
}

function addExport(server: Server, signal: Signal, parts: GrpcParts): void {
  const asIs = (bytes: Buffer) => bytes;
  const method = {
    path: `/${SERVICES[signal]}/Export`,
    requestStream: false,
    responseStream: false,
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  };
  server.addService(
    { Export: method },
    {
      Export: (call: ServerUnaryCall<Buffer, Buffer>, reply: sendUnaryData<Buffer>) =>
        void serve(call, reply, signal, parts),
    },
  );
}

async function serve(
  call: ServerUnaryCall<Buffer, Buffer>,
  reply: sendUnaryData<Buffer>,
  signal: Signal,
  { door, intake, metrics, complain }: GrpcParts,
): Promise<void> {
  const start = performance.now();
  const hold = intake.pending.hold();
  let status = 'OK';
  try {
    const sender = senderOf(call.metadata, call.getPeer(), door);
    if (!sender) throw new GanderError('unauthenticated', 'the token is not known any more');
    if (!hold.take(call.request.length)) throw new GanderError('overloaded', 'too many bytes of requests are waiting');
    const body = new Uint8Array(call.request);
    const traceparent = call.metadata.get('traceparent')[0]?.toString();
    const form = { transport: 'grpc' as const, format: 'protobuf' as const, encoding: 'identity' as const };
    const partial = await intake.accept({ ...form, signal, body, sender, traceparent });
    reply(null, successBody(signal, 'protobuf', partial));
  } catch (error) {
    if (isOwnFault(error)) complain('grpc', 'a request failed', { transport: 'grpc', error: messageOf(error) });
    status = refusalOf(error).code;
    reply(statusOf(error));
  } finally {
    hold.release();
    metrics.count('gander_requests_total', { transport: 'grpc', signal, status });
    metrics.observe('gander_request_seconds', (performance.now() - start) / 1_000, { transport: 'grpc', signal });
  }
}

/** The status with its details: a RetryInfo is what makes RESOURCE_EXHAUSTED worth another try. */
function statusOf(error: unknown): { code: Status; details: string; metadata: Metadata } {
  const { code, message, retryAfterMs } = refusalOf(error);
  const metadata = new Metadata();
  metadata.set('grpc-status-details-bin', statusBytes(code, message, retryAfterMs));
  return { code: Status[code], details: message, metadata };
}

function shutDown(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      server.forceShutdown();
      resolve();
    }, graceMs);
    server.tryShutdown(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
