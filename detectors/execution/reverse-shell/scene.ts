/** What is asked of all invocations of a command again and again, worked out once, so that the whole costs linear time. */
import type { Invocation } from '../../../contracts/shell';
import { UNKNOWN } from '../../programs';
import { isBareShell, runsUnknown, sources } from './wiring';

export interface Scene {
  readonly all: readonly Invocation[];
  /** By index: a shell or interpreter without code of its own. */
  readonly bare: readonly boolean[];
  readonly unknown: readonly boolean[];
  /** By index: such a shell writes to it, or reads from it, through any number of pipes. */
  readonly shellBefore: readonly boolean[];
  readonly shellAfter: readonly boolean[];
  /** By index: what it writes is run, by a shell or by `source`. */
  readonly isRun: readonly boolean[];
  /** By index: a carrier of bytes reads from it, through any number of pipes. */
  readonly relayAfter: readonly boolean[];
  /** Indices that something runs as it comes: `nc | while read c; do sh -c "$c"; done`. */
  readonly feedsUnknown: ReadonlySet<number>;
  /** Some program is known only when it runs, or is `eval`. */
  readonly anyUnknown: boolean;
}

export function sceneOf(all: readonly Invocation[], isRelay: (one: Invocation) => boolean): Scene {
  const bare = all.map(isBareShell);
  const unknown = all.map(runsUnknown);
  const readers = all.flatMap((one, at) =>
    unknown[at] === true && one.readsFrom !== undefined ? [one.readsFrom] : [],
  );
  return {
    all,
    bare,
    unknown,
    shellBefore: beyond(all, 'readsFrom', (_, at) => bare[at] === true),
    shellAfter: beyond(all, 'feeds', (_, at) => bare[at] === true),
    isRun: beyond(all, 'feeds', (one, at) => bare[at] === true || sources(one)),
    relayAfter: beyond(all, 'feeds', isRelay),
    feedsUnknown: new Set(readers),
    anyUnknown: all.some((one, at) => unknown[at] === true || one.program === 'eval' || one.program === UNKNOWN),
  };
}

/** By index: whether any invocation further along the pipe has the property. Each is visited once; a ring ends where it began. */
function beyond(
  all: readonly Invocation[],
  step: 'feeds' | 'readsFrom',
  has: (one: Invocation, at: number) => boolean,
): boolean[] {
  const known = new Array<boolean | undefined>(all.length);
  const holds = (at: number) => {
    const one = all[at];
    return one !== undefined && has(one, at);
  };
  for (let start = 0; start < all.length; start++) {
    const path: number[] = [];
    let at: number | undefined = start;
    while (at !== undefined && known[at] === undefined) {
      known[at] = false;
      path.push(at);
      at = all[at]?.[step];
    }
    let found = at !== undefined && (known[at] === true || holds(at));
    for (const index of path.reverse()) {
      known[index] = found;
      found ||= holds(index);
    }
  }
  return known.map((one) => one === true);
}
