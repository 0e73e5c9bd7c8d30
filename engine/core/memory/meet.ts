/** What one record, or the analysis of one act, adds to what the session has met. Each names what may have changed for later acts. */
import { CREDENTIAL_CLASSES } from '../../../contracts/analysis';
import type { EventAnalysis } from '../../../contracts/analysis';
import type { SecretMet } from '../../../contracts/detector';
import { effectsOf, fromHome } from '../../../contracts/effects';
import type { AgentEvent, SecretSeen } from '../../../contracts/event';
import { textOf } from '../content';
import { beginningOf } from '../text';
import { keep } from './met';
import type { Met } from './met';
import { clonedBy } from './sources';

/** Most secrets, downloads and hosts taken from one record. */
const MAX_TAKEN = 32;
const MAX_FROM = 200;
const MAX_TEXT = 200;

/** Secrets of a record, by its own time. */
export function meetSecrets(memory: Met, event: AgentEvent): string[] {
  const { secrets } = event;
  if (secrets === undefined) return NOTHING;
  const changed: string[] = [];
  for (const seen of secrets.slice(0, MAX_TAKEN)) {
    const { kind, fingerprint } = seen;
    const met: SecretMet = { kind, at: event.at, eventId: event.id, from: fromOf(event), met: wayOf(event, seen) };
    const key = `${fingerprint} ${met.met}`;
    if (keep(memory, 'secrets', { key, at: event.at, fingerprint, met }))
      changed.push('secrets', `secret:${fingerprint}`);
  }
  return changed;
}

const NOTHING: string[] = [];

function wayOf({ action }: AgentEvent, { field }: SecretSeen): SecretMet['met'] {
  if (field.startsWith('outcome.')) return 'shown';
  return action.type === 'prompt' && action.origin === 'human' ? 'given' : 'used';
}

function fromOf({ action }: AgentEvent): string {
  const tool = 'tool' in action && action.tool ? action.tool : action.type;
  const command = action.type === 'exec' ? action.command?.trimStart().split(/\s/, 1)[0] : undefined;
  return beginningOf(('path' in action ? action.path : command) ?? tool, MAX_FROM);
}

/** Hosts, downloads and clones of an act, by the act's beginning. */
export function meetPlaces(
  memory: Met,
  event: AgentEvent,
  analysis: EventAnalysis,
  at: number,
  cwd: () => string | undefined,
): string[] {
  const changed: string[] = [];
  const eventId = event.id;
  for (const { host } of analysis.destinations.slice(0, MAX_TAKEN))
    if (keep(memory, 'hosts', { key: host.slice(0, MAX_FROM), at })) changed.push('hosts', `host:${host}`);
  for (const { direction, path, destination } of analysis.transfers.slice(0, MAX_TAKEN)) {
    if (direction !== 'in' || path === undefined || destination === undefined) continue;
    const url = beginningOf(destination.given, MAX_FROM);
    const download = { url, host: destination.host.slice(0, MAX_FROM), at, eventId };
    const place = fromHome(path.path);
    if (keep(memory, 'downloads', { key: `${place}\n${url}`, at, path: place, download }))
      changed.push('downloads', `download:${place}`, 'outside');
  }
  if (event.action.type !== 'exec' || !/\bclone\b/.test(event.action.command?.slice(0, 10_000) ?? '')) return changed;
  for (const { folder, from } of clonedBy(analysis, cwd()))
    if (keep(memory, 'clones', { key: fromHome(folder), at, from })) changed.push('outside');
  return changed;
}

/** What a whole command may have been refused for: not the ordinary files that it read and the pages that it loaded on the way. */
function grave(analysis: EventAnalysis): EventAnalysis {
  const sends = analysis.transfers.some(({ direction }) => direction === 'out');
  const reads = analysis.reads.filter((read) => CREDENTIAL_CLASSES.has(read.class));
  return { ...analysis, reads, destinations: sends ? analysis.destinations : [] };
}

/** A refused act, by its beginning. */
export function meetRefusal(memory: Met, event: AgentEvent, analysis: EventAnalysis, at: number): string[] {
  const effects = effectsOf(event.action.type === 'exec' ? grave(analysis) : analysis);
  if (effects.length === 0) return NOTHING;
  const { id, action, permission } = event;
  const text = beginningOf(textOf(action), MAX_TEXT);
  const by = permission?.by === undefined ? {} : { by: beginningOf(permission.by, MAX_FROM) };
  const act = { at, eventId: id, effects, type: action.type, text, ...by };
  return keep(memory, 'denied', { key: `${action.type} ${effects.join('\n')}`, at, act }) ? ['denied'] : NOTHING;
}
