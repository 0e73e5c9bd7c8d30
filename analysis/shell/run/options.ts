/** Reading options of wrappers: which take a value, and where the wrapped command begins. */
import type { Value } from '../expand/value';

export interface OptionShape {
  /** Letters of short options that take a value, glued or as the next word. */
  letters?: string;
  /** Names of long options that take the next word when they have no `=`. */
  long?: readonly string[];
  /** Words between the options and the command, such as the duration of `timeout`. */
  operands?: number;
  /** `NAME=value` words before the command are its environment. */
  assigns?: boolean;
  /** Long options begin with one dash. */
  singleDash?: boolean;
}

export interface OptionsRead {
  /** Given options without dashes; a letter or a long name. */
  options: ReadonlyMap<string, Value | undefined>;
  assignments: { name: string; value: Value }[];
  operands: readonly Value[];
  /** The command and its arguments. */
  rest: readonly Value[];
}

/** Reads `words` (without the wrapper itself) up to where the command begins. */
export function readOptions(words: readonly Value[], shape: OptionShape): OptionsRead {
  const options = new Map<string, Value | undefined>();
  const assignments: OptionsRead['assignments'] = [];
  const operands: Value[] = [];
  let at = 0;
  for (; at < words.length; at++) {
    const word = words[at];
    if (!word) break;
    const { text } = word;
    if (text === '--') {
      at++;
      break;
    }
    if (text.startsWith('--') || (shape.singleDash === true && /^-\w{2,}/.test(text)))
      at += readLong(word, words[at + 1], shape, options);
    else if (text.startsWith('-') && text.length > 1) at += readLetters(word, words[at + 1], shape, options);
    else if (shape.assigns === true && /^\w+=/.test(text)) assignments.push(assignmentOf(word));
    else if (operands.length < (shape.operands ?? 0)) operands.push(word);
    else break;
  }
  while (operands.length < (shape.operands ?? 0) && at < words.length) operands.push(words[at++] as Value);
  if (words[at]?.text === '--' && at > 0) at++;
  return { options, assignments, operands, rest: words.slice(at) };
}

/** Answers how many more words were taken. */
function readLong(
  word: Value,
  next: Value | undefined,
  shape: OptionShape,
  options: Map<string, Value | undefined>,
): number {
  const body = word.text.replace(/^--?/, '');
  const equals = body.indexOf('=');
  if (equals >= 0) {
    options.set(body.slice(0, equals), { ...word, text: body.slice(equals + 1) });
    return 0;
  }
  const valued = shape.long?.includes(body) ?? false;
  options.set(body, valued ? next : undefined);
  return valued ? 1 : 0;
}

function readLetters(
  word: Value,
  next: Value | undefined,
  shape: OptionShape,
  options: Map<string, Value | undefined>,
): number {
  for (let at = 1; at < word.text.length; at++) {
    const letter = word.text[at] ?? '';
    if (shape.letters?.includes(letter) !== true) {
      options.set(letter, undefined);
      continue;
    }
    const glued = word.text.slice(at + 1);
    options.set(letter, glued === '' ? next : { ...word, text: glued });
    return glued === '' ? 1 : 0;
  }
  return 0;
}

export function assignmentOf(word: Value): { name: string; value: Value } {
  const equals = word.text.indexOf('=');
  return { name: word.text.slice(0, equals), value: { ...word, text: word.text.slice(equals + 1) } };
}
