/** The frames of a session, page by page behind the reader's back; followed while the session lives. */
import { useEffect, useMemo, useState } from 'react';
import type { Frame, FramePage } from '../api/types';
import { framesOf } from './read-frames';

/** Frames that a page may hold again, of those that are there. */
const AGAIN = 1_000;
/** Most frames that a browser keeps of one session. */
const MOST = 50_000;
const FOLLOW_MS = 2_000;

export interface Frames {
  frames: readonly Frame[];
  loading: boolean;
  problem: string | undefined;
}

export function useFrames(session: string, follows: boolean): Frames {
  const [kept, setKept] = useState<Frames & { cursor: string }>({
    frames: [],
    loading: true,
    problem: undefined,
    cursor: '',
  });
  const { loading, cursor } = kept;
  const frames = useMemo(() => framesOf(session), [session]);
  const [looks, setLooks] = useState(0);
  useEffect(() => {
    if (!follows || loading) return undefined;
    const timer = setInterval(() => setLooks((n) => n + 1), FOLLOW_MS);
    return () => {
      clearInterval(timer);
    };
  }, [follows, loading]);
  useEffect(() => {
    const aborter = new AbortController();
    const read = async () => {
      // The last page is read again while one follows: what came since stands at its end.
      const page = await frames(cursor, aborter.signal);
      setKept((before) => joined(before, page));
    };
    read().catch((error: unknown) => {
      if (!aborter.signal.aborted)
        setKept((before) => ({ ...before, loading: false, problem: (error as Error).message }));
    });
    return () => {
      aborter.abort();
    };
  }, [frames, cursor, looks]);
  return kept;
}

function joined(before: Frames & { cursor: string }, { frames, next }: FramePage): Frames & { cursor: string } {
  const known = new Set(before.frames.slice(-AGAIN).map(({ event }) => event.id));
  const fresh = frames.filter(({ event }) => !known.has(event.id));
  const all = fresh.length === 0 ? before.frames : [...before.frames, ...fresh];
  const goesOn = next !== undefined && next !== before.cursor && all.length < MOST;
  return { frames: all, problem: undefined, loading: goesOn, cursor: goesOn ? next : before.cursor };
}
