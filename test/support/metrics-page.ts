/** Reads a page of metrics in Prometheus' text format; a line that the format does not have is an error. */

export interface MetricsSamples {
  /** Names that have at least one sample, those of histograms without `_bucket`, `_sum`, `_count`. */
  names: ReadonlySet<string>;
  /** Types by name, as the page tells them. */
  types: ReadonlyMap<string, string>;
  /** Sum of the samples with that exact name whose labels hold all of these; 0 when there are none. */
  sum(name: string, labels?: Readonly<Record<string, string>>): number;
}

interface Sample {
  name: string;
  labels: Readonly<Record<string, string>>;
  value: number;
}

const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"(?:,|$)/y;

export function readMetrics(page: string): MetricsSamples {
  const samples: Sample[] = [];
  const types = new Map<string, string>();
  for (const line of page.split('\n')) {
    const [, typed, type] = /^# TYPE (\S+) (counter|gauge|histogram|summary|untyped)$/.exec(line) ?? [];
    if (typed !== undefined && type !== undefined) types.set(typed, type);
    else if (line !== '' && !/^# (?:HELP \S+ |EOF)/.test(line)) samples.push(readSample(line));
  }
  const base = (name: string) => {
    const short = name.replace(/_(?:bucket|sum|count)$/, '');
    return types.get(short) === 'histogram' ? short : name;
  };
  return {
    names: new Set(samples.map(({ name }) => base(name))),
    types,
    sum: (name, wanted = {}) =>
      samples
        .filter((one) => one.name === name && Object.entries(wanted).every(([key, value]) => one.labels[key] === value))
        .reduce((total, { value }) => total + value, 0),
  };
}

function readSample(line: string): Sample {
  const [, name, inside = '', number] = SAMPLE.exec(line) ?? [];
  if (name === undefined || number === undefined) throw new Error(`no sample of Prometheus' text format: ${line}`);
  const value = number === '+Inf' ? Infinity : Number(number);
  if (Number.isNaN(value)) throw new Error(`no number: ${line}`);
  return { name, labels: readLabels(inside, line), value };
}

function readLabels(inside: string, line: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (let at = 0; at < inside.length;) {
    LABEL.lastIndex = at;
    const [whole, key, value] = LABEL.exec(inside) ?? [];
    if (whole === undefined || key === undefined) throw new Error(`broken labels: ${line}`);
    labels[key] = value ?? '';
    at += whole.length;
  }
  return labels;
}
