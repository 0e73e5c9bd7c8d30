/**
 * Redaction: no secret leaves the collector. Each one becomes a word that a shell, a URL or JSON takes like the secret itself, made of its
 * class and a keyed fingerprint, so that the parse is unchanged and the same secret can be followed without being known.
 */
import type { Action, AgentEvent, Outcome, SecretSeen, Visibility } from '../contracts/event';
import { ACTION_NAMES, mapNames, replaceInName } from './redaction/names';
import { decoyFinder, turn } from './redaction/decoys';
import type { Decoy, DecoyFinder } from './redaction/decoys';
import { fingerprinter } from './redaction/fingerprint';
import { replaceSecrets } from './redaction/text';

export type { Decoy };
export { MIN_DECOY } from './redaction/decoys';

export interface Redactor {
  /** Names the fingerprint key; fingerprints of different keys can't be compared. */
  readonly keyId: string;
  /** The event without secrets, with `secrets` and `visibility` filled in; the same object when there were none. Idempotent. */
  redact(event: AgentEvent): AgentEvent;
  /** For texts outside an event. */
  redactText(text: string): string;
  /** For names and ids outside an event, such as the scopes of links: the same word as in the events. */
  redactName(name: string): string;
  /** Fingerprint of a value: 12 hex digits of HMAC-SHA-256, the same that stand in the text. */
  fingerprint(value: string): string;
}

/** A value shorter than this is replaced where its form was seen, not wherever it occurs. */
const MIN_FOLLOWED = 8;
const MAX_FOLLOWED = 20;
const MAX_KNOWN_NAMES = 4_096;

/** Makes the redactor of one tenant. Pure and deterministic: the same key, decoys and event give the same result. */
export function createRedactor(key: Uint8Array, keyId: string, decoys: readonly Decoy[] = []): Redactor {
  const finder = decoyFinder(decoys);
  const fingerprint = fingerprinter(key);
  const clean = new KnownNames();
  return {
    keyId,
    fingerprint,
    redact: (event) => redactEvent(event, fingerprint, clean, finder),
    redactName: (name) => replaceInName(name, (kind, value) => wordFor(kind, fingerprint(value))),
    redactText: (text) => {
      const values = new Map<string, string>();
      const make = wordMaker(fingerprint, values, () => undefined, finder);
      return settled(text, (one) => follow(replaceSecrets(one, make, finder), values, () => undefined));
    },
  };
}

/** How often what has changed is looked at again: a word put in may complete what only then looks like a secret. */
const MAX_ROUNDS = 4;

/** Repeats a step until it changes nothing more. */
function settled<T>(start: T, step: (one: T) => T): T {
  let now = start;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const next = step(now);
    if (next === now) return now;
    now = next;
  }
  return now;
}

const wordFor = (kind: string, mark: string): string => `REDACTED_${kind}_${mark}`;

/** Names that were looked at and hold no secret: events of one session repeat them. */
class KnownNames {
  readonly #names = new Set<string>();

  has(name: string): boolean {
    return this.#names.has(name);
  }

  add(name: string): void {
    if (this.#names.size >= MAX_KNOWN_NAMES) this.#names.clear();
    this.#names.add(name);
  }
}

type Note = (kind: string, word: string) => void;

/** The word for a secret; remembers the value so that it can be followed through the rest of the event. */
function wordMaker(
  fingerprint: (value: string) => string,
  values: Map<string, string>,
  note: Note,
  decoys: DecoyFinder | undefined,
) {
  return (form: string, value: string): string => {
    const kind = decoys?.kindOf(value) ?? form;
    const known = values.get(value);
    const word = known?.startsWith(`REDACTED_${kind}_`) === true ? known : wordFor(kind, fingerprint(value));
    values.set(value, word);
    note(kind, word);
    return word;
  };
}

function redactEvent(
  event: AgentEvent,
  fingerprint: (value: string) => string,
  known: KnownNames,
  decoys: DecoyFinder | undefined,
): AgentEvent {
  const values = new Map<string, string>();
  const secrets = new Map<string, SecretSeen>();
  let field = '';
  const note: Note = (kind, word) => {
    const mark = word.slice(-12);
    secrets.set(`${field} ${mark}`, { kind, fingerprint: mark, field });
  };
  const make = wordMaker(fingerprint, values, note, decoys);
  const each = (change: (text: string) => string) => (one: AgentEvent) =>
    mapTexts(one, (text, name) => {
      field = name;
      return change(text);
    });
  const replace = each((text) => replaceSecrets(text, make, decoys));
  const trace = each((text) => follow(text, values, note));
  const named = mapNames(event, (name, at) => {
    if (known.has(name)) return name;
    const replaced = replaceInName(name, (kind, value) => {
      const word = wordFor(kind, fingerprint(value));
      field = at;
      note(kind, word);
      return word;
    });
    if (replaced === name) known.add(name);
    return replaced;
  });
  let traced = 0;
  const clean = settled(named, (one) => {
    const replaced = replace(one);
    // Nothing new to follow, and what there was has been followed through this very text.
    if (replaced === one && values.size === traced) return one;
    traced = values.size;
    return traced === 0 ? replaced : trace(replaced);
  });
  if (clean === event) return event;
  return {
    ...clean,
    secrets: merge(event.secrets, [...secrets.values()]),
    visibility: seen(clean.visibility, secrets),
  };
}

function merge(known: readonly SecretSeen[] | undefined, found: SecretSeen[]): SecretSeen[] {
  const same = (a: SecretSeen, b: SecretSeen) => a.field === b.field && a.fingerprint === b.fingerprint;
  return [...(known ?? []), ...found.filter((one) => known?.some((other) => same(one, other)) !== true)];
}

function seen(known: readonly Visibility[] | undefined, secrets: ReadonlyMap<string, SecretSeen>): Visibility[] {
  const fields = new Set([...secrets.values()].map(({ field }) => field));
  const noted = (known ?? []).filter(({ state }) => state === 'redacted').map(({ field }) => field);
  const fresh = [...fields].filter((field) => !noted.includes(field));
  return [...(known ?? []), ...fresh.map((field): Visibility => ({ field, state: 'redacted' }))];
}

/** Replaces the values found anywhere in the event wherever else they stand, plain or encoded. */
function follow(text: string, values: ReadonlyMap<string, string>, note: Note): string {
  let clean = text;
  for (const [value, word] of [...values].slice(0, MAX_FOLLOWED)) {
    if (value.length < MIN_FOLLOWED) continue;
    for (const [form, replacement] of formsOf(value, word)) {
      if (!clean.includes(form)) continue;
      clean = clean.replaceAll(form, () => replacement);
      note(word.slice('REDACTED_'.length, -13), word);
    }
  }
  return clean;
}

function formsOf(value: string, word: string): (readonly [string, string])[] {
  const bytes = [Buffer.from(value), Buffer.from(word)] as const;
  const encoded = (encoding: BufferEncoding) => [bytes[0].toString(encoding), bytes[1].toString(encoding)] as const;
  return [
    [value, word],
    encoded('base64'),
    encoded('base64url'),
    encoded('hex'),
    [encodeURIComponent(value), word],
    [turn(value), turn(word)],
  ];
}

/** Applies `change` to every free text of an event; the same object when nothing changed. */
function mapTexts(event: AgentEvent, change: (text: string, field: string) => string): AgentEvent {
  const action: Action = mapFields(event.action, 'action', change);
  const outcome: Outcome | undefined = event.outcome && mapFields(event.outcome, 'outcome', change);
  const repository = event.repository === undefined ? undefined : change(event.repository, 'repository');
  if (action === event.action && outcome === event.outcome && repository === event.repository) return event;
  return {
    ...event,
    action,
    ...(outcome === undefined ? {} : { outcome }),
    ...(repository === undefined ? {} : { repository }),
  };
}

function mapFields<T extends object>(object: T, path: string, change: (text: string, field: string) => string): T {
  let copy: T | undefined;
  for (const key of Object.keys(object) as (keyof T & string)[]) {
    const value: unknown = object[key];
    if (typeof value === 'string' && (key === 'type' || ACTION_NAMES.has(key))) continue;
    const field = `${path}.${key}`;
    const next =
      typeof value === 'string'
        ? change(value, field)
        : typeof value === 'object' && value !== null
          ? mapFields(value, field, change)
          : value;
    if (next !== value) copy = { ...(copy ?? object), [key]: next };
  }
  return copy ?? object;
}
