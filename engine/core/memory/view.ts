/** The memory as one action saw it. */
import type { DeniedAct, Download, SessionMemory, OutsideText, SecretMet } from '../../../contracts/detector';
import { fromHome } from '../../../contracts/effects';
import { digestOf } from '../digest';
import { fileMark, filesMark, filesView } from './files';
import { mapView } from './map-view';
import type { Used } from './map-view';
import type { Memory } from '../memory';
import { before } from './noted';
import { outsideMark, taintOf } from './outside';
import { modeDuring } from './said';
import type { Span } from './said';

type Plain = 'cwd' | 'permissionMode' | 'sandbox' | 'project';

/** Answers from the memory, and notes in `used` what was asked and what it said. */
export class View {
  private files: SessionMemory['filesWritten'] | undefined;

  constructor(
    private readonly memory: Memory,
    private readonly span: Span,
    private readonly used: Used,
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
    this.asked('prompts');
    return promptsBefore(this.memory, this.span);
  }

  get filesWritten() {
    return (this.files ??= filesView(this.memory, this.span, this.used, this.latenessMs));
  }

  get secrets(): ReadonlyMap<string, SecretMet> {
    return this.map('secrets', 'secret:', secretsBefore);
  }

  get downloads(): ReadonlyMap<string, Download> {
    return this.map('downloads', 'download:', downloadsBefore);
  }

  get hosts(): ReadonlyMap<string, number> {
    return this.map('hosts', 'host:', hostsBefore);
  }

  get denied(): readonly DeniedAct[] {
    this.asked('denied');
    return deniedBefore(this.memory, this.span);
  }

  taintOf(text: string, part?: string): OutsideText | undefined {
    this.asked('outside');
    return taintOf(this.memory, this.span, promptsBefore(this.memory, this.span), text, part);
  }

  private look(key: Plain): string | undefined {
    const value = plain(this.memory, key, this.span, this.latenessMs);
    this.used[key] = value ?? '';
    return value;
  }

  private asked(key: string): void {
    this.used[key] = fingerprint(this.memory, key, this.span, this.latenessMs);
  }

  private map<T>(
    name: 'secrets' | 'downloads' | 'hosts',
    prefix: string,
    visible: (memory: Memory, span: Span) => ReadonlyMap<string, T>,
  ): ReadonlyMap<string, T> {
    return mapView({
      get: (given) => {
        const key = name === 'downloads' ? fromHome(given) : given;
        this.asked(`${prefix}${key}`);
        return this.memory[name] === undefined ? undefined : visible(this.memory, this.span).get(key);
      },
      all: () => {
        this.asked(name);
        return visible(this.memory, this.span);
      },
    });
  }
}

/** What `used` would hold for the key now; '' when there is nothing. */
export function fingerprint(memory: Memory, key: string, span: Span, latenessMs: number): string {
  switch (key) {
    case 'prompts':
      return digestOf(...promptsBefore(memory, span));
    case 'files':
      return filesMark(memory, span, latenessMs);
    case 'outside':
      return markOfOutside(memory, span);
    case 'denied':
      return markOf(deniedBefore(memory, span), (one) => `${one.eventId} ${one.answered}`);
    case 'secrets':
      return markOf([...secretsBefore(memory, span)], ([name, { met }]) => `${name} ${met}`);
    case 'downloads':
      return markOf([...downloadsBefore(memory, span)], ([path, { url }]) => `${path} ${url}`);
    case 'hosts':
      return markOf(before(memory.hosts, span.from), (one) => one.key);
  }
  const [kind, name] = [key.slice(0, key.indexOf(':')), key.slice(key.indexOf(':') + 1)];
  if (kind === 'file') return fileMark(memory, name, span, latenessMs);
  if (kind === 'secret') return secretsBefore(memory, span).get(name)?.met ?? '';
  if (kind === 'download') return downloadsBefore(memory, span).get(name)?.url ?? '';
  if (kind === 'host') return String(hostsBefore(memory, span).get(name) ?? '');
  return plain(memory, key as Plain, span, latenessMs) ?? '';
}

/** A single value as it held when the action began. */
export function plain(memory: Memory, key: Plain, span: Span, latenessMs: number): string | undefined {
  if (key === 'permissionMode' || key === 'sandbox') return modeDuring(memory[key], span, latenessMs);
  return memory[key].findLast((said) => (key === 'cwd' ? said.at < span.from : said.at <= span.from))?.value;
}

const markOf = <T>(list: readonly T[], text: (one: T) => string): string =>
  list.length === 0 ? '' : digestOf(...list.map(text));

/** Prompts count only where there is something to compare them with. */
function markOfOutside(memory: Memory, span: Span): string {
  const texts = outsideMark(memory, span);
  return texts === '' ? '' : digestOf(texts, ...promptsBefore(memory, span));
}

const promptsBefore = (memory: Memory, { to }: Span): string[] =>
  memory.prompts.filter((said) => said.at <= to).map((said) => said.value);

const STRENGTH = { used: 0, given: 1, shown: 2 } as const;

/** Of the ways in which a secret was met the one that tells most. */
function secretsBefore({ secrets }: Memory, { from }: Span): ReadonlyMap<string, SecretMet> {
  const visible = new Map<string, SecretMet>();
  for (const { fingerprint: mark, met } of before(secrets, from)) {
    const known = visible.get(mark);
    if (!known || STRENGTH[met.met] > STRENGTH[known.met]) visible.set(mark, met);
  }
  return visible;
}

const downloadsBefore = ({ downloads }: Memory, { from }: Span): ReadonlyMap<string, Download> =>
  new Map(before(downloads, from).map(({ path, download }) => [path, download]));

const hostsBefore = ({ hosts }: Memory, { from }: Span): ReadonlyMap<string, number> =>
  new Map(before(hosts, from).map(({ key, at }) => [key, at]));

function deniedBefore({ denied, prompts }: Memory, { from }: Span): DeniedAct[] {
  return before(denied, from).map(({ act }) => ({
    ...act,
    answered: prompts.some(({ at }) => at > act.at && at < from),
  }));
}
