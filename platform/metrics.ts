/** The metrics registry of one thread. Names come from `contracts/metrics` only; other threads' numbers are added when the page is read. */
import { AggregatorRegistry, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { MetricObjectWithValues, MetricValue } from 'prom-client';
import { METRICS } from '../contracts/metrics';
import type { MetricDefinition, MetricName } from '../contracts/metrics';

export type Labels = Readonly<Record<string, string | number>>;

export interface Metrics {
  count(name: MetricName, labels?: Labels, by?: number): void;
  set(name: MetricName, value: number, labels?: Labels): void;
  observe(name: MetricName, value: number, labels?: Labels): void;
  /** Plain data of all metrics, to be handed to another thread. */
  collect(): Promise<MetricsPage>;
}

export type MetricsPage = MetricObjectWithValues<MetricValue<string>>[];

export function createMetrics(): Metrics {
  const registry = new Registry();
  const counters = new Map<string, Counter>();
  const gauges = new Map<string, Gauge>();
  const histograms = new Map<string, Histogram>();
  for (const [name, definition] of Object.entries(METRICS) as [MetricName, MetricDefinition][]) {
    const base = { name, help: definition.help, labelNames: [...definition.labels], registers: [registry] };
    if (definition.type === 'counter') counters.set(name, new Counter(base));
    // Two threads that tell the same gauge (lag, by the consumer and by the page) tell one fact: it must not be summed.
    else if (definition.type === 'gauge') gauges.set(name, new Gauge({ ...base, aggregator: 'max' }));
    else histograms.set(name, new Histogram({ ...base, buckets: [...(definition.buckets ?? [])] }));
  }
  return {
    count: (name, labels = {}, by = 1) => counters.get(name)?.inc({ ...labels }, by),
    set: (name, value, labels = {}) => gauges.get(name)?.set({ ...labels }, value),
    observe: (name, value, labels = {}) => histograms.get(name)?.observe({ ...labels }, value),
    collect: () => registry.getMetricsAsJSON(),
  };
}

/** The text page for Prometheus: counters summed over the threads' pages, of gauges the highest. */
export function renderMetrics(pages: MetricsPage[]): Promise<string> {
  return AggregatorRegistry.aggregate(pages).metrics();
}
