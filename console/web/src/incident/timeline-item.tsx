import { EvidenceItem } from '../alert/evidence-item';
import type { Asking } from '../alert/triage-dialogs';
import type { Alert } from '../api/types';
import { hrefOf } from '../app/router';
import { SeverityTag } from '../parts/severity-tag';
import { StateTag } from '../parts/state-tag';
import { clock, full } from '../parts/time';

/** One alert of an incident with the first piece of its evidence. */
export function TimelineItem({ alert, onAsk }: { alert: Alert; onAsk: (asking: Asking) => void }) {
  const [first, ...more] = alert.evidence;
  return (
    <li className="stack">
      <div className="row">
        <time className="num dim" title={full(alert.firstSeen)}>
          {clock(alert.firstSeen)}
        </time>
        <SeverityTag severity={alert.severity} />
        <StateTag state={alert.state} />
      </div>
      <a className="what-happened break" href={hrefOf(['alerts', alert.id])}>
        {alert.why}
      </a>
      {first && <EvidenceItem evidence={first} session={alert.session} />}
      {more.length > 0 && (
        <details>
          <summary>{more.length} more</summary>
          <div className="stack">
            {more.map((evidence) => (
              <EvidenceItem key={evidence.eventId} evidence={evidence} session={alert.session} />
            ))}
          </div>
        </details>
      )}
      <div className="row">
        <button className="plain" onClick={() => onAsk({ what: 'suppress', id: alert.id, title: alert.why })}>
          Suppress alerts like this
        </button>
      </div>
    </li>
  );
}
