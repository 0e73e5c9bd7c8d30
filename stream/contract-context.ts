/* eslint-disable @typescript-eslint/no-non-null-assertion -- test code */
/** What the contract tests of the stream have in common. */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type {
  Batch,
  Consumer,
  ConsumerOptions,
  IncomingMessage,
  OutgoingMessage,
  Stream,
  Topic,
} from '../contracts/stream';
import { partitionOf } from './partitioner';

/** A stream of 4 partitions, or more, that keeps its messages from one `open` to the next. */
export type OpenStream = () => Promise<Stream>;

export const EVENTS: Topic = 'gander.events.v1';
const PATIENCE_MS = 25_000;

/** Waits until the condition holds; fails after 25 s, saying what was waited for. */
export async function until(what: string, condition: () => boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await wait(5);
  }
}

/** Messages of this test only: streams are shared between tests, and a topic keeps what earlier ones wrote. */
export class Run {
  readonly id = randomUUID();

  message(key: string, text: string, topic: Topic = EVENTS): OutgoingMessage {
    return { topic, key: this.key(key), value: Buffer.from(text), headers: { run: this.id } };
  }

  key(key: string): string {
    return `${key}-${this.id}`;
  }

  /** A key that falls into the partition. */
  keyIn(partition: number, partitions: number): string {
    for (let n = 0; ; n += 1) if (partitionOf(this.key(`k${n}`), partitions) === partition) return `k${n}`;
  }

  group(name = 'group'): string {
    return `${name}-${this.id}`;
  }

  mine(messages: readonly IncomingMessage[]): IncomingMessage[] {
    return messages.filter(({ headers }) => headers['run'] === this.id);
  }
}

export const text = ({ value }: IncomingMessage) => Buffer.from(value).toString();
export const texts = (messages: readonly IncomingMessage[]) => messages.map(text);
/** Offset to commit when the batch is done. */
export const after = (batch: Batch) => (batch.messages.at(-1)?.offset ?? 0) + 1;

/** An open stream, a fresh run for each test, and consumers that are stopped after it. */
export interface Contract {
  readonly stream: Stream;
  readonly run: Run;
  /** Closes the stream and opens it again. */
  reopen(): Promise<void>;
  /** A consumer, from the earliest message, that notes what it gets of this test. */
  tape(options?: Partial<ConsumerOptions>): Promise<{ got: IncomingMessage[]; consumer: Consumer }>;
}

/** Declares the hooks around the tests of the `describe` that it is called in. */
export function useContract(open: OpenStream): Contract {
  let stream: Stream | undefined;
  let run = new Run();
  const consumers: Consumer[] = [];
  beforeAll(async () => {
    stream = await open();
  }, 60_000);
  afterAll(() => stream?.close());
  beforeEach(() => {
    run = new Run();
  });
  afterEach(async () => {
    await Promise.all(consumers.splice(0).map((consumer) => consumer.stop()));
  });
  const contract: Contract = {
    get stream() {
      return stream!;
    },
    get run() {
      return run;
    },
    reopen: async () => {
      await stream?.close();
      stream = await open();
    },
    tape: async (options = {}) => {
      const got: IncomingMessage[] = [];
      const group = run.group();
      const onBatch = async (batch: Batch) => {
        await options.onBatch?.(batch);
        got.push(...run.mine(batch.messages));
      };
      const defaults = { group, topics: [EVENTS], start: 'earliest' as const };
      const consumer = await contract.stream.consume({ ...defaults, ...options, onBatch });
      consumers.push(consumer);
      return { got, consumer };
    },
  };
  return contract;
}
