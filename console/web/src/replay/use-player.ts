/** Where the replay is, and how it goes on. */
import { useEffect, useRef, useState } from 'react';
import type { Act } from './acts';

export const SPEEDS = [1, 4, 16, 64] as const;
/** A step lasts as long as it did, within bounds in which people can follow and do not wait. */
const SHORTEST_MS = 40;
const LONGEST_MS = 2_500;

export interface Player {
  at: number;
  plays: boolean;
  speed: number;
  setSpeed: (speed: number) => void;
  toggle: () => void;
  step: (by: number) => void;
  moveTo: (at: number) => void;
  /** To the next act that led to an alert, or the one before. */
  toAlert: (way: 1 | -1) => void;
}

/** `wanted` is the id of an event or alert to begin at; it is looked for until it is there. */
export function usePlayer(acts: readonly Act[], wanted: string | undefined, follows: boolean): Player {
  const [at, setAt] = useState(0);
  const [plays, setPlays] = useState(false);
  const [speed, setSpeed] = useState<number>(4);
  const sought = useRef<string | undefined>(undefined);
  const count = acts.length;

  useEffect(() => {
    if (wanted === undefined || sought.current === wanted) return;
    const found = acts.findIndex((act) => act.ids.includes(wanted) || act.alerts.some(({ id }) => id === wanted));
    if (found < 0) return;
    sought.current = wanted;
    setAt(found);
  }, [acts, wanted]);
  useEffect(() => {
    if (follows && count > 0) setAt(count - 1);
  }, [follows, count]);
  useEffect(() => {
    if (!plays) return undefined;
    const [now, next] = [acts[at], acts[at + 1]];
    if (now === undefined || next === undefined) {
      setPlays(false);
      return undefined;
    }
    const gap = (next.start - now.start) / speed;
    const timer = setTimeout(() => setAt(at + 1), Math.max(SHORTEST_MS, Math.min(LONGEST_MS / Math.sqrt(speed), gap)));
    return () => {
      clearTimeout(timer);
    };
  }, [plays, at, speed, acts]);

  const moveTo = (next: number) => setAt(Math.max(0, Math.min(count - 1, next)));
  return {
    at: Math.min(at, Math.max(0, count - 1)),
    plays,
    speed,
    setSpeed,
    toggle: () => setPlays(!plays),
    step: (by) => {
      setPlays(false);
      moveTo(at + by);
    },
    moveTo,
    toAlert: (way) => {
      setPlays(false);
      for (let next = at + way; next >= 0 && next < count; next += way)
        if ((acts[next]?.alerts.length ?? 0) > 0) {
          setAt(next);
          return;
        }
    },
  };
}
