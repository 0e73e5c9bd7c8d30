import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { AlertPane } from '../alert/alert-pane';
import { TriageDialogs } from '../alert/triage-dialogs';
import type { Asking } from '../alert/triage-dialogs';
import { changeAlert } from '../alert/changes';
import { useLiveState, useStream } from '../api/stream';
import { go, hrefOf, stay, usePlace } from '../app/router';
import { undoLast } from '../parts/toast';
import { useKeys } from '../parts/use-keys';
import { AlertList } from './alert-list';
import { alertStore } from './alert-store';
import { FilterBar } from './filter-bar';
import { filterHref, passing, readFilter } from './filter';
import { HelpDialog } from './help-dialog';
import { InboxEmpty } from './inbox-empty';
import { useSelection } from './use-selection';

/** How often the newest alerts are asked for while the stream is away. */
const WITHOUT_STREAM_MS = 5_000;

export function InboxPage() {
  const { query } = usePlace();
  const filter = useMemo(() => readFilter(query), [query]);
  const open = query.get('open') ?? undefined;
  const kept = useSyncExternalStore(alertStore.watch, alertStore.now);
  const pass = useDeferredValue(useMemo(() => passing(filter), [filter]));
  const rows = useMemo(() => kept.rows.filter(pass), [kept.rows, pass]);
  const waiting = useMemo(() => kept.waiting.filter(pass).length, [kept.waiting, pass]);
  const detectors = useDetectors(kept.rows);
  const selection = useSelection(rows);
  const search = useRef<HTMLInputElement>(null);
  const [asking, setAsking] = useState<Asking>();
  const [helps, setHelps] = useState(false);
  const [isTop, setTop] = useState(true);

  const hidden = filter.view === 'hidden' || filter.view === 'all';
  useEffect(() => {
    void alertStore.load(hidden);
  }, [hidden]);
  useStream('alert', alertStore.changed);
  useStream('resumed', reload);
  const live = useLiveState() === 'live';
  useEffect(() => {
    if (live) return undefined;
    const timer = setInterval(() => void alertStore.refresh().catch(() => undefined), WITHOUT_STREAM_MS);
    return () => {
      clearInterval(timer);
    };
  }, [live]);
  const reading = !isTop || open !== undefined || selection.at > 0;
  useEffect(() => {
    alertStore.reading = reading;
    if (!reading) alertStore.show();
  }, [reading]);

  const { row, select } = selection;
  const openAlert = useCallback(
    (id: string) => {
      select(id);
      stay(filterHref(filter, id));
    },
    [filter, select],
  );
  const move = (by: number) => {
    selection.move(by);
    const next = rows[Math.max(0, selection.at + by)];
    if (open !== undefined && next) stay(filterHref(filter, next.id));
  };
  const change = (state: 'acknowledged' | 'resolved') => row && void changeAlert(row.id, { state }, row.title);
  const about = (what: Asking['what']) => row && setAsking({ what, id: row.id, title: row.why });
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => row && openAlert(row.id),
    Escape: () => stay(filterHref(filter)),
    a: () => change('acknowledged'),
    e: () => change('resolved'),
    f: () => about('false-positive'),
    r: () => about('risk-accepted'),
    s: () => about('suppress'),
    i: () => row?.incident !== undefined && go(hrefOf(['incidents', row.incident])),
    p: () => row?.session !== undefined && go(hrefOf(['replay', row.session], { at: row.id })),
    n: alertStore.show,
    z: undoLast,
    '/': () => search.current?.focus(),
    '?': () => setHelps(true),
  });

  return (
    <div className={open === undefined ? 'inbox' : 'inbox split'}>
      <h1 className="skip">Inbox</h1>
      <div className="inbox-list">
        <FilterBar {...{ filter, detectors, search }} shown={rows.length} onHelp={() => setHelps(true)} />
        {waiting > 0 && (
          <button className="primary fresh-bar" onClick={alertStore.show}>
            {waiting} new <kbd>n</kbd>
          </button>
        )}
        {rows.length === 0 ? (
          <InboxEmpty kept={kept} />
        ) : (
          <AlertList rows={rows} at={selection.at} onOpen={openAlert} onTop={setTop} />
        )}
      </div>
      {open !== undefined && (
        <aside className="inbox-pane" aria-label="Alert">
          <AlertPane key={open} id={open} onAsk={setAsking} onClose={() => stay(filterHref(filter))} />
        </aside>
      )}
      {asking && <TriageDialogs asking={asking} onClose={() => setAsking(undefined)} />}
      {helps && <HelpDialog onClose={() => setHelps(false)} />}
    </div>
  );
}

const reload = () => void alertStore.load();

/** Names of the detectors that have told something, in order. */
function useDetectors(rows: readonly { detector: string }[]): readonly string[] {
  const names = useMemo(() => [...new Set(rows.map(({ detector }) => detector))].sort().join('\n'), [rows]);
  return useMemo(() => names.split('\n').filter(Boolean), [names]);
}
