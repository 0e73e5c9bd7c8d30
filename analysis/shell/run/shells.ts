/** Shells: where their code comes from (`-c`, a file, standard input). */
import { UNIX_SHELLS } from '../../../contracts/shell';
import { isUnknown } from '../expand/value';
import type { Value } from '../expand/value';
import type { Call } from './call';
import type { State } from './state';
import type { Unwrapped } from './wrappers';

const VALUED = /^(?:[-+][A-Za-z]*[oO]|--rcfile|--init-file)$/;

interface ShellArguments {
  code?: Value;
  /** Script file, when code comes from neither `-c` nor standard input. */
  file?: Value;
  startFiles: Value[];
  positional: readonly Value[];
}

/** What the arguments of a shell say: combined letters such as `-lc` too. */
function readArguments(words: readonly Value[]): ShellArguments {
  const startFiles: Value[] = [];
  let takesCode = false;
  let standard = false;
  let at = 1;
  for (; at < words.length; at++) {
    const { text } = words[at] as Value;
    if (text === '--' || text === '-') {
      at++;
      break;
    }
    if (!/^[-+]./.test(text)) break;
    if (/^-[A-Za-z]*c/.test(text)) takesCode = true;
    if (/^-[A-Za-z]*s/.test(text)) standard = true;
    if (!VALUED.test(text)) continue;
    const value = words[++at];
    if (text.startsWith('--') && value) startFiles.push(value);
  }
  const rest = words.slice(at);
  const [first] = rest;
  if (takesCode) return { ...(first ? { code: first } : {}), startFiles, positional: rest.slice(1) };
  if (standard || !first) return { startFiles, positional: rest };
  return { file: first, startFiles, positional: rest };
}

/** `bash -c code name args`: the shell is taken off when its code is known. */
export function shellCode(program: string, call: Call): Unwrapped | undefined {
  if (!UNIX_SHELLS.has(program)) return undefined;
  const { code, positional, startFiles } = readArguments(call.words);
  if (!code || isUnknown(code) || startFiles.length > 0) return undefined;
  return { via: `${program} -c`, code: [code], positional };
}

/** Code of a listed shell: a file that this text wrote, a start file, or its standard input. */
export function shellInput(call: Call, state: State): { code: Value; how: string; positional: readonly Value[] }[] {
  const read = readArguments(call.words);
  const { positional } = read;
  const started = read.startFiles
    .flatMap((file) => contentOf(file, state))
    .map((code) => ({ code, how: 'start file', positional }));
  if (read.code) return [...started, { code: read.code, how: '-c', positional }];
  if (read.file) {
    return [...started, ...contentOf(read.file, state).map((code) => ({ code, how: howOf(read.file), positional }))];
  }
  return call.stdin ? [...started, { code: call.stdin, how: 'stdin', positional: [] }] : started;
}

/** Content of a file that the text itself writes. */
export function contentOf(file: Value, state: State): Value[] {
  const content = file.known ? state.files.get(state.resolve(file.text)) : undefined;
  return content ? [content] : [];
}

export const howOf = (file: Value | undefined): string =>
  file?.text.startsWith('/dev/fd/') === true ? 'process substitution' : 'written-file';
