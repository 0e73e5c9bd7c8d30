/** CSV in, CSV out: one stream, one answer a row. */
import { StreamScorer } from '../../engine/baselines/stream-scorer';
import { GanderError } from '../../platform/errors';
import { figure, shown } from './tally';
import type { Tally } from './tally';
import { TimestampReader } from './timestamp';

export const CSV_HEADER = 'timestamp,value,anomaly_score,raw_score,alarm';
/** What says that a row has no value. */
const GAPS = new Set(['', 'nan', 'null', 'na', 'none']);
const UNSCORED = '0,0,0';

interface Columns {
  timestamp: number;
  value: number;
}

/** Answers line by line; `line` counts from 1. */
export class CsvAnswers {
  private readonly scorer = new StreamScorer();
  private readonly timestamps = new TimestampReader();
  private columns: Columns | undefined;

  constructor(private readonly tally: Tally) {}

  /** The line to print, or undefined for an empty one. Throws `usage` when the header lacks a column. */
  answer(text: string, line: number): string | undefined {
    if (text === '') return undefined;
    if (this.columns === undefined) {
      this.columns = readHeader(text);
      return CSV_HEADER;
    }
    this.tally.rows++;
    const fields = fieldsOf(text);
    const timestamp = fields[this.columns.timestamp] ?? '';
    const value = fields[this.columns.value];
    return `${timestamp},${value ?? ''},${this.scores(timestamp, value, line)}`;
  }

  /** The answer to a line that is too long to be a row. */
  tooLong(line: number): string {
    this.tally.rows++;
    return `,,${this.refuse(line, 'longer than 64 KiB')}`;
  }

  private scores(timestamp: string, text: string | undefined, line: number): string {
    if (text === undefined) return this.refuse(line, `value is missing`);
    const time = this.timestamps.read(timestamp);
    if (time === undefined) return this.refuse(line, `timestamp ${shown(timestamp)} is no time`);
    const gap = GAPS.has(text.toLowerCase());
    const value = gap ? NaN : Number(text);
    if (!gap && !Number.isFinite(value)) return this.refuse(line, `value ${shown(text)} is no finite number`);
    if (gap) this.tally.gaps++;
    const { anomaly, raw, alarm } = this.scorer.take(time, value);
    if (alarm) this.tally.alarms++;
    return `${figure(anomaly)},${figure(raw)},${alarm ? 1 : 0}`;
  }

  private refuse(line: number, why: string): string {
    this.tally.refuse(line, why);
    return UNSCORED;
  }
}

function readHeader(text: string): Columns {
  const names = fieldsOf(text.replace(/^\uFEFF/, '')).map((name) => name.toLowerCase());
  const columns = { timestamp: names.indexOf('timestamp'), value: names.indexOf('value') };
  if (columns.timestamp < 0 || columns.value < 0)
    throw new GanderError('usage', `the first line must name the columns timestamp and value, got ${shown(text)}`);
  return columns;
}

/** Fields have no comma inside; quotes around one are dropped. */
function fieldsOf(text: string): string[] {
  const fields = text.split(',');
  return text.includes('"') || text.includes(' ,') || text.includes(', ')
    ? fields.map((field) => field.trim().replace(/^"([^"]*)"$/, '$1'))
    : fields;
}
