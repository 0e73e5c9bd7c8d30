/** A gRPC client that sends bytes as they are. */
import { Client, Metadata, compressionAlgorithms, credentials, status as Status } from '@grpc/grpc-js';
import type { ServiceError } from '@grpc/grpc-js';
import { otlpType } from './otlp-proto';

export interface GrpcReply {
  status: string;
  says: string;
  /** Seconds of the RetryInfo, when the answer has one. */
  retryAfter?: number;
}

export interface GrpcCall {
  body: Buffer;
  signal?: 'traces' | 'logs' | 'metrics';
  /** Instead of the signal's own. */
  path?: string;
  headers?: Record<string, string>;
  gzip?: boolean;
}

const PATHS = {
  traces: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
  logs: '/opentelemetry.proto.collector.logs.v1.LogsService/Export',
  metrics: '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export',
};

/** Makes one unary call and closes the connection. */
export async function callGrpc(
  port: number,
  { body, signal = 'logs', path, headers = {}, gzip }: GrpcCall,
): Promise<GrpcReply> {
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), {
    'grpc.enable_retries': 0,
    ...(gzip === true ? { 'grpc.default_compression_algorithm': compressionAlgorithms.gzip } : {}),
  });
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
  const asIs = (bytes: Buffer) => bytes;
  try {
    return await new Promise((resolve) => {
      client.makeUnaryRequest(path ?? PATHS[signal], asIs, asIs, body, metadata, (error, answer) =>
        resolve(error ? refusalOf(error) : { status: 'OK', says: partialOf(answer ?? Buffer.alloc(0)) }),
      );
    });
  } finally {
    client.close();
  }
}

function refusalOf(error: ServiceError): GrpcReply {
  const details = error.metadata.get('grpc-status-details-bin')[0];
  const retryAfter = details === undefined ? undefined : retryOf(details as Buffer);
  return { status: Status[error.code], says: error.details, ...(retryAfter === undefined ? {} : { retryAfter }) };
}

function retryOf(details: Buffer): number | undefined {
  const status = otlpType('RpcStatus').decode(details) as unknown as {
    details: { type_url: string; typeUrl: string; value: Uint8Array }[];
  };
  const any = status.details.find(({ typeUrl }) => typeUrl === 'type.googleapis.com/google.rpc.RetryInfo');
  if (!any) return undefined;
  const { retryDelay } = otlpType('RetryInfo').decode(any.value).toJSON() as { retryDelay: { seconds: string } };
  return Number(retryDelay.seconds);
}

function partialOf(answer: Buffer): string {
  const decoded = otlpType('TracesResponse').decode(answer).toJSON() as { partialSuccess?: { errorMessage: string } };
  return decoded.partialSuccess?.errorMessage ?? '';
}
