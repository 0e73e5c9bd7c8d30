/** Says in words why a row scores as it does. */
import type { Basis } from './forecast';

/** What a row was held against. */
export interface Evidence {
  kind: 'none' | 'gap' | 'cold' | 'standstill' | 'level' | 'step' | 'season' | 'offset' | 'lasting';
  value: number;
  /** What was expected; for a standstill the longest earlier run in rows. */
  expected: number;
  /** How far below and above what is expected rows usually stay. */
  below: number;
  above: number;
  /** Least and greatest value seen before. */
  least: number;
  most: number;
  /** What a forecast rests on. */
  basis: Basis;
  /** Rows before this one; rows of the standstill. */
  row: number;
  rows: number;
}

const BASIS: Record<Basis, string> = {
  level: 'over the last hundred rows',
  day: 'at this time of day',
  week: 'at this hour of the week',
};

/** Share of a value below which a bound is as good as 0. */
const NOTHING = 1e-6;

/** `minutes`: since the episode began. */
export function reasonOf(evidence: Evidence, name: string, minutes: number): string {
  const whole = Math.round(minutes);
  const lasting = whole >= 1 ? `, for ${plain(whole)} minute${whole === 1 ? '' : 's'}` : '';
  return `${said(evidence, name)}${lasting}`;
}

function said(evidence: Evidence, name: string): string {
  const { kind, value, expected, basis } = evidence;
  const distance = value - expected;
  switch (kind) {
    case 'none':
      return `${name} ${plain(value)} is within the usual`;
    case 'gap':
      return `no ${name}`;
    case 'cold':
      return `${name} ${plain(value)} against a median of ${plain(expected)} over the first ${evidence.row} rows`;
    case 'standstill':
      return `${name} has not moved from ${plain(value)} for ${evidence.rows} rows; the longest before was ${plain(expected)}`;
    case 'level':
      return `${name} ${plain(value)} against ${usual(evidence)} lately`;
    case 'step':
      return `${name} ${distance > 0 ? 'rose' : 'fell'} by ${plain(Math.abs(distance))} to ${plain(value)}; steps ${
        distance > 0 ? 'up' : 'down'
      } are usually below ${plain(distance > 0 ? evidence.above : evidence.below)}`;
    case 'season':
      return `${name} ${plain(value)} against ${usual(evidence)} ${BASIS[basis]}`;
    case 'offset':
      return `${name} ${plain(value)} against ${usual(evidence)} ${BASIS[basis]}, as the last rows went`;
    case 'lasting':
      return `${name} ${plain(value)} stays ${distance > 0 ? 'above' : 'below'} what is usual ${BASIS[basis]}, by ${plain(
        Math.abs(distance),
      )} on average`;
  }
}

/** The usual range, within what was ever seen; what is nothing beside the value is written as 0. */
function usual({ value, expected, below, above, least, most }: Evidence): string {
  const bound = (at: number): string => {
    const seen = Math.min(Math.max(at, least), most);
    return plain(Math.abs(seen) < Math.abs(value) * NOTHING ? 0 : seen);
  };
  const [from, to] = [bound(expected - below), bound(expected + above)];
  return from === to ? from : `${from} to ${to}`;
}

/** A number as a person writes it: three digits that matter, or all of a whole number. */
function plain(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e9)) return value.toExponential(2);
  if (size >= 100) return String(Math.round(value));
  return String(Number(value.toPrecision(3)));
}
