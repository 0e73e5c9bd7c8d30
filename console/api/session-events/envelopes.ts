/** Reads envelopes of the events topic, a few at a time, so that other requests get their turn between them. */
import { setImmediate as turn } from 'node:timers/promises';
import type { IncomingMessage, Stream } from '../../../contracts/stream';
import { envelopeText } from '../../../stream/envelope';

const TOPIC = 'gander.events.v1';
/** Envelopes after which others get a turn. */
const AT_ONCE = 16;
/** Between two wanted envelopes, those that lie nearer than this are read past in one go. */
const NEAR = 32;

export interface Place {
  partition: number;
  offset: number;
}

/** Messages of a range in their order; what retention has dropped is passed over. */
export async function* messagesOf(
  stream: Stream,
  range: { partition: number; from: number; to: number },
): AsyncGenerator<IncomingMessage> {
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

/** The lines of the envelopes at these places, by `placeKey`. */
export async function readPlaces(stream: Stream, places: readonly Place[]): Promise<Map<string, string[]>> {
  const wanted = new Set(places.map(placeKey));
  const found = new Map<string, string[]>();
  for (const range of rangesOf(places)) {
    for await (const message of messagesOf(stream, range)) {
      const key = placeKey(message);
      if (wanted.has(key)) found.set(key, linesOf(message));
    }
  }
  return found;
}

export const placeKey = ({ partition, offset }: Place): string => `${partition}:${offset}`;

function rangesOf(places: readonly Place[]): { partition: number; from: number; to: number }[] {
  const ranges: { partition: number; from: number; to: number }[] = [];
  for (const { partition, offset } of [...places].sort((a, b) => a.partition - b.partition || a.offset - b.offset)) {
    const last = ranges.at(-1);
    if (last?.partition === partition && offset - last.to < NEAR) last.to = Math.max(last.to, offset + 1);
    else ranges.push({ partition, from: offset, to: offset + 1 });
  }
  return ranges;
}
