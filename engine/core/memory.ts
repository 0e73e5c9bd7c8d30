/**
 * What a session has told of itself, by event time: an action sees what held before it, whenever the records arrive. What an action
 * looked at is noted, so that it can be stepped again when a late record changes just that.
 */
import type { SessionMemory } from '../../contracts/detector';
import type { EventAnalysis } from '../../contracts/analysis';
import type { AgentEvent } from '../../contracts/event';
import { keepVersion, MAX_CONTENT } from './memory/files';
import type { Files } from './memory/files';
import type { Used } from './memory/map-view';
import { meetPlaces, meetSecrets } from './memory/meet';
import type { Met } from './memory/met';
import { keepText } from './memory/outside';
import { insert } from './memory/said';
import type { Said, Span } from './memory/said';
import { sourceOf } from './memory/sources';
import { plain, View } from './memory/view';

/** Plain JSON but for the map. */
export interface Memory extends Files, Met {
  cwd: Said[];
  permissionMode: Said[];
  sandbox: Said[];
  /** The earliest folder that the session worked in. */
  project: Said[];
  prompts: Said[];
}

type Plain = 'cwd' | 'permissionMode' | 'sandbox' | 'project';
/** Names of what can change: the plain ones, lists (all of them), or `file:<path>`, `secret:<fingerprint>` … */
export type MemoryKey = string;
export { fingerprint } from './memory/view';
export { meetRefusal as foldRefusal } from './memory/meet';
export type { Span };

const MAX_SAID = 16;
const MAX_PROMPTS = 8;
const MAX_PROMPT = 4_000;

export const newMemory = (): Memory => ({
  cwd: [],
  permissionMode: [],
  sandbox: [],
  project: [],
  prompts: [],
  files: new Map(),
  size: 0,
  noted: 0,
  dropped: 0,
});

/** Takes what one record says of the session; names what may have changed for actions after it. */
export function fold(memory: Memory, event: AgentEvent): MemoryKey[] {
  const { action, at } = event;
  const changed: MemoryKey[] = [];
  const say = (key: Plain, value: string | undefined) => {
    if (value !== undefined && value !== '' && insert(memory[key], { at, value }, MAX_SAID)) changed.push(key);
  };
  const enter = (folder: string | undefined) => {
    say('cwd', folder);
    if (folder !== undefined && startsProject(memory, at, folder)) changed.push('project');
  };
  say('permissionMode', event.permission?.mode);
  if (action.type === 'session.start') {
    say('permissionMode', action.permissionMode);
    say('sandbox', action.sandbox);
    enter(action.cwd);
  } else if (action.type === 'config.change' && /permission.?mode|approval.?mode/i.test(action.setting.slice(0, 100))) {
    say('permissionMode', action.to);
  } else if (action.type === 'exec') {
    enter(action.cwd);
  } else if (action.type === 'prompt' && action.origin === 'human' && action.text !== undefined) {
    if (insert(memory.prompts, { at, value: action.text.slice(0, MAX_PROMPT) }, MAX_PROMPTS))
      changed.push('prompts', 'denied', 'outside');
  }
  if (event.secrets !== undefined) changed.push(...meetSecrets(memory, event));
  return changed;
}

/**
 * Takes what the analysis of an act shows: files written, and the folder that a persistent shell is left in. `from` is the
 * event time of the earliest of its records.
 */
export function foldAct(memory: Memory, event: AgentEvent, analysis: EventAnalysis, from: number): MemoryKey[] {
  const changed: MemoryKey[] = [];
  const write = (path: string | undefined, content: string, part?: 'end' | 'somewhere') => {
    const version = { at: from, eventId: event.id, content, ...(part && { part }) };
    if (path !== undefined && keepVersion(memory, path, version)) {
      changed.push('files', `file:${path}`);
    }
  };
  const { action } = event;
  if (action.type === 'file.write' && action.content !== undefined) {
    const part = action.edit === true ? 'somewhere' : undefined;
    write(analysis.writes[0]?.path ?? action.path, action.content.slice(0, MAX_CONTENT), part);
  }
  for (const written of analysis.command?.writes ?? []) {
    const resolved = analysis.writes.find((one) => one.given === written.path);
    write(resolved?.path ?? written.path, written.content.slice(0, MAX_CONTENT), written.append ? 'end' : undefined);
  }
  const left = folderLeftIn(event, analysis);
  if (left !== undefined && insert(memory.cwd, { at: event.at, value: left }, MAX_SAID)) changed.push('cwd');
  return changed;
}

/** Takes where an act goes, whether or not it was refused: a refusal may be told first or last. */
export function foldPlaces(memory: Memory, event: AgentEvent, analysis: EventAnalysis, from: number): MemoryKey[] {
  return meetPlaces(memory, event, analysis, from, () => plain(memory, 'cwd', { from, to: from }, 0));
}

/** Takes the output of an act whose output comes from outside. */
export function foldOutput(memory: Memory, event: AgentEvent, analysis: EventAnalysis, from: number): MemoryKey[] {
  const output = event.outcome?.output;
  const source = output === undefined ? undefined : sourceOf(event, analysis);
  if (output === undefined || source === undefined) return [];
  return keepText(memory, source, output, from, event.id) ? ['outside'] : [];
}

/** The session as an action saw it; notes in `used` what was looked at and what it said. */
export function viewOf(memory: Memory, span: Span, used: Used, latenessMs: number): SessionMemory {
  return new View(memory, { from: span.from, to: span.to }, used, latenessMs) as SessionMemory;
}

function startsProject(memory: Memory, at: number, value: string): boolean {
  const [known] = memory.project;
  if (known && (known.at < at || (known.at === at && known.value <= value))) return false;
  memory.project = [{ at, value }];
  return known?.value !== value;
}

/** Where `cd` leaves the shell of agents that keep one shell for the session. */
function folderLeftIn({ action, agent }: AgentEvent, analysis: EventAnalysis): string | undefined {
  if (action.type !== 'exec' || action.cwd !== undefined || agent.family !== 'claude-code') return undefined;
  const changes = analysis.command?.invocations.filter((one) => one.program === 'cd' && one.depth === 0 && !one.remote);
  const target = changes?.at(-1)?.args[0];
  return target?.known && target.text.startsWith('/') ? target.text : undefined;
}
