import type { MetricName } from '../../contracts/metrics';

export interface Count {
  name: MetricName;
  labels: Readonly<Record<string, string>>;
  by: number;
}

/** Counters of one call of the core. The core has no metrics of its own: the role adds these to the process's. */
export interface Counts {
  add(name: MetricName, labels?: Readonly<Record<string, string>>, by?: number): void;
  /** What was counted since the last call. */
  take(): Count[];
}

export function createCounts(): Counts {
  let counted = new Map<MetricName, Map<string, Count>>();
  return {
    add(name, labels = {}, by = 1) {
      let key = '';
      for (const label in labels) key = key === '' ? (labels[label] ?? '') : `${key}|${labels[label] ?? ''}`;
      let ofName = counted.get(name);
      if (!ofName) counted.set(name, (ofName = new Map<string, Count>()));
      const known = ofName.get(key);
      if (known) known.by += by;
      else ofName.set(key, { name, labels, by });
    },
    take() {
      const all = [...counted.values()].flatMap((ofName) => [...ofName.values()]);
      counted = new Map();
      return all;
    },
  };
}
