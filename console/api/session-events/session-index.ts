/**
 * Where the events of one session lie, in the order of event time. Read once from the ranges that the archive keeps, then only what has
 * come since: a session that is followed costs what is new of it.
 */
import type { ActionType, AgentEvent } from '../../../contracts/event';
import type { SessionRow } from '../../../contracts/store';
import type { Stream } from '../../../contracts/stream';
import { wrongField } from '../../../stream/check-event';
import { joinedRanges, linesOf, messagesOf } from './envelopes';
import type { Place } from './envelopes';

/** Events of one session that are listed; over it the latest ones are left out, and the session is said not to be complete. */
export const MOST_EVENTS = 100_000;

export interface Entry extends Place {
  id: string;
  at: number;
  /** Largest where the source tells none. */
  sequence: number;
  /** Number of the line in its envelope. */
  line: number;
  type: ActionType;
  /** Of a call of a model, as this record tells it. */
  tokens?: { signal: string; input: number; output: number; cached: number };
}

/** What orders events: time, the source's own count, then where they lie. */
export type Rank = readonly [at: number, sequence: number, partition: number, offset: number, line: number];

export const rankOf = ({ at, sequence, partition, offset, line }: Entry): Rank => [
  at,
  sequence,
  partition,
  offset,
  line,
];

export function compareRanks(a: Rank, b: Rank): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

export class SessionIndex {
  readonly #byId = new Map<string, Entry>();
  /** Offset up to which each partition was read. */
  readonly #read = new Map<number, number>();
  /** How the session is written in an event. */
  readonly #word: string;
  #sorted: Entry[] | undefined;
  #working: Promise<boolean> | undefined;

  constructor(
    private readonly stream: Stream,
    private readonly tenant: string,
    private readonly session: string,
  ) {
    this.#word = JSON.stringify(session);
  }

  get size(): number {
    return this.#byId.size;
  }

  find(id: string): Entry | undefined {
    return this.#byId.get(id);
  }

  /** In order of event time. */
  entries(): readonly Entry[] {
    this.#sorted ??= [...this.#byId.values()].sort((a, b) => compareRanks(rankOf(a), rankOf(b)));
    return this.#sorted;
  }

  /** Reads what has come since. Resolves with whether all of it was read before `isLate` said to stop; later calls go on from there. */
  async readOn(ranges: SessionRow['ranges'], isLate: () => boolean): Promise<boolean> {
    while (this.#working !== undefined) await this.#working.catch(() => false);
    this.#working = this.#readOn(ranges, isLate);
    try {
      return await this.#working;
    } finally {
      this.#working = undefined;
    }
  }

  async #readOn(ranges: SessionRow['ranges'], isLate: () => boolean): Promise<boolean> {
    for (const { partition, from, to } of joinedRanges(this.stream, ranges)) {
      const start = Math.max(from, this.#read.get(partition) ?? 0);
      if (start >= to) continue;
      for await (const message of messagesOf(this.stream, { partition, from: start, to })) {
        if (this.size >= MOST_EVENTS) return false;
        for (const [line, text] of linesOf(message, this.#word).entries()) this.#take(text, message, line);
        this.#read.set(partition, message.offset + 1);
        if (isLate()) return false;
      }
      this.#read.set(partition, to);
    }
    return true;
  }

  /** Most lines of a range are of other sessions: only one that names this session is worth parsing. */
  #take(text: string, { partition, offset }: Place, line: number): void {
    if (!text.includes(this.#word)) return;
    const event = eventOf(text);
    if (event === undefined || event.tenant !== this.tenant || (event.session ?? event.scope) !== this.session) return;
    if (this.#byId.has(event.id)) return;
    const { id, at, sequence = Number.MAX_SAFE_INTEGER, action } = event;
    const tokens = tokensOf(event);
    this.#byId.set(id, { id, at, sequence, partition, offset, line, type: action.type, ...(tokens && { tokens }) });
    this.#sorted = undefined;
  }
}

/** The event of a line; undefined when it is none that can be worked with. */
export function eventOf(text: string): AgentEvent | undefined {
  try {
    const event = JSON.parse(text) as AgentEvent;
    return wrongField(event) === undefined ? event : undefined;
  } catch {
    return undefined;
  }
}

function tokensOf({ action, source }: AgentEvent): Entry['tokens'] {
  if (action.type !== 'model.call') return undefined;
  const { inputTokens: input = 0, outputTokens: output = 0, cachedInputTokens: cached = 0, metric } = action;
  // A sum over calls is no call.
  if (metric?.temporality === 'cumulative' || input + output === 0) return undefined;
  return { signal: source.signal, input, output, cached };
}
