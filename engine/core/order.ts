/**
 * Event-time order: what waits for its turn. An entry's turn comes when the watermark of its key (latest event time minus the lateness)
 * has passed it, or when a tick says that it has waited that long since it was received; so a clock that is off delays nothing for ever.
 */
import type { AgentEvent } from '../../contracts/event';

export interface Queue {
  /** By event time, then the source's own count, then id. */
  waiting: AgentEvent[];
  /** Event time up to which all was handed out. */
  released: number;
}

const MAX_WAITING = 2_000;

export const newQueue = (): Queue => ({ waiting: [], released: 0 });

/** Puts the event in its place; false when its turn has passed already, and it is to be handed out at once. */
export function enqueue(queue: Queue, event: AgentEvent): boolean {
  if (event.at < queue.released) return false;
  let low = 0;
  let high = queue.waiting.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = queue.waiting[middle];
    if (other && before(other, event)) low = middle + 1;
    else high = middle;
  }
  queue.waiting.splice(low, 0, event);
  return true;
}

/** Hands out in order: events up to `watermark`, those received up to `receivedBy`, and what is over the cap. */
export function dequeue(queue: Queue, watermark: number, receivedBy: number): { events: AgentEvent[]; over: number } {
  const over = Math.max(0, queue.waiting.length - MAX_WAITING);
  const stays = queue.waiting.findIndex(
    (event, index) => index >= over && event.at > watermark && event.receivedAt > receivedBy,
  );
  const events = queue.waiting.splice(0, stays < 0 ? queue.waiting.length : stays);
  queue.released = Math.max(queue.released, watermark, events.at(-1)?.at ?? 0);
  return { events, over };
}

function before(a: AgentEvent, b: AgentEvent): boolean {
  if (a.at !== b.at) return a.at < b.at;
  const [first, second] = [a.sequence ?? 0, b.sequence ?? 0];
  return first === second ? a.id < b.id : first < second;
}
