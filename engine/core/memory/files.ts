/** Files that the session wrote, by resolved path and time. */
import type { SessionMemory } from '../../../contracts/detector';
import { digestOf } from '../digest';
import { mapView } from './map-view';
import type { Used } from './map-view';
import type { Span } from './said';

export interface Version {
  at: number;
  eventId: string;
  content: string;
  /** Only a part of the file: put behind what it held, or somewhere into it. */
  part?: 'end' | 'somewhere';
}

export interface Files {
  files: Map<string, Version[]>;
  /** Characters of their contents. */
  size: number;
  /** Entries that had to go since it was last asked. */
  dropped: number;
}

const MAX_PATHS = 32;
const MAX_VERSIONS = 16;
export const MAX_CONTENT = 16 * 1024;
const MAX_FILES_SIZE = 128 * 1024;
/** Clocks of two records of one agent may differ this much, milliseconds. */
const SLACK_MS = 1_000;

/** False when nothing changes. */
export function keepVersion(memory: Files, path: string, version: Version): boolean {
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

function dropOldest(memory: Files): void {
  let oldest: [string, Version[]] | undefined;
  for (const entry of memory.files) if (!oldest || lastAt(entry[1]) < lastAt(oldest[1])) oldest = entry;
  if (!oldest) return;
  memory.files.delete(oldest[0]);
  memory.dropped += 1;
  memory.size -= oldest[1].reduce((sum, version) => sum + version.content.length, 0);
}

const lastAt = (versions: readonly Version[]): number => versions.at(-1)?.at ?? 0;

/**
 * What a file held when an action ran: the last whole version and the parts that came after it. Writes nearer to it than the lateness may
 * have come in another order, so all of them count: a harmless version written over the real one in the same seconds does not hide it.
 */
function versionsAt(versions: readonly Version[], { from, to }: Span, latenessMs: number): readonly Version[] {
  const end = versions.findLastIndex(({ at }) => at <= to + SLACK_MS) + 1;
  let start = end - 1;
  while (start > 0 && !isSettled(versions[start], from - latenessMs)) start -= 1;
  return end === 0 ? [] : start <= 0 && end === versions.length ? versions : versions.slice(Math.max(0, start), end);
}

const isSettled = (version: Version | undefined, before: number): boolean =>
  version !== undefined && version.at <= before && version.part === undefined;

function fileAt({ files }: Files, path: string, span: Span, latenessMs: number): Version | undefined {
  const possible = versionsAt(files.get(path) ?? [], span, latenessMs);
  const newest = possible.at(-1);
  if (newest === undefined || possible.length === 1) return newest;
  const content = possible.reduce(
    (text, version, index) => text + (index === 0 || version.part === 'end' ? '' : '\n') + version.content,
    '',
  );
  return { at: newest.at, eventId: newest.eventId, content };
}

/** Which versions count: what they hold is told by the events that wrote them. */
const markOf = (versions: readonly Version[]): string => versions.map(({ at, eventId }) => `${at} ${eventId}`).join();

/** What `used` holds of one file, or of all. */
export function fileMark({ files }: Files, path: string, span: Span, latenessMs: number): string {
  return markOf(versionsAt(files.get(path) ?? [], span, latenessMs));
}

/** Files that the action could not see are no part of it: else each new file would be news for every act before. */
export function filesMark({ files }: Files, span: Span, latenessMs: number): string {
  const marks: string[] = [];
  for (const [path, versions] of files) {
    const visible = versionsAt(versions, span, latenessMs);
    if (visible.length > 0) marks.push(`${path} ${markOf(visible)}`);
  }
  return marks.length === 0 ? '' : digestOf(...marks.sort());
}

export function filesView(memory: Files, span: Span, used: Used, latenessMs: number): SessionMemory['filesWritten'] {
  return mapView({
    get(path) {
      used[`file:${path}`] = fileMark(memory, path, span, latenessMs);
      return fileAt(memory, path, span, latenessMs);
    },
    all() {
      used['files'] = filesMark(memory, span, latenessMs);
      const visible = [...memory.files.keys()].map((path) => [path, fileAt(memory, path, span, latenessMs)] as const);
      return new Map(visible.filter((entry): entry is [string, Version] => entry[1] !== undefined));
    },
  });
}
