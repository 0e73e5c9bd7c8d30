/** A way to tell people. One folder a kind below `notify/`. */
import type { OutboxRow } from '../../contracts/store';

export interface Sink {
  /** As configured; label of metrics and column of the outbox. */
  readonly name: string;
  /** Longest time that one attempt takes, milliseconds. */
  readonly timeoutMs: number;
  /**
   * One attempt. Resolves when the other side has taken the message. Rejects with `sink_refused` when it never will, with
   * `sink_unavailable` (and the time that it asked to wait) when it may later.
   */
  send(message: Pick<OutboxRow, 'id' | 'body'>, signal: AbortSignal): Promise<void>;
  close(): void;
}
