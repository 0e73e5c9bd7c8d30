import { ask, download, send } from '../api/client';
import type { Incident } from '../api/types';
import { hrefOf } from '../app/router';
import { SeverityTag } from '../parts/severity-tag';
import { StateTag } from '../parts/state-tag';
import { amount, full, span } from '../parts/time';
import { say } from '../parts/toast';

/** What it is, how bad, and what can be done with it. */
export function IncidentHead({ incident, onChanged }: { incident: Incident; onChanged: () => void }) {
  const path = `/api/incidents/${encodeURIComponent(incident.id)}`;
  const become = async (state: Incident['state']) => {
    try {
      const { etag } = await ask(path);
      await send('POST', `${path}/changes`, { state }, etag);
      onChanged();
      say(`The incident is ${state} now`);
    } catch (error) {
      say(`Not changed: ${(error as Error).message}`);
    }
  };
  const save = () =>
    download(`${path}/export`, `incident-${incident.id}.zip`).catch((error: unknown) => {
      say(`Not exported: ${(error as Error).message}`);
    });
  const session = incident.entities.session?.[0];
  return (
    <header className="stack">
      <div className="row">
        <SeverityTag severity={incident.severity} />
        <StateTag state={incident.state} />
        <span className="tag">{incident.confidence} confidence</span>
        <span className="tag num">risk {Math.round(incident.risk)}</span>
      </div>
      <h1 className="break">{incident.title}</h1>
      <p className="dim num">
        {amount(incident.count)} {incident.count === 1 ? 'alert' : 'alerts'} · {full(incident.firstSeen)}, over{' '}
        {span(incident.lastSeen - incident.firstSeen)}
        {incident.assignee !== undefined && ` · ${incident.assignee}`}
      </p>
      <div className="row">
        {incident.state === 'open' && (
          <button className="primary" onClick={() => void become('acknowledged')}>
            Acknowledge
          </button>
        )}
        {incident.state === 'closed' ? (
          <button onClick={() => void become('open')}>Open again</button>
        ) : (
          <button onClick={() => void become('closed')}>Close</button>
        )}
        <button onClick={() => void save()}>Export</button>
        {session !== undefined && (
          <a className="button" href={hrefOf(['replay', session], { at: incident.alerts[0] })}>
            Replay
          </a>
        )}
      </div>
    </header>
  );
}
