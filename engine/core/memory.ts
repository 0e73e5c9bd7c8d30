/**
 * What a session has told of itself, by event time: an action sees what held before it, whenever the records arrive. What an action
 * looked at is noted, so that it can be stepped again when a late record changes just that.
 */
import { NO_MEMORY } from '../../contracts/detector';
import type { SessionMemory } from '../../contracts/detector';
import type { EventAnalysis } from '../../contracts/analysis';
import type { AgentEvent } from '../../contracts/event';
import { isBypass } from './course';
import { digestOf } from './digest';

interface Said {
  at: number;
  value: string;
}

interface Version {
  at: number;
  eventId: string;
  content: string;
}

/** Plain JSON but for the map. */
export interface Memory {
  cwd: Said[];
  permissionMode: Said[];
  sandbox: Said[];
  /** The earliest folder that the session worked in. */
  project: Said[];
  prompts: Said[];
  files: Map<string, Version[]>;
  /** Characters of file contents held. */
  size: number;
}

type Plain = 'cwd' | 'permissionMode' | 'sandbox' | 'project';
/** Names of what can change: the plain ones, `prompts`, `files` (all of them), or `file:<path>`. */
export type MemoryKey = string;

/** When an action happened, by the earliest and latest of its records. */
export interface Span {
  from: number;
  to: number;
}

const MAX_SAID = 16;
const MAX_PROMPTS = 8;
const MAX_PROMPT = 4_000;
const MAX_PATHS = 32;
const MAX_VERSIONS = 4;
const MAX_CONTENT = 16 * 1024;
const MAX_FILES_SIZE = 128 * 1024;
/** Clocks of two records of one agent may differ this much, milliseconds. */
const SLACK_MS = 1_000;

export const newMemory = (): Memory => ({
  cwd: [],
  permissionMode: [],
  sandbox: [],
  project: [],
  prompts: [],
  files: new Map(),
  size: 0,
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
    if (insert(memory.prompts, { at, value: action.text.slice(0, MAX_PROMPT) }, MAX_PROMPTS)) changed.push('prompts');
  }
  return changed;
}

/** Takes what the analysis of an action shows: files written, and the folder that a persistent shell is left in. */
export function foldAnalysis(memory: Memory, event: AgentEvent, analysis: EventAnalysis): MemoryKey[] {
  if (event.phase === 'denied') return [];
  const changed: MemoryKey[] = [];
  const write = (path: string | undefined, content: string) => {
    if (path !== undefined && keepVersion(memory, path, { at: event.at, eventId: event.id, content })) {
      changed.push('files', `file:${path}`);
    }
  };
  const { action } = event;
  if (action.type === 'file.write' && action.content !== undefined) {
    write(analysis.writes[0]?.path ?? action.path, action.content.slice(0, MAX_CONTENT));
  }
  for (const written of analysis.command?.writes ?? []) {
    const resolved = analysis.writes.find((one) => one.given === written.path);
    write(resolved?.path ?? written.path, written.content.slice(0, MAX_CONTENT));
  }
  const left = folderLeftIn(event, analysis);
  if (left !== undefined && insert(memory.cwd, { at: event.at, value: left }, MAX_SAID)) changed.push('cwd');
  return changed;
}

/** The session as an action saw it; notes in `used` what was looked at and what it said. */
export function viewOf(memory: Memory, span: Span, used: Record<MemoryKey, string>, latenessMs: number): SessionMemory {
  return new View(memory, { from: span.from, to: span.to }, used, latenessMs) as SessionMemory;
}

class View {
  readonly secrets = NO_MEMORY.secrets;
  readonly downloads = NO_MEMORY.downloads;
  readonly denied = NO_MEMORY.denied;
  readonly hosts = NO_MEMORY.hosts;
  readonly taintOf: SessionMemory['taintOf'] = () => undefined;

  constructor(
    private readonly memory: Memory,
    private readonly span: Span,
    private readonly used: Record<MemoryKey, string>,
    private readonly latenessMs: number,
  ) {}

  get cwd() {
    return this.look('cwd');
  }

  get project() {
    return this.look('project');
  }

  get permissionMode() {
    return this.look('permissionMode');
  }

  get sandbox() {
    return this.look('sandbox');
  }

  get prompts() {
    this.used['prompts'] = fingerprint(this.memory, 'prompts', this.span, this.latenessMs);
    return promptsBefore(this.memory, this.span);
  }

  get filesWritten() {
    return filesView(this.memory, this.span, this.used, this.latenessMs);
  }

  private look(key: Plain): string | undefined {
    const value = plain(this.memory, key, this.span, this.latenessMs);
    this.used[key] = value ?? '';
    return value;
  }
}

/** What `used` would hold for the key now. */
export function fingerprint(memory: Memory, key: MemoryKey, span: Span, latenessMs: number): string {
  if (key === 'prompts') return digestOf(...promptsBefore(memory, span));
  if (key === 'files') {
    const paths = [...memory.files.keys()].sort();
    return digestOf(...paths.flatMap((path) => [path, fileAt(memory, path, span, latenessMs)?.content]));
  }
  if (key.startsWith('file:')) return fileMark(fileAt(memory, key.slice(5), span, latenessMs));
  return plain(memory, key as Plain, span, latenessMs) ?? '';
}

function plain(memory: Memory, key: Plain, span: Span, latenessMs: number): string | undefined {
  if (key === 'permissionMode' || key === 'sandbox') return modeDuring(memory[key], span, latenessMs);
  return memory[key].findLast((said) => (key === 'cwd' ? said.at < span.from : said.at <= span.from))?.value;
}

/**
 * The permission or sandbox mode of an action. Changes nearer to it than the lateness may have come in another order, so a mode in which
 * nobody is asked wins among them.
 */
function modeDuring(said: readonly Said[], { from, to }: Span, latenessMs: number): string | undefined {
  const settled = said.findLastIndex((one) => one.at <= from - latenessMs);
  const possible = said.slice(Math.max(0, settled)).filter((one) => one.at <= to);
  return (possible.find((one) => isBypass(one.value)) ?? possible.at(-1))?.value;
}

const promptsBefore = (memory: Memory, { to }: Span): string[] =>
  memory.prompts.filter((said) => said.at <= to).map((said) => said.value);

/** In order of time, then text, at most `cap`; false when nothing changes for anyone who looks. */
function insert(list: Said[], said: Said, cap: number): boolean {
  if (list.some((one) => one.at === said.at && one.value === said.value)) return false;
  const index = list.findLastIndex((one) => one.at < said.at || (one.at === said.at && one.value < said.value));
  const same = list[index]?.value === said.value;
  list.splice(index + 1, 0, said);
  if (list.length > cap) list.shift();
  return !same;
}

function startsProject(memory: Memory, at: number, value: string): boolean {
  const [known] = memory.project;
  if (known && (known.at < at || (known.at === at && known.value <= value))) return false;
  memory.project = [{ at, value }];
  return known?.value !== value;
}

function keepVersion(memory: Memory, path: string, version: Version): boolean {
  const versions = memory.files.get(path) ?? [];
  const known = versions.find((one) => one.content === version.content);
  if (known && known.at <= version.at) return false;
  memory.size += version.content.length - (known?.content.length ?? 0);
  const kept = [...versions.filter((one) => one !== known), version].sort(
    (a, b) => a.at - b.at || (a.content < b.content ? -1 : 1),
  );
  memory.files.set(path, kept);
  if (kept.length > MAX_VERSIONS) memory.size -= kept.shift()?.content.length ?? 0;
  while (memory.files.size > MAX_PATHS || memory.size > MAX_FILES_SIZE) dropOldest(memory);
  return true;
}

function dropOldest(memory: Memory): void {
  let oldest: [string, Version[]] | undefined;
  for (const entry of memory.files) if (!oldest || lastAt(entry[1]) < lastAt(oldest[1])) oldest = entry;
  if (!oldest) return;
  memory.files.delete(oldest[0]);
  memory.size -= oldest[1].reduce((sum, version) => sum + version.content.length, 0);
}

const lastAt = (versions: readonly Version[]): number => versions.at(-1)?.at ?? 0;

/**
 * What a file held when an action ran. Writes nearer to it than the lateness may have come in another order, so all of them count: a
 * harmless version written over the real one in the same seconds does not hide it.
 */
function fileAt(memory: Memory, path: string, { from, to }: Span, latenessMs: number): Version | undefined {
  const versions = memory.files.get(path)?.filter((version) => version.at <= to + SLACK_MS) ?? [];
  const settled = versions.findLastIndex((version) => version.at <= from - latenessMs);
  const possible = versions.slice(Math.max(0, settled));
  const newest = possible.at(-1);
  if (!newest) return undefined;
  return { ...newest, content: possible.map((version) => version.content).join('\n') };
}

const fileMark = (version: Version | undefined): string => (version ? digestOf(version.content) : '');

function filesView(
  memory: Memory,
  span: Span,
  used: Record<MemoryKey, string>,
  latenessMs: number,
): SessionMemory['filesWritten'] {
  const get = (path: string): Version | undefined => {
    const version = fileAt(memory, path, span, latenessMs);
    used[`file:${path}`] = fileMark(version);
    return version;
  };
  const all = (): Map<string, Version> => {
    used['files'] = fingerprint(memory, 'files', span, latenessMs);
    const visible = [...memory.files.keys()].map((path) => [path, fileAt(memory, path, span, latenessMs)] as const);
    return new Map(visible.filter((entry): entry is [string, Version] => entry[1] !== undefined));
  };
  return {
    get,
    has: (path) => get(path) !== undefined,
    get size() {
      return all().size;
    },
    forEach: (callback) => all().forEach((value, key) => callback(value, key, all())),
    entries: () => all().entries(),
    keys: () => all().keys(),
    values: () => all().values(),
    [Symbol.iterator]: () => all()[Symbol.iterator](),
  };
}

/** Where `cd` leaves the shell of agents that keep one shell for the session. */
function folderLeftIn({ action, agent }: AgentEvent, analysis: EventAnalysis): string | undefined {
  if (action.type !== 'exec' || action.cwd !== undefined || agent.family !== 'claude-code') return undefined;
  const changes = analysis.command?.invocations.filter((one) => one.program === 'cd' && one.depth === 0 && !one.remote);
  const target = changes?.at(-1)?.args[0];
  return target?.known && target.text.startsWith('/') ? target.text : undefined;
}
