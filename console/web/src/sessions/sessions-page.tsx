import { useInfiniteQuery } from '@tanstack/react-query';
import { get } from '../api/client';
import type { SessionRow } from '../api/types';
import { hrefOf, stay, usePlace } from '../app/router';
import { brief } from '../parts/brief';
import { Empty } from '../parts/empty';
import { ProblemNote } from '../parts/problem-note';
import { ago, amount, full, span } from '../parts/time';
import { SearchHits } from './search-hits';

interface Page {
  sessions: SessionRow[];
  next?: string;
}

/** Sessions, the latest first, and a search through all that agents did. */
export function SessionsPage() {
  const q = usePlace().query.get('q') ?? '';
  return (
    <div className="sheet">
      <div className="row between">
        <h1>Sessions</h1>
        <input
          className="wide"
          type="search"
          aria-label="Search all that agents did"
          placeholder="Search all that agents did"
          value={q}
          onChange={(event) => stay(hrefOf(['sessions'], { q: event.target.value }))}
        />
      </div>
      {q.trim() === '' ? <SessionTable /> : <SearchHits q={q.trim()} />}
    </div>
  );
}

function SessionTable() {
  const { data, error, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['sessions'],
    queryFn: ({ pageParam, signal }) =>
      get<Page>(`/api/sessions?limit=100${pageParam && `&cursor=${encodeURIComponent(pageParam)}`}`, signal),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    refetchInterval: 10_000,
  });
  if (error) return <ProblemNote error={error} />;
  if (!data) return null;
  const sessions = data.pages.flatMap((page) => page.sessions);
  if (sessions.length === 0)
    return (
      <Empty title="No session yet">
        <a href={hrefOf(['start'])}>Point an agent at Gander</a>
      </Empty>
    );
  return (
    <>
      <div className="card flush" tabIndex={0} role="region" aria-label="Sessions">
        <table>
          <thead>
            <tr>
              <th>Session</th>
              <th>Agent</th>
              <th>Who</th>
              <th>Events</th>
              <th>Length</th>
              <th>Last seen</th>
            </tr>
          </thead>
          <tbody>
            {sessions.map((row) => (
              <tr key={`${row.tenant}\n${row.session}`}>
                <td>
                  <a className="mono break" href={hrefOf(['replay', row.session])}>
                    {row.session}
                  </a>
                </td>
                <td>
                  {row.dialect} <span className="dim">{row.version}</span>
                </td>
                <td className="break">
                  {brief([row.user, row.host].filter(Boolean).join(' · ')) || <span className="dim">not told</span>}
                </td>
                <td className="num">{amount(row.events)}</td>
                <td className="num">{span(row.lastSeen - row.firstSeen)}</td>
                <td className="num" title={full(row.lastSeen)}>
                  {ago(row.lastSeen)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {hasNextPage && <button onClick={() => void fetchNextPage()}>Earlier sessions</button>}
    </>
  );
}
