import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { EntityList } from '../alert/entity-list';
import { HistoryList } from '../alert/history-list';
import { Techniques } from '../alert/techniques';
import { TriageDialogs } from '../alert/triage-dialogs';
import type { Asking } from '../alert/triage-dialogs';
import { get } from '../api/client';
import { useStream } from '../api/stream';
import type { Changed } from '../api/stream';
import type { Alert, Incident } from '../api/types';
import { hrefOf } from '../app/router';
import { gravestFirst } from '../parts/gravest';
import { ProblemNote } from '../parts/problem-note';
import { IncidentHead } from './incident-head';
import { KillChain } from './kill-chain';
import { TimelineItem } from './timeline-item';

interface Whole {
  incident: Incident;
  alerts: Alert[];
}

/** One incident: how it went, along the kill chain, and the evidence of each step. */
export function IncidentPage({ id }: { id: string }) {
  const queries = useQueryClient();
  const [asking, setAsking] = useState<Asking>();
  const { data, error } = useQuery({
    queryKey: ['incident', id],
    queryFn: ({ signal }) => get<Whole>(`/api/incidents/${encodeURIComponent(id)}`, signal),
  });
  const refresh = useCallback(() => void queries.invalidateQueries({ queryKey: ['incident', id] }), [id, queries]);
  const told = useCallback(
    (changed: Changed) => {
      if (changed.id === id) refresh();
    },
    [id, refresh],
  );
  useStream('incident', told);
  useStream('resumed', refresh);
  if (error) return <ProblemNote error={error} />;
  if (!data) return null;
  const { incident } = data;
  const alerts = data.alerts.toSorted((a, b) => a.firstSeen - b.firstSeen || gravestFirst(a, b));
  return (
    <div className="sheet">
      <a href={hrefOf(['incidents'])}>← Incidents</a>
      {incident.mergedInto !== undefined && (
        <p className="card">
          It turned out to be part of another. <a href={hrefOf(['incidents', incident.mergedInto])}>Open that one</a>
        </p>
      )}
      <IncidentHead incident={incident} onChanged={refresh} />
      <KillChain incident={incident} />
      <div className="columns">
        <div className="stack roomy">
          <section className="card">
            <h2>Story</h2>
            <ol className="story">
              {incident.story.map((sentence, index) => (
                <li key={index} className="break">
                  {sentence}
                </li>
              ))}
            </ol>
          </section>
          <section className="card">
            <h2>Evidence, in order of time</h2>
            <ol className="timeline">
              {alerts.map((alert) => (
                <TimelineItem key={alert.id} alert={alert} onAsk={setAsking} />
              ))}
            </ol>
          </section>
        </div>
        <div className="stack roomy">
          <section className="card">
            <h2>Who and what</h2>
            <EntityList entities={incident.entities} />
          </section>
          {incident.trees.length > 1 && (
            <section className="card">
              <h2>Sessions that belong together</h2>
              <ul className="stack">
                {incident.trees.map(({ tree, because }) => (
                  <li key={tree} className="break">
                    <code>{tree}</code> {because !== undefined && <span className="dim">by {because}</span>}
                  </li>
                ))}
              </ul>
            </section>
          )}
          <section className="card">
            <h2>Techniques</h2>
            <Techniques ids={incident.techniques} />
          </section>
          <div className="card">
            <HistoryList history={incident.history} />
          </div>
        </div>
      </div>
      {asking && <TriageDialogs asking={asking} onClose={() => setAsking(undefined)} />}
    </div>
  );
}
