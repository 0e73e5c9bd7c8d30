/** What both transports do with a request once its body is there: read it, publish it, and say what was lost of it. */
import type { Loss } from '../contracts/telemetry';
import type { Stream } from '../contracts/stream';
import type { Clock } from '../platform/clock';
import { GanderError } from '../platform/errors';
import type { Metrics } from '../platform/metrics';
import { currentTraceparent, leaveOutSpan, withSpan } from '../platform/tracing';
import type { Decoder } from './decoder';
import { publish } from './publish';
import type { PackedMessage } from './pack-events';
import type { HookJob, OtlpJob, SensorJob, TranscriptJob } from './read-body';
import { partialSuccess } from './receive/partial-success';
import type { PartialSuccess } from './receive/partial-success';

/** A body to read, without the time of its receipt. */
export type UnreadBody =
  | Omit<OtlpJob, 'receivedAt'>
  | Omit<HookJob, 'receivedAt'>
  | Omit<SensorJob, 'receivedAt'>
  | Omit<TranscriptJob, 'receivedAt'>;

export type IntakeRequest = UnreadBody & {
  transport: 'http' | 'grpc' | 'file';
  /** The sender's traceparent: linked, never a parent. */
  traceparent: string | undefined;
};

/** What one request has taken of the bytes that may wait. */
export interface Hold {
  /** False, and nothing taken, when it would go over the bound. */
  take(bytes: number): boolean;
  /** Gives all back, once. */
  release(): void;
}

/** The bytes of all requests that are not answered yet, of all listeners together. */
export interface Pending {
  hold(): Hold;
}

export function pendingBytes(bound: number): Pending {
  let waiting = 0;
  return {
    hold: () => {
      let held = 0;
      return {
        take: (bytes) => {
          if (waiting + bytes > bound) return false;
          waiting += bytes;
          held += bytes;
          return true;
        },
        release: () => {
          waiting -= held;
          held = 0;
        },
      };
    },
  };
}

export interface Intake {
  readonly pending: Pending;
  /** Why no request can be taken now, if so; asked before a body is read. */
  refusal(): GanderError | undefined;
  /**
   * Resolves when the request's events are durable, with what was lost of it if anything was. Rejects with `request_invalid`,
   * `request_too_large`, or a transient error.
   */
  accept(request: IntakeRequest): Promise<PartialSuccess | undefined>;
}

export interface IntakeParts {
  decoder: Decoder;
  stream: Stream;
  metrics: Metrics;
  clock: Clock;
  pending: Pending;
}

export function createIntake(parts: IntakeParts): Intake {
  const { decoder, stream, metrics, clock, pending } = parts;
  const take = async (request: IntakeRequest): Promise<PartialSuccess | undefined> => {
    const { transport, traceparent: _, ...job } = request;
    metrics.count('gander_received_bytes_total', { transport, signal: job.signal }, job.body.byteLength);
    const receivedAt = clock();
    const reading = await decoder.read({ ...job, receivedAt });
    for (const { name, labels, by } of reading.counts) metrics.count(name, labels, by);
    return partialSuccess([...reading.losses, ...(await publishAll(reading.messages, receivedAt))]);
  };
  const publishAll = async (messages: readonly PackedMessage[], receivedAt: number): Promise<Loss[]> => {
    // Above all our own telemetry: a span for each request that brings spans would go on for ever.
    if (messages.length === 0) {
      leaveOutSpan();
      return [];
    }
    const send = () => publish(parts, messages, currentTraceparent(), receivedAt);
    const { refused } = await withSpan('collector.publish', undefined, { messages: messages.length }, send);
    return refused > 0 ? [{ reason: 'refused', records: refused, parts: 0 }] : [];
  };
  return {
    pending,
    refusal: () =>
      stream.healthy() ? undefined : new GanderError('stream_unavailable', 'the stream does not take writes now'),
    accept: (request) => {
      const { transport, signal, traceparent } = request;
      const links = traceparent === undefined ? [] : [traceparent];
      return withSpan('collector.request', undefined, { transport, signal }, () => take(request), links);
    },
  };
}
