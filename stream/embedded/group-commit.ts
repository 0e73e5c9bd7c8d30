/** Group commit: what arrives while a commit runs goes into the next one, and every publish is answered after its own commit. */
import { GanderError, messageOf } from '../../platform/errors';
import type { PackedMessages } from './packing';

/** Most that goes into one transaction; the rest waits for the next. */
const MAX_COMMIT_BYTES = 8 * 1024 * 1024;
const MAX_COMMIT_MESSAGES = 20_000;

interface Waiting {
  packed: PackedMessages;
  resolve: () => void;
  reject: (error: Error) => void;
}

export class GroupCommit {
  #waiting: Waiting[] = [];
  #scheduled: Promise<void> | undefined;

  /** `store` makes all given messages durable or throws. `settled` is told after each commit, before the publishes are answered. */
  constructor(
    private readonly store: (groups: PackedMessages[]) => void,
    private readonly settled: (error: unknown) => void,
  ) {}

  /** Rejects with `stream_unavailable` when the commit fails. */
  publish(packed: PackedMessages): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ packed, resolve, reject });
      this.#schedule();
    });
  }

  /** Resolves when nothing waits any more. */
  async drained(): Promise<void> {
    while (this.#scheduled) await this.#scheduled;
  }

  // After the event loop has taken in what the ports hold by now.
  #schedule(): void {
    this.#scheduled ??= new Promise((done) => {
      setImmediate(() => {
        this.#scheduled = undefined;
        this.#commit();
        done();
      });
    });
  }

  #commit(): void {
    const group = this.#take();
    let failure: unknown;
    try {
      this.store(group.map(({ packed }) => packed));
    } catch (error) {
      failure = error;
    }
    this.settled(failure);
    for (const { resolve, reject } of group) {
      if (failure === undefined) resolve();
      else reject(unavailable(failure));
    }
    if (this.#waiting.length > 0) this.#schedule();
  }

  #take(): Waiting[] {
    let count = 0;
    for (let bytes = 0, messages = 0; count < this.#waiting.length; count += 1) {
      const packed = this.#waiting[count]?.packed;
      bytes += packed?.bytes.byteLength ?? 0;
      messages += packed?.keys.length ?? 0;
      if (count > 0 && (bytes > MAX_COMMIT_BYTES || messages > MAX_COMMIT_MESSAGES)) break;
    }
    return this.#waiting.splice(0, count);
  }
}

function unavailable(error: unknown): GanderError {
  return new GanderError('stream_unavailable', `the messages cannot be stored: ${messageOf(error)}`, { cause: error });
}
