/** Writes batches of the events topic into the store, exactly once, whatever is among them. */
import { isolateRefused } from '../store/isolate';
import type { Batch, IncomingMessage } from '../contracts/stream';
import type { Clock } from '../platform/clock';
import { errorCode, messageOf } from '../platform/errors';
import { rateLimited } from '../platform/log';
import { deadLetterOf } from '../stream/dead-letter';
import { decodeEnvelope } from '../stream/envelope';
import type { ArchiveParts } from './archive';
import { wrongField } from '../stream/check-event';
import { archiveRows } from './rows';
import type { Located } from './rows';

interface Readable {
  message: IncomingMessage;
  located: readonly Located[];
}

export class ArchiveWriter {
  /** Next offset of each partition, as the store has it. */
  readonly #stands = new Map<number, number>();
  readonly #complain: ReturnType<typeof rateLimited>;

  constructor(private readonly parts: ArchiveParts & { clock: Clock }) {
    this.#complain = rateLimited(parts.log, 60_000);
  }

  /** Where the store says that the partition goes on; undefined when it has nothing of it. */
  async resume(partition: number): Promise<number | undefined> {
    const offsets = await this.parts.store.archiveOffsets();
    const offset = offsets.find((one) => one.partition === partition)?.offset;
    if (offset === undefined) this.#stands.delete(partition);
    else this.#stands.set(partition, offset);
    return offset;
  }

  /** Resolves with the offset up to which the partition is stored. Rejects on transient failure; the batch then comes again. */
  async write({ partition, messages }: Batch): Promise<number | undefined> {
    const from = this.#stands.get(partition) ?? messages[0]?.offset;
    if (from === undefined) return undefined;
    this.#stands.set(partition, from);
    const readable: Readable[] = [];
    for (const message of messages) {
      if (message.offset >= from) readable.push({ message, located: await this.#read(message) });
    }
    try {
      await isolateRefused(
        readable,
        (some) => this.#store(partition, some),
        async ({ message }, error) => {
          await this.#putAside(message, 'refused', messageOf(error));
          await this.#store(partition, [{ message, located: [] }]);
        },
      );
    } catch (error) {
      // The store may have gone on without us: a write whose answer was lost, or another process's.
      if (errorCode(error) === 'store_conflict') await this.resume(partition);
      throw error;
    }
    return this.#stands.get(partition);
  }

  async #store(partition: number, readable: readonly Readable[]): Promise<void> {
    const last = readable.at(-1);
    const from = this.#stands.get(partition);
    if (last === undefined || from === undefined) return;
    const offset = last.message.offset + 1;
    const rows = archiveRows(readable.flatMap(({ located }) => located));
    await this.parts.store.writeArchive({ ...rows, offsets: [{ partition, from, offset }] });
    this.#stands.set(partition, offset);
  }

  /** What cannot be read at all has its dead letter from the engine; the archive only goes past it. */
  async #read(message: IncomingMessage): Promise<Located[]> {
    const { partition, offset } = message;
    const events = this.#decode(message);
    const wrong = events.flatMap((event) => wrongField(event) ?? []);
    if (wrong[0] === undefined) return events.map((event) => ({ event, partition, offset }));
    await this.#putAside(message, 'invalid', `event.${wrong[0]} is wrong`, wrong.length);
    return events.filter((event) => wrongField(event) === undefined).map((event) => ({ event, partition, offset }));
  }

  #decode(message: IncomingMessage) {
    try {
      return decodeEnvelope(message).events;
    } catch (error) {
      const { partition, offset } = message;
      this.parts.log.debug('the archive passes over a message', { partition, offset, error: messageOf(error) });
      return [];
    }
  }

  async #putAside(message: IncomingMessage, reason: 'invalid' | 'refused', error: string, events = 1): Promise<void> {
    const { stream, metrics, clock } = this.parts;
    await stream.publish([deadLetterOf(message, 'archive', reason, clock())]);
    metrics.count('gander_dead_letters_total', { stage: 'archive', reason }, events);
    const { partition, offset } = message;
    this.#complain(reason, 'the archive put something aside', { partition, offset, events, error });
  }
}
