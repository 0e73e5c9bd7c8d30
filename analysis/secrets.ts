/**
 * Finds secrets by their form. One pass looks at pairs of characters only; where a pair begins the literal part of a form, that form
 * looks around in a bounded way. Forms of makers come first, then structures, then names in front of a value.
 */
import { COMPOUND } from './secrets/compound';
import type { Form, Secret, Seen } from './secrets/form';
import { NAMED } from './secrets/named';
import { OPTION_PASSWORDS } from './secrets/options';
import { TOKENS } from './secrets/tokens';

export type { Secret };
export { isOurs } from './secrets/compound';

/** At most so many secrets of one text are told; a text with more is a list of test data, and is cut by the caller's own limits. */
const MAX_SECRETS = 2_000;

const FORMS: readonly Form[] = [...TOKENS, ...COMPOUND, ...OPTION_PASSWORDS, ...NAMED];
/** Index into GROUPS by the first two characters of an anchor, 7 bits each; 0 when no anchor starts so. */
const PAIRS = new Uint16Array(1 << 14);
const GROUPS: Form[][] = [[]];

for (const form of FORMS) for (const pair of pairsOf(form)) groupOf(pair).push(form);

function groupOf(pair: number): Form[] {
  const known = PAIRS[pair] ?? 0;
  if (known > 0) return GROUPS[known] ?? [];
  const group: Form[] = [];
  PAIRS[pair] = GROUPS.push(group) - 1;
  return group;
}

function pairsOf({ anchor, fold }: Form): Set<number> {
  const cases = (character: string) =>
    fold === true ? [character.toLowerCase(), character.toUpperCase()] : [character];
  const second = cases(anchor[1] ?? '');
  return new Set(cases(anchor[0] ?? '').flatMap((a) => second.map((b) => (a.charCodeAt(0) << 7) | b.charCodeAt(0))));
}

/** Secrets of a text in order of place, none overlapping. Linear in the length of the text. */
export function findSecrets(text: string): Secret[] {
  return scan(text).secrets;
}

/** The same, with the number of characters that were looked at beyond the one pass. */
export function scan(text: string): { secrets: Secret[]; steps: number } {
  const seen: Seen = { names: 0, programs: 0, long: 0, steps: 0 };
  const found: { secret: Secret; rank: number }[] = [];
  let before = 128;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const group = before < 128 && code < 128 ? PAIRS[(before << 7) | code] : 0;
    before = code;
    if (group !== undefined && group > 0 && found.length < MAX_SECRETS)
      collect(text, at - 1, GROUPS[group] ?? [], seen, found);
  }
  return { secrets: found.length === 0 ? [] : withoutOverlap(found), steps: seen.steps };
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
    for (const secret of form.find(text, at, seen)) found.push({ secret, rank: form.rank });
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
