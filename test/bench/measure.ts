/** Ways of measuring: CPU time of this process over rounds, and quantiles. */

const ROUNDS = 5;

/** CPU microseconds (user and system) of one call: the median of rounds of `roundMs`, after one that warms up. Calls are numbered. */
export function cpuMicros(work: (call: number) => unknown, roundMs = 300): number {
  let call = 0;
  const rounds = Array.from({ length: ROUNDS + 1 }, () => {
    const start = process.cpuUsage();
    const end = performance.now() + roundMs;
    const first = call;
    do work(call++);
    while (performance.now() < end);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / (call - first);
  });
  return median(rounds.slice(1));
}

/** Milliseconds of CPU of one call: the best of twelve after one that warms up. What is left is the work itself, not the neighbours. */
export function bestMs(work: (call: number) => unknown): number {
  work(0);
  return bestOf(12, (call) => work(call + 1));
}

/** Milliseconds of CPU of the cheapest of so many calls. */
export function bestOf(calls: number, work: (call: number) => unknown): number {
  let best = Infinity;
  for (let call = 0; call < calls; call += 1) {
    const start = process.cpuUsage();
    work(call);
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, (user + system) / 1_000);
  }
  return best;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** NaN of no values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}
