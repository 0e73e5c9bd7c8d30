/** Files that the text writes with content that is known: remembered, so that running or reading them later is understood. */
import { EMPTY, isUnknown, join } from '../expand/value';
import type { Value } from '../expand/value';
import { redirects } from './call';
import type { Call } from './call';
import { outputFile } from './redirections';
import type { State } from './state';

const MAX_FILES = 256;

/** Sends output to the file that the call redirects to; what goes on through the pipe is answered. */
export function writeOutput(program: string, call: Call, output: Value, state: State): Value {
  if (program === 'tee') return tee(call, state);
  if (call.redirections.length === 0) return output;
  const file = outputFile(call.redirections);
  if (!file) return redirects(call.redirections, 1) && !toOther(call) ? EMPTY : output;
  // Of `{ a; b; } > f` the second goes on where the first ended.
  const inherited = call.context.redirections.length > 0 && outputFile(call.context.redirections)?.path === file.path;
  const append = file.append || (inherited && state.files.has(state.resolve(file.path)));
  writeFile(file.path, output, append, state);
  return EMPTY;
}

/** `>&2` and its like. */
const toOther = (call: Call): boolean =>
  call.redirections.some((one) => one.fd === 1 && one.operator === '>&' && /^\d+$/.test(one.target.text));

function tee(call: Call, state: State): Value {
  const words = call.words.slice(1);
  const append = words.some((word) => /^-[a-z]*a|^--append$/.test(word.text));
  const input = call.stdin;
  for (const word of words)
    if (input && word.known && !word.text.startsWith('-')) writeFile(word.text, input, append, state);
  return input ?? UNKNOWN_INPUT;
}

const UNKNOWN_INPUT: Value = { text: '\uFFFD', known: false, derived: true, decoded: false };

/** Notes content of a file; unknown content only forgets what was known before. */
export function writeFile(path: string, content: Value, append: boolean, state: State): void {
  if (path === '/dev/null' || path.startsWith('/dev/tcp/') || path.startsWith('/dev/udp/')) return;
  const key = state.resolve(path);
  if (isUnknown(content)) {
    state.files.delete(key);
    return;
  }
  const before = append ? state.files.get(key) : undefined;
  const whole = before ? join(before, content) : content;
  if (state.files.size >= MAX_FILES || !state.charge(before ? whole.text.length : 0)) {
    state.overflow();
    return;
  }
  state.files.set(key, whole);
  const last = state.writes.at(-1);
  if (append && last?.path === key) last.content += content.text;
  else state.writes.push({ path: key, content: content.text, append });
}
