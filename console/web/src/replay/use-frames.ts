/** The frames of a session, page by page behind the reader's back; followed while the session lives. */
import { useEffect, useState } from 'react';
import { get } from '../api/client';
import type { Frame, FramePage } from '../api/types';

const PAGE = 500;
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
      const from = cursor && `&cursor=${encodeURIComponent(cursor)}`;
      const path = `/api/sessions/${encodeURIComponent(session)}/replay?limit=${PAGE}${from}`;
      const page = await get<FramePage>(path, aborter.signal);
      setKept((before) => joined(before, page));
    };
    read().catch((error: unknown) => {
      if (!aborter.signal.aborted)
        setKept((before) => ({ ...before, loading: false, problem: (error as Error).message }));
    });
    return () => {
      aborter.abort();
    };
  }, [session, cursor, looks]);
  return kept;
}

function joined(before: Frames & { cursor: string }, { frames, next }: FramePage): Frames & { cursor: string } {
  const known = new Set(before.frames.slice(-2 * PAGE).map(({ event }) => event.id));
  const fresh = frames.filter(({ event }) => !known.has(event.id));
  const all = fresh.length === 0 ? before.frames : [...before.frames, ...fresh];
  const goesOn = next !== undefined && next !== before.cursor && all.length < MOST;
  return { frames: all, problem: undefined, loading: goesOn, cursor: goesOn ? next : before.cursor };
}
