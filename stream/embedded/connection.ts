/** The stream as one thread sees it: publishes through the writer thread, reads the files itself. */
import { MessageChannel, postMessageToThread } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type {
  Consumer,
  ConsumerOptions,
  IncomingMessage,
  Lag,
  OutgoingMessage,
  PublishResult,
  Stream,
  Topic,
} from '../../contracts/stream';
import { GanderError, messageOf } from '../../platform/errors';
import type { Logger } from '../../platform/log';
import type { Metrics } from '../../platform/metrics';
import { caller } from '../../platform/thread';
import type { Caller } from '../../platform/thread';
import { DEFAULT_BATCH_BYTES, DEFAULT_BATCH_MESSAGES } from '../lane';
import { messageBytes, sizeRefusal } from '../message-limit';
import { metered } from '../publish-metrics';
import { Feed } from './feed';
import { Member } from './member';
import { pack } from './packing';
import { laneOf } from './protocol';
import type { Hello, Notice } from './protocol';

/** Bytes handed to the writer and not yet durable; over it `publish` rejects with `overloaded`. */
const MAX_PENDING_BYTES = 64 * 1024 * 1024;
const CONNECT_TIMEOUT_MS = 10_000;

/** How another thread finds the stream: plain data, to be sent or given as workerData. */
export interface EmbeddedHandle {
  readonly driver: 'embedded';
  /** Thread id of the writer. */
  readonly writer: number;
}

export interface ConnectionParts {
  log: Logger;
  metrics: Metrics;
  /** Called at the end of `close()`. */
  closed?: () => Promise<void>;
}

/** Connects the calling thread to a stream that another thread has opened. Rejects with `stream_unavailable` when the writer is gone. */
export async function connectEmbeddedStream(handle: EmbeddedHandle, parts: ConnectionParts): Promise<Connection> {
  const { port1, port2 } = new MessageChannel();
  const connection = new Promise<Connection>((resolve) => {
    port1.once('message', (hello: Hello) => {
      resolve(new Connection(handle, port1, hello, parts));
    });
  });
  try {
    await postMessageToThread(handle.writer, { connect: port2 }, [port2], CONNECT_TIMEOUT_MS);
  } catch (error) {
    port1.close();
    throw new GanderError('stream_unavailable', `the stream's writer does not answer: ${messageOf(error)}`, {
      cause: error,
    });
  }
  return connection;
}

/** A `Stream` whose handle other threads connect with. */
export class Connection implements Stream {
  readonly #feed: Feed;
  readonly #calls: Caller;
  readonly #members = new Map<string, Member>();
  #writable: boolean;
  #gone: GanderError | undefined;
  #pendingBytes = 0;
  readonly #pending = new Set<Promise<unknown>>();
  #closed: Promise<void> | undefined;

  constructor(
    private readonly origin: EmbeddedHandle,
    private readonly port: MessagePort,
    hello: Hello,
    private readonly parts: ConnectionParts,
  ) {
    this.#feed = new Feed(hello);
    this.#writable = hello.writable;
    this.#calls = caller(port);
    port.on('message', (notice: Notice) => {
      this.#heed(notice);
    });
    port.on('close', () => {
      this.#lose(new GanderError('stream_unavailable', 'the connection to the stream is closed'));
    });
  }

  publish(messages: readonly OutgoingMessage[]): Promise<PublishResult> {
    return metered(this.parts.metrics, messages, async () => {
      const sizes = messages.map(messageBytes);
      const refusals = sizes.map(sizeRefusal);
      const taken = messages.filter((_, index) => refusals[index] === undefined);
      const bytes = sizes.reduce((sum, size, index) => (refusals[index] === undefined ? sum + size : sum), 0);
      if (taken.length > 0) await this.#store(taken, bytes);
      return refusals;
    });
  }

  async consume(options: ConsumerOptions): Promise<Consumer> {
    const member = new Member(options, this.#calls, this.#feed, this.parts, () => this.#members.delete(member.id));
    this.#members.set(member.id, member);
    try {
      await member.join();
    } catch (error) {
      this.#members.delete(member.id);
      throw error;
    }
    return member;
  }

  async *read(topic: Topic, partition: number, from: number, to = Infinity): AsyncGenerator<IncomingMessage> {
    const ends = await this.#calls.call<number[]>('ends');
    const end = Math.min(to, ends[laneOf(topic, partition, this.#feed.partitions)] ?? 0);
    const limits = { to: end, maxMessages: DEFAULT_BATCH_MESSAGES, maxBytes: DEFAULT_BATCH_BYTES };
    for (let next = from; next < end;) {
      const messages = this.#feed.read(topic, partition, next, limits);
      if (messages.length === 0) return;
      for (const message of messages) {
        yield message;
        next = message.offset + 1;
      }
    }
  }

  partitions(_topic: Topic): Promise<number> {
    return Promise.resolve(this.#feed.partitions);
  }

  lag(group: string): Promise<Lag[]> {
    return this.#calls.call('lag', group);
  }

  healthy(): boolean {
    return this.#writable && this.#gone === undefined && this.#pendingBytes < MAX_PENDING_BYTES;
  }

  handle(): EmbeddedHandle {
    return this.origin;
  }

  /** Stops the consumers, waits for what is being stored, and leaves; by the thread that opened the stream, it also closes the files. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    await Promise.all([...this.#members.values()].map((member) => member.stop()));
    await Promise.allSettled(this.#pending);
    this.#feed.close();
    this.port.close();
    await this.parts.closed?.();
  }

  async #store(messages: readonly OutgoingMessage[], bytes: number): Promise<void> {
    if (this.#pendingBytes > 0 && this.#pendingBytes + bytes > MAX_PENDING_BYTES) {
      throw new GanderError('overloaded', `${this.#pendingBytes} bytes wait for the stream already`, {
        retryAfterMs: 1_000,
      });
    }
    this.#pendingBytes += bytes;
    const packed = pack(messages, this.#feed.partitions);
    const stored = this.#calls.call<undefined>('publish', packed, [packed.bytes]).finally(() => {
      this.#pendingBytes -= bytes;
      this.#pending.delete(stored);
    });
    this.#pending.add(stored);
    await stored;
  }

  #heed(notice: Notice | { notice?: undefined }): void {
    if (notice.notice === 'ends') this.#feed.grow(notice.ends);
    else if (notice.notice === 'segments') this.#feed.follow(notice.segments);
    else if (notice.notice === 'writable') this.#writable = notice.writable;
    else if (notice.notice === 'assigned')
      this.#members.get(notice.member)?.assigned(notice.generation, notice.positions);
  }

  /** The writer thread has ended: nothing can be published or read any more. */
  #lose(error: GanderError): void {
    this.#gone = error;
    this.#calls.fail(error);
  }
}
