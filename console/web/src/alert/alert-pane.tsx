import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { get } from '../api/client';
import { useStream } from '../api/stream';
import type { Changed } from '../api/stream';
import type { Alert } from '../api/types';
import { hrefOf } from '../app/router';
import { ProblemNote } from '../parts/problem-note';
import { SeverityTag } from '../parts/severity-tag';
import { StateTag } from '../parts/state-tag';
import { amount, full } from '../parts/time';
import { AlertActions } from './alert-actions';
import { changeAlert } from './changes';
import { CommentForm } from './comment-form';
import { EntityList } from './entity-list';
import { EvidenceItem } from './evidence-item';
import { HistoryList } from './history-list';
import { Techniques } from './techniques';
import type { Asking } from './triage-dialogs';

interface AlertPaneProps {
  id: string;
  onAsk: (asking: Asking) => void;
  onClose?: () => void;
}

/** All that is known of one alert, in the order in which one asks: what, how bad, shown by what, what next. */
export function AlertPane({ id, onAsk, onClose }: AlertPaneProps) {
  const queries = useQueryClient();
  const { data: alert, error } = useQuery({
    queryKey: ['alert', id],
    queryFn: ({ signal }) => get<Alert>(`/api/alerts/${encodeURIComponent(id)}`, signal),
  });
  const told = useCallback(
    (changed: Changed) => {
      if (changed.id === id) void queries.invalidateQueries({ queryKey: ['alert', id] });
    },
    [id, queries],
  );
  useStream('alert', told);
  if (error) return <ProblemNote error={error} />;
  if (!alert) return null;
  return (
    <div className="pane">
      <header className="pane-head">
        <div className="row between">
          <div className="row">
            <SeverityTag severity={alert.severity} />
            <StateTag state={alert.state} />
            {alert.assignee !== undefined && <span className="tag">{alert.assignee}</span>}
            {alert.suppressedBy !== undefined && <span className="tag">Suppressed</span>}
            {alert.mode === 'shadow' && <span className="tag">Shadow</span>}
          </div>
          {onClose && (
            <button className="plain" onClick={onClose} aria-label="Close">
              ×
            </button>
          )}
        </div>
        <h1 className="break">{alert.why}</h1>
        <p className="dim">
          {alert.title} · {alert.detector} {alert.detectorVersion}
        </p>
      </header>
      <AlertActions alert={alert} onAsk={onAsk} />
      <dl className="measures">
        <div>
          <dt className="dim small">Severity</dt>
          <dd>{alert.severity}</dd>
          <dd className="dim small">harm, if it is true</dd>
        </div>
        <div>
          <dt className="dim small">Confidence</dt>
          <dd>{alert.confidence}</dd>
          <dd className="dim small">chance that it is</dd>
        </div>
        <div>
          <dt className="dim small">Risk</dt>
          <dd className="num">{Math.round(alert.risk * 10) / 10}</dd>
          <dd className="dim small">added to its session</dd>
        </div>
      </dl>
      <section className="stack" aria-label="Evidence">
        <h2>
          Evidence <span className="dim num">{alert.count > 1 && `${amount(alert.count)} times`}</span>
        </h2>
        {alert.evidence.map((evidence) => (
          <EvidenceItem key={evidence.eventId} evidence={evidence} session={alert.session} />
        ))}
      </section>
      <section className="stack">
        <h2>Who and what</h2>
        <EntityList entities={alert.entities} />
      </section>
      {alert.triage.length > 0 && (
        <section className="stack">
          <h2>What to check next</h2>
          <ol className="steps">
            {alert.triage.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </section>
      )}
      {alert.falsePositives.length > 0 && (
        <section className="stack">
          <h2>Harmless when</h2>
          <ul className="points">
            {alert.falsePositives.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </section>
      )}
      <section className="stack">
        <h2>Techniques and facts</h2>
        <Techniques ids={alert.techniques} />
        <div className="row">
          {alert.facts.map((fact) => (
            <span className="tag" key={fact}>
              {fact}
            </span>
          ))}
        </div>
        <p className="dim small num">
          First seen {full(alert.firstSeen)}, last {full(alert.lastSeen)}.{' '}
          <a href={hrefOf(['alerts', alert.id])}>Link to this alert</a>
        </p>
      </section>
      <HistoryList history={alert.history ?? []} />
      <CommentForm onSay={async (comment) => (await changeAlert(id, { comment }, alert.title)) !== undefined} />
    </div>
  );
}
