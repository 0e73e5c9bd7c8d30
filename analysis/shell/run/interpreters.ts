/** Interpreters of other languages: the code that is given to them in the command text. */
import { isUnknown } from '../expand/value';
import type { Value } from '../expand/value';
import type { Call } from './call';
import { contentOf } from './shells';
import type { State } from './state';

interface Interpreter {
  language: string;
  /** Options whose value is code, combined letters too. */
  code: RegExp;
  /** Options that take a value which is not code. */
  valued?: RegExp;
  /** Runs its standard input when it has no file argument. */
  stdin: boolean;
}

const PYTHON: Interpreter = { language: 'python', code: /^-[a-zA-Z]*c$/, valued: /^-[WXm]$/, stdin: true };
const PERL: Interpreter = { language: 'perl', code: /^-[a-zA-Z0-9]*[eE]$/, valued: /^-[I]$/, stdin: true };
const RUBY: Interpreter = { language: 'ruby', code: /^-[a-zA-Z]*e$/, valued: /^-[rIC]$/, stdin: true };
const NODE: Interpreter = {
  language: 'javascript',
  code: /^(?:-[a-z]*[ep]|-pe|--eval|--print)$/,
  valued: /^-r$|^--require$|^--import$/,
  stdin: true,
};
const PHP: Interpreter = { language: 'php', code: /^-[rRBE]$/, valued: /^-[dczf]$/, stdin: true };
const LUA: Interpreter = { language: 'lua', code: /^-e$/, valued: /^-l$/, stdin: true };

const INTERPRETERS: ReadonlyMap<string, Interpreter> = new Map([
  ['python', PYTHON],
  ['pypy', PYTHON],
  ['ipython', PYTHON],
  ['perl', PERL],
  ['ruby', RUBY],
  ['jruby', RUBY],
  ['node', NODE],
  ['nodejs', NODE],
  ['bun', NODE],
  ['tsx', NODE],
  ['php', PHP],
  ['lua', LUA],
  ['luajit', LUA],
  ['osascript', { language: 'applescript', code: /^-e$/, valued: /^-l$/, stdin: true }],
  ['Rscript', { language: 'r', code: /^-e$/, stdin: true }],
  ['tclsh', { language: 'tcl', code: /^(?!)/, stdin: true }],
  ['expect', { language: 'tcl', code: /^-c$/, stdin: true }],
  ['groovy', { language: 'groovy', code: /^-e$/, stdin: false }],
  ['jrunscript', { language: 'javascript', code: /^-e$/, valued: /^-[lf]$/, stdin: true }],
  ['jjs', { language: 'javascript', code: /^(?!)/, stdin: true }],
  ['jshell', { language: 'java', code: /^(?!)/, stdin: true }],
  ['java', { language: 'java', code: /^(?!)/, valued: /^-(?:cp|classpath|jar)$/, stdin: false }],
  ['elixir', { language: 'elixir', code: /^-e$|^--eval$/, stdin: false }],
  ['julia', { language: 'julia', code: /^-[eE]$|^--eval$/, stdin: true }],
  ['pwsh', { language: 'powershell', code: /^(?!)/, stdin: true }],
]);

const AWKS: ReadonlySet<string> = new Set(['awk', 'gawk', 'mawk', 'nawk']);

export interface Code {
  language: string;
  text: string;
}

/** `python3.11` and `python.exe` are `python`. */
function unversioned(program: string): string {
  const last = program.charCodeAt(program.length - 1);
  if (last >= 48 && last <= 57) return program.replace(/[\d.]{1,10}$/, '');
  return program.endsWith('.exe') ? program.slice(0, -4) : program;
}

/** Code of another language that the call runs. */
export function codeOf(program: string, call: Call, state: State): Code[] {
  if (AWKS.has(program)) return awk(call, state);
  const words = call.words.slice(1);
  if (program === 'crystal' && words[0]?.text === 'eval')
    return words.slice(1, 2).map(({ text }) => ({ language: 'crystal', text }));
  if (program === 'go' && words[0]?.text === 'run') return files('go', words.slice(1), state);
  if (program === 'deno')
    return words[0]?.text === 'eval' && words[1] ? [{ language: 'javascript', text: words[1].text }] : [];
  const interpreter = INTERPRETERS.get(unversioned(program));
  if (!interpreter) return [];
  const inline = inlineCode(words, interpreter);
  const texts = inline.length > 0 ? inline : fileOrInput(words, interpreter, call, state);
  return texts.filter((text) => !isUnknown(text)).map(({ text }) => ({ language: interpreter.language, text }));
}

function files(language: string, words: readonly Value[], state: State): Code[] {
  return words.flatMap((word) => contentOf(word, state)).map(({ text }) => ({ language, text }));
}

function inlineCode(words: readonly Value[], interpreter: Interpreter): Value[] {
  const found: Value[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (!word?.text.startsWith('-')) break;
    const next = words[at + 1];
    const glued = /^(?:--(?:eval|print)=|-[ec])([^]+)$/.exec(word.text)?.[1];
    if (interpreter.code.test(word.text)) {
      if (next) found.push(next);
      at++;
      // What follows the code of Python are its arguments.
      if (interpreter === PYTHON) break;
    } else if (interpreter.valued?.test(word.text) === true) {
      at++;
      if (word.text === '-m') break;
    } else if (glued !== undefined && !word.text.startsWith('-e-')) found.push({ ...word, text: glued });
  }
  return found;
}

function fileOrInput(words: readonly Value[], interpreter: Interpreter, call: Call, state: State): Value[] {
  const file = words.find(
    (word, at) => !word.text.startsWith('-') && interpreter.valued?.test(words[at - 1]?.text ?? '') !== true,
  );
  const module = words.some((word) => word.text === '-m');
  if (file && file.text !== '/dev/stdin') return module ? [] : contentOf(file, state);
  return interpreter.stdin && call.stdin && !module ? [call.stdin] : [];
}

/** The program text of awk: its first argument that is no option. */
function awk(call: Call, state: State): Code[] {
  const words = call.words.slice(1);
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (!word) break;
    if (/^(?:-f|--file)$/.test(word.text))
      return contentOf(words[at + 1] ?? word, state).map(({ text }) => ({ language: 'awk', text }));
    if (/^-[vFeE]$|^--(?:source|assign|field-separator)$/.test(word.text)) {
      if (/^-e$|^--source$/.test(word.text)) return [{ language: 'awk', text: words[at + 1]?.text ?? '' }];
      at++;
    } else if (!word.text.startsWith('-')) return isUnknown(word) ? [] : [{ language: 'awk', text: word.text }];
  }
  return [];
}
