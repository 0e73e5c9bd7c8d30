import { useState } from 'react';
import { hrefOf } from '../app/router';
import { AlertPane } from './alert-pane';
import { TriageDialogs } from './triage-dialogs';
import type { Asking } from './triage-dialogs';

/** One alert on a page of its own: where links from messages lead. */
export function AlertPage({ id }: { id: string }) {
  const [asking, setAsking] = useState<Asking>();
  return (
    <div className="sheet">
      <a href={hrefOf(['inbox'])}>← Inbox</a>
      <div className="card">
        <AlertPane id={id} onAsk={setAsking} />
      </div>
      {asking && <TriageDialogs asking={asking} onClose={() => setAsking(undefined)} />}
    </div>
  );
}
