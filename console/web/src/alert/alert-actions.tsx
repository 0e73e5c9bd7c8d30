import type { Alert } from '../api/types';
import { hrefOf } from '../app/router';
import { useUser } from '../app/user';
import { changeAlert } from './changes';
import type { Asking } from './triage-dialogs';

/** What can be done with an alert, each with its key. */
export function AlertActions({ alert, onAsk }: { alert: Alert; onAsk: (asking: Asking) => void }) {
  const ask = (what: Asking['what']) => onAsk({ what, id: alert.id, title: alert.why });
  const change = (state: 'acknowledged' | 'resolved') => void changeAlert(alert.id, { state }, alert.title);
  const user = useUser();
  const take = () => void changeAlert(alert.id, { state: 'in-progress', assignee: user }, alert.title);
  return (
    <div className="row actions">
      {alert.state === 'new' && (
        <button className="primary" onClick={() => change('acknowledged')}>
          Acknowledge
        </button>
      )}
      {alert.state !== 'in-progress' && <button onClick={take}>Take it</button>}
      <button onClick={() => change('resolved')}>Resolve</button>
      <button onClick={() => ask('false-positive')}>False positive</button>
      <button onClick={() => ask('risk-accepted')}>Accept risk</button>
      <button onClick={() => ask('suppress')}>Suppress</button>
      {alert.incident !== undefined && (
        <a className="button" href={hrefOf(['incidents', alert.incident])}>
          Incident
        </a>
      )}
      {alert.session !== undefined && (
        <a className="button" href={hrefOf(['replay', alert.session], { at: alert.id })}>
          Replay
        </a>
      )}
    </div>
  );
}
