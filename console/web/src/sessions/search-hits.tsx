import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { get } from '../api/client';
import type { SearchHit } from '../api/types';
import { hrefOf } from '../app/router';
import { Empty } from '../parts/empty';
import { ProblemNote } from '../parts/problem-note';
import { full } from '../parts/time';

/** `session:<dialect>:<id>` → id; undefined for scopes that are no session. */
const sessionOf = (scope: string): string | undefined => /^session:[^:]*:(.+)$/s.exec(scope)?.[1];

/** Moments in which the words occur, each with a way into the replay. */
export function SearchHits({ q }: { q: string }) {
  const { data, error } = useQuery({
    queryKey: ['search', q],
    queryFn: ({ signal }) => get<{ hits: SearchHit[] }>(`/api/search?limit=50&q=${encodeURIComponent(q)}`, signal),
    placeholderData: keepPreviousData,
  });
  if (error) return <ProblemNote error={error} />;
  if (!data) return null;
  if (data.hits.length === 0) return <Empty title="Nobody did anything like that" />;
  return (
    <ul className="card">
      {data.hits.map(({ eventId, scope, session = sessionOf(scope), at, snippet }) => (
        <li key={eventId} className="stack">
          <p className="mono break">{snippet}</p>
          <p className="small dim num">
            {full(at)} ·{' '}
            {session === undefined ? scope : <a href={hrefOf(['replay', session], { at: eventId })}>{session}</a>}
          </p>
        </li>
      ))}
    </ul>
  );
}
