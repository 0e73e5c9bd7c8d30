import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { get } from '../api/client';
import type { SessionRow } from '../api/types';
import { hrefOf } from '../app/router';
import { CopyButton } from '../parts/copy-button';
import { Empty } from '../parts/empty';
import { amount, clock, full } from '../parts/time';
import { useKeys } from '../parts/use-keys';
import { actsOf } from './acts';
import { Controls } from './controls';
import { Knowledge } from './knowledge';
import { Strips } from './strips';
import { Transcript } from './transcript';
import { useFrames } from './use-frames';
import { usePlayer } from './use-player';
import { Waterfall } from './waterfall';

/** How long after its last event a session counts as alive. */
const ALIVE_MS = 5 * 60_000;
const LINK_MS = 300;

/** A session step by step: what the agent saw and did, and what Gander knew at that moment. */
export function ReplayPage({ session, at }: { session: string; at: string | undefined }) {
  const [follows, setFollows] = useState(false);
  const [view, setView] = useState<'acts' | 'waterfall'>('acts');
  const { data: row } = useQuery({
    queryKey: ['session', session],
    queryFn: ({ signal }) => get<SessionRow>(`/api/sessions/${encodeURIComponent(session)}`, signal),
  });
  const { frames, loading, problem } = useFrames(session, follows);
  const acts = useMemo(() => actsOf(frames), [frames]);
  const player = usePlayer(acts, at, follows);
  const act = acts[player.at];
  const link = hrefOf(['replay', session], { at: act?.id });
  // The address keeps up, so that reloading or copying it leads back here.
  useEffect(() => {
    if (act === undefined || loading) return undefined;
    const timer = setTimeout(() => {
      history.replaceState(null, '', link);
    }, LINK_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [act, link, loading]);
  useKeys({
    ' ': player.toggle,
    j: () => player.step(1),
    k: () => player.step(-1),
    ArrowRight: () => player.step(1),
    ArrowLeft: () => player.step(-1),
    ']': () => player.toAlert(1),
    '[': () => player.toAlert(-1),
    w: () => setView(view === 'acts' ? 'waterfall' : 'acts'),
  });

  if (act === undefined)
    return <Empty title={problem ?? (loading ? 'Reading the session …' : 'Nothing is kept of this session')} />;
  const alive = row !== undefined && Date.now() - row.lastSeen < ALIVE_MS;
  return (
    <div className="replay">
      <header className="replay-head">
        <div className="row between">
          <h1 className="break">
            {act.event.agent.family} <span className="dim mono">{session}</span>
          </h1>
          <div className="row">
            <span className="dim small num">
              {amount(player.at + 1)} of {amount(acts.length)}
              {loading && ' …'} · <time title={full(act.start)}>{clock(act.start)}</time>
            </span>
            {(alive || follows) && (
              <button aria-pressed={follows} onClick={() => setFollows(!follows)}>
                {follows ? 'Following' : 'Follow'}
              </button>
            )}
            <CopyButton label="Copy link" text={location.href.replace(/#.*/, link)} />
          </div>
        </div>
        <Controls acts={acts} player={player} />
        <Strips session={session} at={act.start} from={acts[0]?.start ?? 0} to={acts.at(-1)?.end ?? 0} />
      </header>
      <section className="did" aria-label="What the agent saw and did">
        <div className="row tabs" role="group" aria-label="View">
          <button aria-pressed={view === 'acts'} onClick={() => setView('acts')}>
            What it saw and did
          </button>
          <button aria-pressed={view === 'waterfall'} onClick={() => setView('waterfall')}>
            Waterfall
          </button>
        </div>
        {view === 'acts' ? (
          <Transcript acts={acts} at={player.at} />
        ) : (
          <Waterfall acts={acts} at={player.at} onMove={player.moveTo} />
        )}
      </section>
      <Knowledge session={session} acts={acts} at={player.at} onMove={player.moveTo} />
    </div>
  );
}
