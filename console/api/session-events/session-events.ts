/** The events of sessions, from the stream: pages in order of event time, one event by its id. Bounded in time, memory and number at once. */
import type { ActionType, AgentEvent } from '../../../contracts/event';
import type { SessionRow } from '../../../contracts/store';
import type { Stream } from '../../../contracts/stream';
import type { Metrics } from '../../../platform/metrics';
import { decodeCursor, encodeCursor } from '../../../store/cursor';
import { ProblemError } from '../problem';
import { lineKey, readLines } from './envelopes';
import { SessionIndex, compareRanks, eventOf, rankOf } from './session-index';
import type { Entry, Rank } from './session-index';

const CURSOR = 'session-events';
/** Sessions whose index is kept, the latest asked for, and the events of them all together. */
const MOST_SESSIONS = 16;
const MOST_ENTRIES = 300_000;
/** Time that one request may read. */
const READ_MS = 4_000;
const AT_ONCE = 2;
const MOST_WAITING = 20;
/** Characters of one page, and events whose envelopes are read together for it. */
const PAGE_CHARACTERS = 8 * 1024 * 1024;
const CHUNK = 64;

export interface EventsQuery {
  limit: number;
  cursor?: string;
  types?: readonly ActionType[];
}

export interface EventPage {
  events: AgentEvent[];
  next?: string;
  /** False when the session was not read to its end in the time allowed, or holds more than can be listed. */
  complete: boolean;
}

export class SessionEvents {
  readonly #indexes = new Map<string, SessionIndex>();
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(
    private readonly stream: Stream,
    private readonly metrics: Metrics,
  ) {}

  async page(row: SessionRow, { limit, cursor, types }: EventsQuery): Promise<EventPage> {
    const after = cursor === undefined ? undefined : (decodeCursor(CURSOR, RANK, cursor) as unknown as Rank);
    const { index, complete } = await this.index(row);
    const entries = from(index.entries(), after).filter(({ type }) => types === undefined || types.includes(type));
    const events: AgentEvent[] = [];
    let last: Entry | undefined;
    let characters = 0;
    // Where each reading takes long to begin, one is better than many.
    const chunkSize = this.stream.seekCost === undefined ? CHUNK : limit;
    for (let at = 0; at < Math.min(limit, entries.length) && characters < PAGE_CHARACTERS; at += chunkSize) {
      const chunk = entries.slice(at, Math.min(at + chunkSize, limit));
      for (const { entry, text } of await this.#texts(chunk)) {
        last = entry;
        const event = text === undefined ? undefined : eventOf(text);
        if (event !== undefined) events.push(event);
        characters += text?.length ?? 0;
        if (characters >= PAGE_CHARACTERS) break;
      }
    }
    const more = last === entries.at(-1) ? undefined : last;
    return { events, ...(more && { next: encodeCursor(CURSOR, rankOf(more)) }), complete };
  }

  /** Undefined when the session holds no such event, or the stream has dropped it. */
  async event(row: SessionRow, id: string): Promise<AgentEvent | undefined> {
    const { index } = await this.index(row);
    const entry = index.find(id);
    const [found] = entry === undefined ? [] : await this.#texts([entry]);
    return found?.text === undefined ? undefined : eventOf(found.text);
  }

  /** The index of a session as it is now. */
  async index(row: SessionRow): Promise<{ index: SessionIndex; complete: boolean }> {
    const index = this.#indexOf(row);
    const complete = await this.#inTurn(async () => {
      const end = performance.now() + READ_MS;
      return index.readOn(row.ranges, () => performance.now() > end);
    });
    if (!complete) this.metrics.count('gander_console_bounded_total', { what: 'session-events' });
    this.#forget(index);
    return { index, complete };
  }

  #indexOf({ tenant, session }: SessionRow): SessionIndex {
    const key = JSON.stringify([tenant, session]);
    const index = this.#indexes.get(key) ?? new SessionIndex(this.stream, tenant, session);
    this.#indexes.delete(key);
    this.#indexes.set(key, index);
    return index;
  }

  #forget(kept: SessionIndex): void {
    let entries = [...this.#indexes.values()].reduce((sum, { size }) => sum + size, 0);
    for (const [key, index] of this.#indexes) {
      if (index === kept || (entries <= MOST_ENTRIES && this.#indexes.size <= MOST_SESSIONS)) return;
      this.#indexes.delete(key);
      entries -= index.size;
    }
  }

  /** In the order given; without a text where retention has dropped it. */
  async #texts(entries: readonly Entry[]): Promise<{ entry: Entry; text: string | undefined }[]> {
    const lines = await readLines(this.stream, entries);
    return entries.map((entry) => ({ entry, text: lines.get(lineKey(entry)) }));
  }

  /** Two read at once, a few wait; more are told to come again. */
  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= AT_ONCE) {
      if (this.#waiting.length >= MOST_WAITING) throw new ProblemError(BUSY);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#running += 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}

const RANK = ['number', 'number', 'number', 'number', 'number'] as const;
const BUSY = {
  status: 429,
  code: 'too_many_requests',
  detail: 'Too many sessions are being read at once.',
} as const;

/** The entries after a rank, found by halving. */
function from(entries: readonly Entry[], after: Rank | undefined): readonly Entry[] {
  if (after === undefined) return entries;
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = entries[middle];
    if (entry !== undefined && compareRanks(rankOf(entry), after) <= 0) low = middle + 1;
    else high = middle;
  }
  return entries.slice(low);
}
