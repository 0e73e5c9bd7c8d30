import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { get } from '../api/client';
import { useStream } from '../api/stream';
import type { Incident } from '../api/types';
import { hrefOf, stay, usePlace } from '../app/router';
import { Empty } from '../parts/empty';
import { ProblemNote } from '../parts/problem-note';
import { SeverityTag } from '../parts/severity-tag';
import { STATE_NAMES, StateTag } from '../parts/state-tag';
import { ago, amount } from '../parts/time';

const STATES = ['open', 'acknowledged', 'closed', ''] as const;

/** Incidents, newest first, live. */
export function IncidentsPage() {
  const queries = useQueryClient();
  const state = usePlace().query.get('state') ?? '';
  const key = ['incidents', state];
  const { data, error } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) =>
      get<{ incidents: Incident[] }>(
        `/api/incidents?limit=200${state && `&state=${encodeURIComponent(state)}`}`,
        signal,
      ),
  });
  const refresh = useCallback(() => void queries.invalidateQueries({ queryKey: ['incidents'] }), [queries]);
  useStream('incident', refresh);
  useStream('resumed', refresh);
  return (
    <div className="sheet">
      <div className="row between">
        <h1>Incidents</h1>
        <div className="row" role="group" aria-label="State">
          {STATES.map((one) => (
            <button key={one} aria-pressed={state === one} onClick={() => stay(hrefOf(['incidents'], { state: one }))}>
              {one === '' ? 'All' : STATE_NAMES[one]}
            </button>
          ))}
        </div>
      </div>
      {error && <ProblemNote error={error} />}
      {data?.incidents.length === 0 && (
        <Empty title="No incident">
          <p>Alerts of one session, and of sessions that belong together, become an incident.</p>
        </Empty>
      )}
      <ul className="stack">
        {data?.incidents.map((incident) => (
          <li key={incident.id}>
            <IncidentCard incident={incident} />
          </li>
        ))}
      </ul>
    </div>
  );
}

const IncidentCard = ({ incident }: { incident: Incident }) => (
  <a className="card link" href={hrefOf(['incidents', incident.id])}>
    <div className="row between">
      <div className="row">
        <SeverityTag severity={incident.severity} />
        <StateTag state={incident.state} />
        {incident.pages.length > 0 && <span className="tag bad">paged {incident.pages.length}×</span>}
      </div>
      <time className="dim small num">{ago(incident.lastSeen)}</time>
    </div>
    <h2 className="break">{incident.title}</h2>
    <p className="dim small num">
      {amount(incident.count)} {incident.count === 1 ? 'alert' : 'alerts'} · risk {Math.round(incident.risk)} ·{' '}
      {incident.tactics.map(({ tactic }) => tactic).join(' → ')}
    </p>
  </a>
);
