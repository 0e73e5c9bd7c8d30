/** PromQL over Gander's own metrics. Names and labels are those of `contracts/metrics`: a renamed one does not compile. */
import type { METRICS } from '../contracts/metrics';
import type { MetricName } from '../contracts/metrics';

type OfType<T extends 'counter' | 'gauge' | 'histogram'> = {
  [N in MetricName]: (typeof METRICS)[N]['type'] extends T ? N : never;
}[MetricName];
type LabelOf<N extends MetricName> = (typeof METRICS)[N]['labels'][number] | 'instance';

export interface Choice<N extends MetricName> {
  /** Labels that tell the answer's series apart; the others are added up. */
  by?: readonly LabelOf<N>[];
  /** Only series whose label has one of these values. */
  where?: Partial<Record<LabelOf<N>, readonly string[]>>;
}

export interface Queries {
  /** The series as they are. */
  series<N extends MetricName>(name: N, where?: Choice<N>['where']): string;
  /** Increase a second of a counter. */
  rate<N extends OfType<'counter'>>(name: N, choice?: Choice<N>): string;
  /** Increase of a counter over a time such as `10m`; a whole number only when rounded. */
  increase<N extends OfType<'counter'>>(name: N, over: string, choice?: Choice<N>): string;
  /** A counter since the start of the process, as it was `ago` (`15m`) or is. */
  total<N extends OfType<'counter'>>(name: N, choice?: Choice<N>, ago?: string): string;
  /** The highest of a gauge: several processes may tell the same one. */
  highest<N extends OfType<'gauge'>>(name: N, choice?: Choice<N>): string;
  /** Quantile of a histogram; no number while nothing is observed. */
  quantile<N extends OfType<'histogram'>>(q: number, name: N, choice?: Choice<N>): string;
}

/** `only` is a matcher that every selector gets, such as `instance=~"$instance"`; `rateWindow` is over what rates are taken. */
export function createQueries({ only, rateWindow }: { only?: string; rateWindow: string }): Queries {
  const select = (name: string, where: Partial<Record<string, readonly string[]>> = {}) => {
    const chosen = Object.entries(where).map(([label, values = []]) =>
      values.length === 1 ? `${label}="${values[0] ?? ''}"` : `${label}=~"${values.join('|')}"`,
    );
    const matchers = [...(only === undefined ? [] : [only]), ...chosen];
    return matchers.length === 0 ? name : `${name}{${matchers.join(', ')}}`;
  };
  const fold = (how: 'sum' | 'max', by: readonly string[] | undefined, inner: string) =>
    by === undefined ? `${how}(${inner})` : `${how} by (${by.join(', ')}) (${inner})`;
  return {
    series: select,
    rate: (name, { by, where } = {}) => fold('sum', by, `rate(${select(name, where)}[${rateWindow}])`),
    increase: (name, over, { by, where } = {}) => fold('sum', by, `increase(${select(name, where)}[${over}])`),
    total: (name, { by, where } = {}, ago) =>
      fold('sum', by, select(name, where) + (ago === undefined ? '' : ` offset ${ago}`)),
    highest: (name, { by, where } = {}) => fold('max', by, select(name, where)),
    quantile: (q, name, { by = [], where } = {}) =>
      `histogram_quantile(${q}, ${fold('sum', ['le', ...by], `rate(${select(`${name}_bucket`, where)}[${rateWindow}])`)})`,
  };
}

/** 0 instead of no answer, for what has never happened. */
export const orZero = (expression: string): string => `${expression} or on() vector(0)`;
