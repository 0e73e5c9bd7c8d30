/**
 * Finds secrets by their form. One pass looks at three characters at a time only; where they begin the literal part of a form, that form
 * looks around in a bounded way. Forms of makers come first, then structures, then names in front of a value.
 */
import { COMPOUND } from './secrets/compound';
import { NONE } from './secrets/form';
import type { Form, Secret, Seen } from './secrets/form';
import { NAMED } from './secrets/named';
import { OPTION_PASSWORDS } from './secrets/options';
import { TOKENS } from './secrets/tokens';

export type { Secret };
export { isOurs } from './secrets/compound';

/** More than an event of 256 KB has room for: over it what is left would not be taken out. */
const MAX_SECRETS = 50_000;

/** No secrets, but signs that there may be some written backwards. */
const TURNS = ['rev', '[::-1]'].map((anchor): Form => ({
  anchor,
  rank: 0,
  find: (_, __, seen) => {
    seen.turns = true;
    return NONE;
  },
}));

/** What stands in front of the beginning of a secret that was written backwards. */
const BODY = /^[\w.=+/-]{16}$/;
const MIN_ANCHOR = 4;

/** The beginnings of makers' forms, backwards: whether the rest is there is looked for in the text turned round. */
const TURNED = [...new Set(TOKENS.map(({ anchor }) => anchor))]
  .filter((anchor) => anchor.length >= MIN_ANCHOR)
  .map((anchor): Form => ({
    anchor: Array.from(anchor).reverse().join(''),
    rank: 0,
    find: (text, at, seen) => {
      seen.turned ||= BODY.test(text.slice(Math.max(0, at - 16), at));
      return NONE;
    },
  }));

const FORMS: readonly Form[] = [...TOKENS, ...COMPOUND, ...OPTION_PASSWORDS, ...NAMED, ...TURNS, ...TURNED];
/** Forms by the first three characters of their anchors, six bits of each; and whether there are any, as bits. */
const BY_START = new Map<number, Form[]>();
const STARTS = new Uint32Array(1 << 13);
const START_BITS = (1 << 18) - 1;

for (const form of FORMS) {
  for (const start of startsOf(form)) {
    STARTS[start >>> 5] = (STARTS[start >>> 5] ?? 0) | (1 << (start & 31));
    const forms = BY_START.get(start);
    if (forms) forms.push(form);
    else BY_START.set(start, [form]);
  }
}

/** What the pass over a text sees of an anchor: its first three characters in any case it may have; a third that is not given is any. */
function startsOf({ anchor, fold }: Form): Set<number> {
  let starts = [0];
  for (const at of [0, 1, 2]) {
    const character = anchor.charAt(at);
    const cases = fold === true ? [character.toLowerCase(), character.toUpperCase()] : [character];
    const codes =
      character === '' ? Array.from({ length: 64 }, (_, code) => code) : cases.map((one) => one.charCodeAt(0));
    starts = starts.flatMap((start) => codes.map((code) => (start << 6) | (code & 63)));
  }
  return new Set(starts);
}

/** Secrets of a text in order of place, none overlapping. Linear in the length of the text. */
export function findSecrets(text: string): Secret[] {
  return scan(text).secrets;
}

/** The same, with the number of characters that were looked at beyond the one pass, and what tells of secrets written backwards. */
export function scan(text: string): { secrets: Secret[]; steps: number; turns: boolean; turned: boolean } {
  const seen: Seen = { names: 0, programs: 0, long: 0, steps: 0, turns: false, turned: false };
  const found: { secret: Secret; rank: number }[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    start = ((start << 6) | (text.charCodeAt(at) & 63)) & START_BITS;
    const begins = (((STARTS[start >>> 5] as number) >>> (start & 31)) & 1) === 1;
    if (begins && at >= 2) collect(text, at - 2, BY_START.get(start) ?? [], seen, found);
  }
  const { steps, turns, turned } = seen;
  return { secrets: found.length === 0 ? [] : withoutOverlap(found), steps, turns, turned };
}

function collect(
  text: string,
  at: number,
  forms: readonly Form[],
  seen: Seen,
  found: { secret: Secret; rank: number }[],
): void {
  for (const form of forms) {
    if (!stands(text, at, form)) continue;
    for (const secret of form.find(text, at, seen))
      if (found.length < MAX_SECRETS) found.push({ secret, rank: form.rank });
  }
}

function stands(text: string, at: number, { anchor, fold }: Form): boolean {
  if (text.startsWith(anchor, at)) return true;
  return fold === true && text.slice(at, at + anchor.length).toLowerCase() === anchor;
}

/** Where two forms claim the same text the higher rank wins, then the longer one. */
function withoutOverlap(found: { secret: Secret; rank: number }[]): Secret[] {
  found.sort((a, b) => a.secret.start - b.secret.start || b.rank - a.rank || b.secret.end - a.secret.end);
  const kept: { secret: Secret; rank: number }[] = [];
  for (const one of found) {
    const last = kept.at(-1);
    if (last === undefined || one.secret.start >= last.secret.end) kept.push(one);
    else if (one.rank > last.rank) kept[kept.length - 1] = one;
  }
  return kept.map(({ secret }) => secret);
}
