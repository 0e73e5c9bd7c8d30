/** Series of numbers for tests: seeded, so that each run sees the same. */

/** Numbers from 0 to 1; the same for the same seed. */
export function uniform(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Nearly normal numbers of mean 0 and deviation 1, from six uniform ones. */
export function normal(random: () => number): number {
  let sum = 0;
  for (let at = 0; at < 6; at++) sum += random();
  return (sum - 3) * Math.SQRT2;
}
