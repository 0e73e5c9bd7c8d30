/** What `find` finds, as far as its arguments say: the place searched, with the name searched for. */
import { UNKNOWN } from '../expand/value';
import type { Value } from '../expand/value';

/** A path, or a pattern of paths, from the arguments of `find`. */
export function placeOf(words: readonly Value[]): Value {
  const options = words.findIndex((word) => /^[-(!]/.test(word.text) && !/^-[HLP]$/.test(word.text));
  const starts = words.slice(0, options < 0 ? words.length : options).filter((word) => !word.text.startsWith('-'));
  const names = words.filter((_, at) => /^-i?(?:name|path)$/.test(words[at - 1]?.text ?? ''));
  const [start] = starts;
  if (starts.length !== 1 || !start?.known) return { ...UNKNOWN };
  const [name] = names;
  if (!name) return { ...start, derived: true };
  const folder = start.text.endsWith('/') ? start.text : `${start.text}/`;
  return {
    text: name.text.startsWith('/') ? name.text : folder + name.text,
    known: name.known,
    derived: true,
    decoded: false,
  };
}
