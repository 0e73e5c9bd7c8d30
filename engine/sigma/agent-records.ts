/** An act of an agent in the names of Gander's own taxonomy (docs/detectors-of-your-own.md). */
import type { DetectorContext } from '../../contracts/detector';
import type { AgentEvent } from '../../contracts/event';
import { Fields } from './fields';
import type { FieldValue } from './fields';
import type { SourceRecord } from './log-source';

const MAX_LIST = 100;

export function agentRecords(event: AgentEvent, { analysis, session }: DetectorContext): SourceRecord[] {
  const { action, outcome, permission } = event;
  const paths = [...analysis.reads, ...analysis.writes, ...analysis.deletes].slice(0, MAX_LIST);
  const fields = new Fields({
    ...ofAction(action),
    type: action.type,
    phase: event.phase,
    timestamp: event.at,
    'agent.family': event.agent.family,
    'agent.name': event.agent.name,
    'agent.parent': event.agent.parentId,
    dialect: event.source.dialect,
    session: event.session,
    user: event.user,
    host: event.host,
    account: event.account,
    repository: event.repository,
    'outcome.status': outcome?.status,
    'outcome.exit_code': outcome?.exitCode,
    'outcome.output': outcome?.output,
    'outcome.error': outcome?.error,
    'outcome.duration_ms': outcome?.durationMs,
    'permission.decision': permission?.decision,
    'permission.by': permission?.by,
    'permission.mode': permission?.mode ?? session.permissionMode,
    program: analysis.command?.invocations.slice(0, MAX_LIST).map(({ program }) => program),
    read: analysis.reads.slice(0, MAX_LIST).map(({ path }) => path),
    written: analysis.writes.slice(0, MAX_LIST).map(({ path }) => path),
    deleted: analysis.deletes.slice(0, MAX_LIST).map(({ path }) => path),
    'path.class': paths.map((path) => path.class),
    destination: analysis.destinations.slice(0, MAX_LIST).map(({ host }) => host),
    'destination.class': analysis.destinations.slice(0, MAX_LIST).map((one) => one.class),
    'secret.kind': event.secrets?.slice(0, MAX_LIST).map(({ kind }) => kind),
  });
  return [{ fields, subject: subjectOf(action) }];
}

/** Plain values of the action under their own names. */
function ofAction(action: AgentEvent['action']): Record<string, FieldValue> {
  const named: Record<string, FieldValue> = {};
  for (const [name, value] of Object.entries(action) as [string, unknown][])
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      named[snake(name)] = value;
  return named;
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function subjectOf(action: AgentEvent['action']): string {
  for (const name of [
    'command',
    'path',
    'url',
    'query',
    'arguments',
    'text',
    'setting',
    'rule',
    'tool',
    'model',
    'reason',
  ] as const) {
    const value = (action as unknown as Record<string, unknown>)[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return action.type;
}
