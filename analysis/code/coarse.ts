/** Languages of which only a few words are known: what opens a connection, what starts a program, what opens a file. */
import { isSign } from './program';
import type { Program } from './program';
import type { Rules } from './rules';
import { startsShell } from './rules';
import type { Token } from './tokens';
import { UNKNOWN } from './values';

interface Words {
  connect: RegExp;
  spawn: RegExp;
  read: RegExp;
}

const coarse = ({ connect, spawn, read }: Words): Rules => ({
  call: () => undefined,
  token(at, program, tell) {
    const token = program.tokens[at];
    if (token?.type === 'command') tell(startsShell(token.text) ? 'spawn-shell' : 'spawn', [token.text], token.at);
    if (token?.type !== 'name') return;
    const name = nameAt(program, at);
    if (connect.test(name)) tell('socket-connect', addressIn(wordsAfter(program, at, 8)), token.at);
    else if (spawn.test(name)) {
      const words = wordsAfter(program, at, 6).filter((word) => !/^(?:Cmd|spawn|-ignorestderr|&)$/.test(word));
      const command = words.join(' ');
      // Nothing is known of where values come from, so a command that is not written there may come from anywhere.
      const brought = (words[0] ?? UNKNOWN) === UNKNOWN || /^\S{0,100}sh -c \uFFFD/.test(command);
      if (brought) tell('spawn-shell', [], token.at);
      else tell(startsShell(command) ? 'spawn-shell' : 'spawn', [command], token.at);
    } else if (read.test(name)) tell('file-read', wordsAfter(program, at, 1), token.at);
  },
});

export const tcl = coarse({ connect: /^socket$/, spawn: /^(?:exec|eval|spawn)$/, read: /^open$/ });
export const r = coarse({
  connect: /^(?:socketConnection|make\.socket)$/,
  spawn: /^(?:system2?|shell|pipe)$/,
  read: /^(?:readLines|readChar|readRDS|scan|read\.\w{1,20}|source)$/,
});
export const julia = coarse({
  connect: /^(?:Sockets\.)?connect$/,
  spawn: /^(?:run|readchomp|pipeline|Cmd)$/,
  read: /^(?:open|read|readlines|eachline)$/,
});
export const elixir = coarse({
  connect: /^(?:gen_tcp|ssl)\.connect$/,
  spawn: /^(?:os\.cmd|System\.(?:cmd|shell)|Port\.open)$/,
  read: /^File\.(?:read|open|stream)!?$/,
});
export const applescript = coarse({ connect: /^(?!)/, spawn: /^do\.shell\.script$/, read: /^(?!)/ });

/** A dotted name, `:gen_tcp.connect` and `do shell script` too. */
function nameAt({ tokens }: Program, at: number): string {
  const [one, two, three] = [tokens[at], tokens[at + 1], tokens[at + 2]];
  if (isSign(tokens[at - 1], '.')) return '';
  if (one?.text === 'do' && two?.text === 'shell' && three?.text === 'script') return 'do.shell.script';
  return isSign(two, '.') && three?.type === 'name' ? `${one?.text ?? ''}.${three.text}` : (one?.text ?? '');
}

/** The next words until the bracket or statement closes: literals as they are, adjacent pieces together, names as `\uFFFD`. */
function wordsAfter(program: Program, at: number, most: number): string[] {
  const { tokens } = program;
  const words: string[] = [];
  let end = -1;
  for (let next = skipName(tokens, at); next < Math.min(tokens.length, at + 40) && words.length <= most; next++) {
    const token = tokens[next];
    if (token === undefined || token.type === 'line' || isSign(token, ';')) break;
    if (token.type === 'sign' && token.text !== '.' && !/^[-/&<|]/.test(token.text)) {
      if (/^[)\]]$/.test(token.text)) break;
      end = -1;
      continue;
    }
    const isVariable = isSign(tokens[next - 1], '$') || (token.type === 'name' && isSign(tokens[next + 1], '('));
    const text = isVariable || token.text.startsWith('$') ? UNKNOWN : bare(program, token);
    if (token.at === end && words.length > 0) words.push((words.pop() ?? '') + text);
    else words.push(text);
    end = token.at + token.text.length;
  }
  return words.slice(0, most);
}

const skipName = (tokens: Program['tokens'], at: number): number => {
  if (tokens[at]?.text === 'do') return at + 3;
  return isSign(tokens[at + 1], '.') ? at + 3 : at + 1;
};

/** A name stands for a value that is not known; to Tcl it is a word. */
const bare = ({ language }: Program, { text, type }: Token): string =>
  type === 'name' && language !== 'tcl' ? UNKNOWN : text;

/** `{203, 0, 113, 7}, 4444` and `"host", 4444`. */
function addressIn(words: readonly string[]): [string | undefined, string | undefined] {
  const four = words.slice(0, 4);
  if (words.length >= 5 && four.every((word) => /^\d{1,3}$/.test(word))) return [four.join('.'), words[4]];
  const port = words.find((word) => /^\d{1,5}$/.test(word));
  return [words.find((word) => /[.:]/.test(word) || /^localhost$/.test(word)), port];
}
