/** A map that is only made when it is looked at, and notes what was. */

/** What an action looked at in the memory, by key, and what it said. */
export type Used = Record<string, string>;

interface Answers<T> {
  get: (key: string) => T | undefined;
  all: () => ReadonlyMap<string, T>;
}

/** Looks like a map; `get` answers for one key, `all` for whatever needs more. */
export const mapView = <T>(answers: Answers<T>): ReadonlyMap<string, T> => new MapView(answers);

/** A class, since many are made and few are asked. */
class MapView<T> implements ReadonlyMap<string, T> {
  constructor(private readonly answers: Answers<T>) {}

  get(key: string): T | undefined {
    return this.answers.get(key);
  }

  has(key: string): boolean {
    return this.answers.get(key) !== undefined;
  }

  get size(): number {
    return this.answers.all().size;
  }

  forEach(callback: (value: T, key: string, map: ReadonlyMap<string, T>) => void): void {
    const map = this.answers.all();
    map.forEach((value, key) => {
      callback(value, key, map);
    });
  }

  entries() {
    return this.answers.all().entries();
  }

  keys() {
    return this.answers.all().keys();
  }

  values() {
    return this.answers.all().values();
  }

  [Symbol.iterator]() {
    return this.answers.all()[Symbol.iterator]();
  }
}
