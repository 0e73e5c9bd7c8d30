import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Evidence } from '../../../../contracts/finding';
import { get } from '../api/client';
import type { Understood } from '../api/types';
import { hrefOf } from '../app/router';
import { ProblemNote } from '../parts/problem-note';
import { clock, full } from '../parts/time';
import { ActExplained } from './act-explained';

/** One piece of evidence: the words of the event, and on demand what they really do. */
export function EvidenceItem({ evidence, session }: { evidence: Evidence; session: string | undefined }) {
  const [explains, setExplains] = useState(false);
  return (
    <article className="evidence">
      <pre className="term">{evidence.excerpt}</pre>
      <div className="row between small dim">
        <span className="num" title={full(evidence.at)}>
          {clock(evidence.at)} · {evidence.tool} · {evidence.phase}
        </span>
        <span className="row">
          {session !== undefined && <a href={hrefOf(['replay', session], { at: evidence.eventId })}>Replay here</a>}
          <button className="plain" aria-expanded={explains} onClick={() => setExplains(!explains)}>
            {explains ? 'Fold' : 'Explain'}
          </button>
        </span>
      </div>
      {explains && <Explanation id={evidence.eventId} session={session} />}
    </article>
  );
}

function Explanation({ id, session }: { id: string; session: string | undefined }) {
  const of = session === undefined ? '' : `?session=${encodeURIComponent(session)}`;
  const { data, error } = useQuery({
    queryKey: ['event', id, session],
    queryFn: ({ signal }) => get<Understood>(`/api/events/${encodeURIComponent(id)}${of}`, signal),
    staleTime: Infinity,
  });
  if (error) return <ProblemNote error={error} />;
  return data ? <ActExplained act={data} /> : <p className="dim">Reading …</p>;
}
