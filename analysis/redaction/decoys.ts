/** Registered decoys: values that nobody has a use for, found wherever they stand, plain or encoded, whatever they look like. */
import type { Secret } from '../secrets';

export interface Decoy {
  kind: 'honeytoken' | 'prompt-canary';
  value: string;
}

export interface DecoyFinder {
  /** The decoys of a text in order of place. Linear in the length of the text for a given set of decoys. */
  find(text: string): Secret[];
  /** Kind of the decoy that the value is, if it is one. */
  kindOf(value: string): Decoy['kind'] | undefined;
}

/** Shortest decoy, characters: a shorter one would stand in texts by chance. */
export const MIN_DECOY = 8;

/** A way in which a decoy may be written. */
interface Form {
  text: string;
  decoy: Decoy;
  /** Written backwards: the word for it is too. */
  turned: boolean;
}

const START_BITS = (1 << 18) - 1;

/** Makes the finder; undefined when there are no decoys, so that looking for none costs nothing. */
export function decoyFinder(decoys: readonly Decoy[]): DecoyFinder | undefined {
  if (decoys.length === 0) return undefined;
  const kinds = new Map(decoys.map(({ value, kind }) => [value, kind]));
  const byStart = Map.groupBy(decoys.flatMap(formsOf), ({ text }) => startOf(text, 0));
  const starts = new Uint8Array(START_BITS + 1);
  for (const start of byStart.keys()) starts[start] = 1;
  return { find: (text) => find(text, starts, byStart), kindOf: (value) => kinds.get(value) };
}

function find(text: string, starts: Uint8Array, byStart: ReadonlyMap<number, readonly Form[]>): Secret[] {
  const found: Secret[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    start = ((start << 6) | (text.charCodeAt(at) & 63)) & START_BITS;
    if (starts[start] !== 1 || at < 2) continue;
    const form = byStart.get(start)?.find((one) => text.startsWith(one.text, at - 2));
    if (form) found.push(secretOf(form, at - 2));
  }
  return found;
}

function secretOf({ text, decoy, turned }: Form, start: number): Secret {
  const secret = { kind: decoy.kind, start, end: start + text.length, value: decoy.value };
  return turned ? { ...secret, wrap: turn } : secret;
}

function startOf(text: string, at: number): number {
  return [0, 1, 2].reduce((start, next) => (start << 6) | (text.charCodeAt(at + next) & 63), 0);
}

function formsOf(decoy: Decoy): Form[] {
  const bytes = Buffer.from(decoy.value);
  const texts = [
    decoy.value,
    encodeURIComponent(decoy.value),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    ...[0, 1, 2].flatMap((offset) => base64Of(bytes, offset)),
  ];
  return [
    ...[...new Set(texts)].map((text) => ({ text, decoy, turned: false })),
    { text: turn(decoy.value), decoy, turned: true },
  ];
}

/** What of the base64 of a longer text is the decoy's alone, when it stands `offset` bytes behind a multiple of three. */
function base64Of(bytes: Buffer, offset: number): string[] {
  const padded = Buffer.concat([Buffer.alloc(offset), bytes]);
  const whole = padded.length - (padded.length % 3);
  const first = Math.ceil((offset * 8) / 6);
  return (['base64', 'base64url'] as const).map((encoding) =>
    padded.subarray(0, whole).toString(encoding).slice(first),
  );
}

/** The text read backwards. */
export function turn(text: string): string {
  let turned = '';
  for (let at = text.length - 1; at >= 0; at--) turned += text[at] ?? '';
  return turned;
}
