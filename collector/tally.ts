/** Counts that one thread makes and another adds to its metrics. */
import type { MetricName } from '../contracts/metrics';
import type { Labels } from '../platform/metrics';

export interface Count {
  name: MetricName;
  labels: Labels;
  by: number;
}

export class Tally {
  private readonly counts = new Map<string, Count>();

  count(name: MetricName, labels: Labels, by = 1): void {
    if (by === 0) return;
    const key = `${name} ${Object.values(labels).join(' ')}`;
    const entry = this.counts.get(key);
    if (entry) entry.by += by;
    else this.counts.set(key, { name, labels, by });
  }

  list(): Count[] {
    return [...this.counts.values()];
  }
}
