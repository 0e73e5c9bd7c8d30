/** JSON lines in and out: many streams at once, each with a scorer of its own, and the reason in words. */
import { z } from 'zod';
import { StreamScorer } from '../../engine/baselines/stream-scorer';
import { figure, shown } from './tally';
import type { Tally } from './tally';
import { TimestampReader } from './timestamp';

const LONGEST_NAME = 512;
const Row = z.object({
  stream: z.string().min(1).max(LONGEST_NAME),
  timestamp: z.union([z.string(), z.number()]),
  value: z.number().nullable(),
});

export class JsonLineAnswers {
  private readonly scorers = new Map<string, StreamScorer>();
  private readonly timestamps = new TimestampReader();

  /** `most`: streams that are kept; rows of further ones are refused. */
  constructor(
    private readonly tally: Tally,
    private readonly most: number,
  ) {}

  /** The line to print, or undefined for an empty one. */
  answer(text: string, line: number): string | undefined {
    if (text === '') return undefined;
    this.tally.rows++;
    const row = read(text);
    if (typeof row === 'string') return this.refuse(line, row);
    const time = this.timestamps.read(String(row.timestamp));
    if (time === undefined) return this.refuse(line, `timestamp ${shown(String(row.timestamp))} is no time`);
    const scorer = this.scorerOf(row.stream);
    if (scorer === undefined)
      return this.refuse(line, `stream ${shown(row.stream)} is one more than --max-streams ${this.most}`);
    if (row.value === null) this.tally.gaps++;
    const { anomaly, raw, alarm } = scorer.take(time, row.value ?? NaN);
    if (alarm) this.tally.alarms++;
    const { stream, timestamp, value } = row;
    return JSON.stringify({
      stream,
      timestamp,
      value,
      anomaly_score: Number(figure(anomaly)),
      raw_score: Number(figure(raw)),
      alarm,
      why: scorer.why(stream),
    });
  }

  /** The answer to a line that is too long to be a row. */
  tooLong(line: number): string {
    this.tally.rows++;
    return this.refuse(line, 'longer than 64 KiB');
  }

  private scorerOf(stream: string): StreamScorer | undefined {
    const known = this.scorers.get(stream);
    if (known !== undefined || this.scorers.size >= this.most) return known;
    const scorer = new StreamScorer();
    this.scorers.set(stream, scorer);
    return scorer;
  }

  private refuse(line: number, why: string): string {
    this.tally.refuse(line, why);
    return JSON.stringify({ line, error: why });
  }
}

/** The row, or what is wrong with it. */
function read(text: string): z.infer<typeof Row> | string {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return `${shown(text)} is no JSON`;
  }
  const row = Row.safeParse(given);
  if (row.success) return row.data;
  const [issue] = row.error.issues;
  return `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'unreadable'}`.replace(/^: /, '');
}
