/** The scopes of a partition, least lately touched first: bounded by number, by size and by age. */
import type { Counts } from './counts';
import { lieDown, newScope, sizeOf } from './scope';
import type { Scope } from './scope';

export interface EngineLimits {
  /** How late an event may come and still be put in order, milliseconds. */
  latenessMs: number;
  maxSessions: number;
  /** Age without an event after which a session is forgotten, milliseconds. */
  sessionMs: number;
  /** Characters that all sessions of the partition may hold together. */
  maxSize: number;
}

export interface Scopes {
  /** The scope, made when it is new, moved to the end of the line. */
  touch(key: string, at: number): Scope;
  /** Counts what the scope holds now, and drops the oldest scopes over the bounds; those are handed to `onEvict` first. */
  settle(scope: Scope): void;
  /** Drops the scopes that were not touched for the age limit before `now`, and lightens those that are silent. */
  expire(now: number): void;
  /** Called with each scope before it is dropped, to step what still waits in it. */
  onEvict: (key: string, scope: Scope) => void;
  readonly all: ReadonlyMap<string, Scope>;
  replace(entries: Iterable<readonly [string, Scope]>): void;
}

/** Silence after which a session keeps only what matters for later, milliseconds. */
const REST_MS = 3 * 60_000;

export function createScopes(limits: EngineLimits, counts: Counts, map: string): Scopes {
  const all = new Map<string, Scope>();
  let size = 0;
  const drop = (key: string, scope: Scope, reason: string) => {
    scopes.onEvict(key, scope);
    all.delete(key);
    size -= scope.size;
    counts.add('gander_engine_evicted_total', { map, reason });
  };
  const resize = (scope: Scope) => {
    const held = sizeOf(scope);
    size += held - scope.size;
    scope.size = held;
  };
  const scopes: Scopes = {
    all,
    onEvict: () => undefined,
    touch(key, at) {
      const scope = all.get(key) ?? newScope();
      all.delete(key);
      all.set(key, scope);
      scope.touched = Math.max(scope.touched, at);
      scope.resting = false;
      return scope;
    },
    settle(scope) {
      resize(scope);
      for (const [key, oldest] of all) {
        const reason = all.size > limits.maxSessions ? 'count' : size > limits.maxSize ? 'size' : undefined;
        if (reason === undefined || oldest === scope) break;
        drop(key, oldest, reason);
      }
    },
    expire(now) {
      for (const [key, scope] of all) {
        if (now - scope.touched <= REST_MS) break;
        if (now - scope.touched > limits.sessionMs) drop(key, scope, 'age');
        else if (!scope.resting) {
          lieDown(scope);
          resize(scope);
        }
      }
    },
    replace(entries) {
      all.clear();
      size = 0;
      for (const [key, scope] of entries) {
        all.set(key, scope);
        size += scope.size;
      }
    },
  };
  return scopes;
}
