/** A map that is only made when it is looked at, and notes what was. */

/** What an action looked at in the memory, by key, and what it said. */
export type Used = Record<string, string>;

/** Looks like a map; `get` answers for one key, `all` for whatever needs more. */
export function mapView<T>({
  get,
  all,
}: {
  get: (key: string) => T | undefined;
  all: () => ReadonlyMap<string, T>;
}): ReadonlyMap<string, T> {
  return {
    get,
    has: (key) => get(key) !== undefined,
    get size() {
      return all().size;
    },
    forEach: (callback) => {
      const map = all();
      map.forEach((value, key) => callback(value, key, map));
    },
    entries: () => all().entries(),
    keys: () => all().keys(),
    values: () => all().values(),
    [Symbol.iterator]: () => all()[Symbol.iterator](),
  };
}
