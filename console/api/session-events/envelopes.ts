/** Reads envelopes of the events topic, a few at a time, so that other requests get their turn between them. */
import { setImmediate as turn } from 'node:timers/promises';
import type { IncomingMessage, Stream } from '../../../contracts/stream';
import { envelopeText } from '../../../stream/envelope';

const TOPIC = 'gander.events.v1';
/** Envelopes after which others get a turn. */
const AT_ONCE = 16;
/** Of a stream in which a new range is begun at once. */
const CHEAP_SEEK = 32;

export interface Place {
  partition: number;
  offset: number;
}

/** Messages of a range in their order; what retention has dropped is passed over. */
export async function* messagesOf(stream: Stream, range: Range): AsyncGenerator<IncomingMessage> {
  let read = 0;
  for await (const message of stream.read(TOPIC, range.partition, range.from, range.to)) {
    read += 1;
    if (read % AT_ONCE === 0) await turn();
    yield message;
  }
}

/** The lines of an envelope; none where `word` is nowhere in it, and none of one that cannot be read: the engine has put it aside. */
export function linesOf(message: IncomingMessage, word = ''): string[] {
  try {
    const text = envelopeText(message);
    return text.includes(word) ? text.split('\n').filter((line) => line !== '') : [];
  } catch {
    return [];
  }
}

/** A line of an envelope. */
export interface LinePlace extends Place {
  line: number;
}

/** The lines at these places, by `lineKey`. */
export async function readLines(stream: Stream, places: readonly LinePlace[]): Promise<Map<string, string>> {
  const wanted = new Map<string, number[]>();
  for (const place of places) {
    const key = placeKey(place);
    const lines = wanted.get(key);
    if (lines === undefined) wanted.set(key, [place.line]);
    else lines.push(place.line);
  }
  const found = new Map<string, string>();
  const ranges = places.map(({ partition, offset }) => ({ partition, from: offset, to: offset + 1 }));
  for (const range of joinedRanges(stream, ranges)) {
    for await (const message of messagesOf(stream, range)) {
      const lines = wanted.get(placeKey(message));
      if (lines === undefined) continue;
      const all = linesOf(message);
      for (const line of lines) {
        const text = all[line];
        if (text !== undefined) found.set(lineKey({ ...message, line }), text);
      }
    }
  }
  return found;
}

const placeKey = ({ partition, offset }: Place): string => `${partition}:${offset}`;

export const lineKey = (place: LinePlace): string => `${placeKey(place)}:${place.line}`;

export interface Range {
  partition: number;
  from: number;
  to: number;
}

/** In order; those that lie so near to each other that reading past what is between costs less than beginning anew are one. */
export function joinedRanges(stream: Stream, ranges: readonly Range[]): Range[] {
  const near = stream.seekCost ?? CHEAP_SEEK;
  const joined: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.partition - b.partition || a.from - b.from)) {
    const last = joined.at(-1);
    if (last?.partition === range.partition && range.from - last.to < near) last.to = Math.max(last.to, range.to);
    else joined.push({ ...range });
  }
  return joined;
}
