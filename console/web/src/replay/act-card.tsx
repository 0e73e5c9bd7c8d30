import { memo } from 'react';
import type { Action } from '../../../../contracts/event';
import { SeverityTag } from '../parts/severity-tag';
import { clock, span } from '../parts/time';
import { titleOf } from './acts';
import type { Act } from './acts';
import { Folded } from './folded';

/** One act as it was seen on the agent's side: words folded, commands as a terminal. */
export const ActCard = memo(function ActCard({ act, now }: { act: Act; now: boolean }) {
  const { event, outcome, denied, alerts, depth } = act;
  const { action, agent, permission } = event;
  const failed = outcome?.status === 'error' || (outcome?.exitCode ?? 0) !== 0;
  return (
    <article className={now ? 'act now' : 'act'} data-depth={Math.min(depth, 3)}>
      <p className="row small dim">
        <time className="num">{clock(act.start)}</time>
        <span>{action.type}</span>
        {depth > 0 && <span className="tag">{agent.name ?? agent.id ?? 'sub-agent'}</span>}
        {outcome?.durationMs !== undefined && <span className="num">{span(outcome.durationMs)}</span>}
        {denied && <span className="tag bad">denied{permission?.by !== undefined && ` by ${permission.by}`}</span>}
        {failed && !denied && (
          <span className="tag warn">{outcome?.exitCode === undefined ? 'failed' : `exit ${outcome.exitCode}`}</span>
        )}
        {alerts.map((alert) => (
          <SeverityTag key={alert.id} severity={alert.severity} />
        ))}
      </p>
      {action.type === 'exec' ? (
        <pre className="term">
          <span className="dim">$ </span>
          {titleOf(action)}
        </pre>
      ) : (
        !isWords(action) && <p className="act-title mono">{titleOf(action)}</p>
      )}
      <Words act={act} />
      <Folded name="Result" text={outcome?.output ?? outcome?.error} />
    </article>
  );
});

const isWords = ({ type }: Action): boolean => type === 'prompt' || type === 'output';

/** The words that belong to an act, by its kind. */
function Words({ act: { event } }: { act: Act }) {
  const { action } = event;
  switch (action.type) {
    case 'prompt':
    case 'output':
      return (
        <Folded name={action.type === 'prompt' ? 'Prompt' : 'Text'} text={action.text} hint="not sent by this agent" />
      );
    case 'agent.spawn':
      return <Folded name="Its task" text={action.prompt} />;
    case 'file.write':
      return <Folded name="Content" text={action.content} />;
    case 'mcp.call':
    case 'tool.call':
      return <Folded name="Arguments" text={action.arguments} />;
    case 'external.finding':
      return <p className="break">{action.text}</p>;
    default:
      return null;
  }
}
