/** Text from outside: kept as hashes of its runs of words, and found again in what is done later. */
import type { OutsideText } from '../../../contracts/detector';
import { holds, packShingles, sharedRuns, shinglesOf, unpackShingles } from '../../../analysis/taint/shingles';
import type { Shared } from '../../../analysis/taint/shingles';
import { digestOf } from '../digest';
import { keep } from './met';
import type { Met } from './met';
import { before } from './noted';
import type { Span } from './said';
import { originOf } from './sources';
import type { TextSource } from './sources';

/** Shorter outputs hold nothing that could be told from chance. */
const MIN_TEXT = 40;
/** By how it begins two copies of one output are known as the same. */
const BEGINNING = 150;

/** False when nothing is new. */
export function keepText(memory: Met, source: TextSource, output: string, at: number, eventId: string): boolean {
  if (output.length < MIN_TEXT) return false;
  const list = source.kind === 'outside' ? 'outside' : 'documents';
  const key = `${source.from} ${digestOf(output.slice(0, BEGINNING))}`;
  const known = memory[list]?.find((one) => one.key === key);
  if (known && output.length <= BEGINNING) return keep(memory, list, { ...known, at });
  const shingles = packShingles(shinglesOf(output));
  if (known && known.shingles.length >= shingles.length) return keep(memory, list, { ...known, at });
  const text = { from: source.from, at, eventId };
  if (known) memory[list] = memory[list]?.filter((one) => one !== known) ?? [];
  return keep(memory, list, { key, at: Math.min(at, known?.at ?? at), text: known?.text ?? text, shingles });
}

type Text = NonNullable<Met['outside']>[number];

/** Texts that came before an act; documents with the address that they came from. */
function textsBefore(memory: Met, { from }: Span): Text[] {
  const texts = [...before(memory.outside, from)];
  if (memory.documents === undefined) return texts;
  for (const one of before(memory.documents, from)) {
    const origin = originOf(one.text.from, memory);
    if (origin !== undefined) texts.push({ ...one, text: { ...one.text, from: `${origin} ${one.text.from}` } });
  }
  return texts;
}

/** What `used` holds of the texts that an act's words were looked for in. */
export function outsideMark(memory: Met, span: Span): string {
  const texts = textsBefore(memory, span);
  return texts.length === 0 ? '' : digestOf(...texts.map(({ key, shingles }) => `${key} ${shingles.length}`));
}

/** The first text that holds words of `asked` in their order, where no prompt does; words that reach into `part`, when it is given. */
export function taintOf(
  memory: Met,
  span: Span,
  prompts: readonly string[],
  asked: string,
  part?: string,
): OutsideText | undefined {
  const texts = textsBefore(memory, span);
  if (texts.length === 0) return undefined;
  const said = prompts.map(shinglesOf);
  const [start, end] = rangeOf(asked, part);
  for (const { text, shingles } of texts) {
    const sorted = unpackShingles(shingles);
    const runs = sharedRuns(asked, (hash) => holds(sorted, hash) && !said.some((one) => holds(one, hash)));
    if (runs.some((run) => run.start < end && run.end > start && isTelling(run, asked))) return text;
  }
  return undefined;
}

function rangeOf(asked: string, part = ''): [number, number] {
  const at = part === '' ? -1 : asked.indexOf(part);
  return at < 0 ? [0, asked.length] : [at, at + part.length];
}

/**
 * Long enough not to be there by chance or by custom: `git status`, `npm install` and their like are not. The words of one path alone tell
 * nothing: diffs, issues and error messages are full of the project's own.
 */
function isTelling({ words, start, end, of }: Shared, asked: string): boolean {
  const length = end - start;
  const long = (words >= 5 && length >= 28) || (words >= 4 && words === of && length >= 20);
  return long && (/\s|:\/\//.test(asked.slice(start, end)) || asked.startsWith('//', start - 2));
}
