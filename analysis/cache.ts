/** A bounded cache that forgets what was used longest ago. */
export interface Cache<V> {
  get(key: string): V | undefined;
  /** `size` is whatever the bound counts, such as characters. */
  set(key: string, value: V, size: number): void;
}

export interface CacheBounds {
  entries: number;
  size: number;
}

export function createCache<V>(bounds: CacheBounds): Cache<V> {
  const kept = new Map<string, { value: V; size: number }>();
  let total = 0;
  const drop = (key: string): void => {
    total -= kept.get(key)?.size ?? 0;
    kept.delete(key);
  };
  return {
    get(key) {
      const found = kept.get(key);
      if (!found) return undefined;
      kept.delete(key);
      kept.set(key, found);
      return found.value;
    },
    set(key, value, size) {
      if (size > bounds.size / 16) return;
      drop(key);
      kept.set(key, { value, size });
      total += size;
      while (kept.size > bounds.entries || total > bounds.size) drop(kept.keys().next().value ?? key);
    },
  };
}
