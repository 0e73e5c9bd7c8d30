/** Values over the time of a session: tokens a minute, and how busy its host was. */
import type { AgentEvent, ResourceSampleAction } from '../../../contracts/event';
import type { SessionRow } from '../../../contracts/store';
import type { Stream } from '../../../contracts/stream';
import { linesOf, messagesOf } from './envelopes';
import { eventOf } from './session-index';
import type { Entry } from './session-index';

export interface TokenPoint {
  /** Start of the minute. */
  at: number;
  input: number;
  output: number;
  cached: number;
}

export interface ResourceSeries {
  metric: string;
  unit: string;
  series: string;
  /** Mean of each step of time; of what counts up, its growth a second. */
  points: [at: number, value: number][];
}

const SAMPLE = '"resource.sample"';
const MINUTE_MS = 60_000;
const MOST_POINTS = 300;
const MOST_SERIES = 40;
const MOST_SAMPLES = 100_000;
/** Samples around the session that are shown with it. */
const MARGIN_MS = 60_000;
/** The clock of a host may be so far from ours, and a sample be stored so much later than it was taken. */
const LATE_MS = 5 * MINUTE_MS;

/** One call comes as log, span and metric: the signal that tells of most tokens is counted, and no other. */
export function tokensByMinute(entries: readonly Entry[]): TokenPoint[] {
  const bySignal = new Map<string, Map<number, TokenPoint>>();
  for (const { at: when, tokens } of entries) {
    if (tokens === undefined) continue;
    const minutes = bySignal.get(tokens.signal) ?? new Map<number, TokenPoint>();
    bySignal.set(tokens.signal, minutes);
    const at = when - (when % MINUTE_MS);
    const point = minutes.get(at) ?? { at, input: 0, output: 0, cached: 0 };
    minutes.set(at, point);
    point.input += tokens.input;
    point.output += tokens.output;
    point.cached += tokens.cached;
  }
  const all = [...bySignal.values()].map((minutes) => [...minutes.values()]);
  const most = all.sort((a, b) => sumOf(b) - sumOf(a))[0] ?? [];
  return most.sort((a, b) => a.at - b.at);
}

const sumOf = (points: readonly TokenPoint[]): number =>
  points.reduce((sum, { input, output }) => sum + input + output, 0);

/** The samples of the host within the time of the session; `complete` false when a bound was reached. */
export async function resourceSeries(
  stream: Stream,
  host: SessionRow,
  span: Pick<SessionRow, 'firstSeen' | 'lastSeen'>,
  isLate: () => boolean,
): Promise<{ series: ResourceSeries[]; complete: boolean }> {
  const [from, to] = [span.firstSeen - MARGIN_MS, span.lastSeen + MARGIN_MS];
  const collected = new Samples(from, to);
  let complete = true;
  for (const range of host.ranges) {
    if (isLate() || collected.isFull) complete = false;
    if (!complete) break;
    const start = await firstStoredFrom(stream, range, from - LATE_MS);
    for await (const message of messagesOf(stream, { ...range, from: start })) {
      if (message.storedAt > to + LATE_MS) break;
      for (const line of linesOf(message, SAMPLE)) if (line.includes(SAMPLE)) collected.take(eventOf(line), host);
      if (isLate() || collected.isFull) {
        complete = false;
        break;
      }
    }
  }
  return { series: collected.series(), complete };
}

/** An offset from which no message that was stored at that time or later is missed: by halving, as long as that is quicker than reading. */
async function firstStoredFrom(
  stream: Stream,
  { partition, from, to }: { partition: number; from: number; to: number },
  time: number,
): Promise<number> {
  let [low, high] = [from, to];
  while (high - low > (stream.seekCost ?? 1)) {
    const middle = low + Math.floor((high - low) / 2);
    const next = await messagesOf(stream, { partition, from: middle, to }).next();
    if (next.done === true || next.value.storedAt >= time) high = middle;
    else low = next.value.offset + 1;
  }
  return low;
}

interface One {
  action: ResourceSampleAction;
  samples: { at: number; value: number }[];
}

class Samples {
  readonly #known = new Map<string, One>();
  readonly #ids = new Set<string>();

  constructor(
    private readonly from: number,
    private readonly to: number,
  ) {}

  get isFull(): boolean {
    return this.#ids.size >= MOST_SAMPLES;
  }

  take(event: AgentEvent | undefined, host: SessionRow): void {
    if (event?.action.type !== 'resource.sample' || event.scope !== host.scope || event.tenant !== host.tenant) return;
    const { id, at, action } = event;
    if (at < this.from || at > this.to || this.#ids.has(id)) return;
    const key = JSON.stringify([action.metric, action.series]);
    const one = this.#known.get(key) ?? { action, samples: [] };
    if (this.#known.size >= MOST_SERIES && !this.#known.has(key)) return;
    this.#known.set(key, one);
    this.#ids.add(id);
    one.samples.push({ at, value: action.value });
  }

  series(): ResourceSeries[] {
    const step = Math.max(1_000, Math.ceil((this.to - this.from) / MOST_POINTS));
    return [...this.#known.values()].map(({ action, samples }) => {
      const sorted = samples.sort((a, b) => a.at - b.at);
      const values = action.temporality === 'cumulative' ? growth(sorted) : sorted;
      return { metric: action.metric, unit: action.unit, series: action.series, points: means(values, step) };
    });
  }
}

/** Growth a second between neighbours; none where the count began anew. */
function growth(sorted: readonly { at: number; value: number }[]): { at: number; value: number }[] {
  return sorted.slice(1).flatMap(({ at, value }, index) => {
    const before = sorted[index];
    if (before === undefined || at <= before.at || value < before.value) return [];
    return [{ at, value: ((value - before.value) * 1_000) / (at - before.at) }];
  });
}

function means(samples: readonly { at: number; value: number }[], step: number): [number, number][] {
  const sums = new Map<number, { sum: number; count: number }>();
  for (const { at, value } of samples) {
    const start = at - (at % step);
    const known = sums.get(start) ?? { sum: 0, count: 0 };
    sums.set(start, { sum: known.sum + value, count: known.count + 1 });
  }
  return [...sums].map(([at, { sum, count }]) => [at, sum / count]);
}
