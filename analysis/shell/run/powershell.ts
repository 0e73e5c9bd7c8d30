/** PowerShell and cmd, as far as needed: their commands and arguments as words, encoded commands decoded. */
import type { Invocation } from '../../../contracts/shell';
import { UNKNOWN, derived, isUnknown } from '../expand/value';
import type { Value } from '../expand/value';
import { MAX_CODE_DEPTH } from '../limits';
import { emit } from './call';
import type { Call } from './call';
import { runCode } from './run-call';
import type { State } from './state';
import { noStreams } from './walk';

const NAMES: ReadonlySet<string> = new Set(['powershell', 'pwsh', 'cmd']);

export const isWindowsShell = (program: string): boolean =>
  NAMES.has(program) || (/\.exe$/i.test(program) && NAMES.has(program.slice(0, -4).toLowerCase()));

/** `powershell -enc …`, `pwsh -c …`, `cmd /c …`: their code becomes part of the invocation, and its commands are listed. */
export function runPowershell(program: string, call: Call, state: State, invocation: Invocation): Value {
  if (/^cmd/i.test(program)) return runCmd(call, state);
  const code = powershellCode(call.words.slice(1)) ?? call.stdin;
  if (!code || isUnknown(code)) return UNKNOWN;
  invocation.code = [{ language: 'powershell', text: code.text }];
  walkPowershell(code, program, call, state);
  return UNKNOWN;
}

function powershellCode(words: readonly Value[]): Value | undefined {
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (!word) break;
    if (/^[-/]e(?:c|n|nc|nco|ncod|ncode|ncoded\w*)?$/i.test(word.text)) return decodeUtf16(words[at + 1]);
    if (/^[-/]c(?:o\w*)?$/i.test(word.text)) return joined(words.slice(at + 1));
    if (/^[-/](?:ex|ep|exec\w*|w|win\w*|f|file|in\w*|ou\w*|ps\w*|v\w*|conf\w*|wo\w*)$/i.test(word.text)) at++;
    else if (!/^[-/]/.test(word.text)) return joined(words.slice(at));
  }
  return undefined;
}

const joined = (words: readonly Value[]): Value => ({
  text: words.map((word) => word.text).join(' '),
  known: words.every((word) => word.known),
  derived: true,
  decoded: words.some((word) => word.decoded),
});

/** Base64 of UTF-16 little endian. */
function decodeUtf16(word: Value | undefined): Value | undefined {
  if (!word?.known || !/^[A-Za-z0-9+/=]+$/.test(word.text)) return undefined;
  return { text: Buffer.from(word.text, 'base64').toString('utf16le'), known: true, derived: true, decoded: true };
}

/** Lists the commands of a PowerShell text: statements cut at `;`, `|`, newlines and braces. */
export function walkPowershell(code: Value, via: string, call: Call, state: State): void {
  if (call.context.codeDepth >= MAX_CODE_DEPTH || !state.chargeCode(code.text.length)) {
    state.overflow();
    return;
  }
  let before: number | undefined;
  for (const { words, piped } of statements(code.text)) {
    if (!state.step()) return;
    const context = {
      ...call.context,
      via: [...call.context.via, via, ...(code.decoded ? ['decoded'] : [])],
      depth: call.context.depth + 1,
      codeDepth: call.context.codeDepth + 1,
      streams: noStreams(),
      separator: piped ? '|' : ';',
    };
    const values = words.map((text) => derived(text));
    const inner: Call = {
      ...call,
      words: values,
      environment: [],
      redirections: [],
      stdin: undefined,
      pattern: false,
      context,
    };
    const index = emit(inner, state);
    const invocation = state.invocations[index];
    if (!invocation) return;
    const previous = before === undefined ? undefined : state.invocations[before];
    if (previous && before !== undefined) {
      previous.feeds = index;
      invocation.readsFrom = before;
    }
    before = piped ? index : undefined;
    if (isWindowsShell(invocation.program)) runPowershell(invocation.program, inner, state, invocation);
  }
}

const TOKEN =
  /\{(?:default|current|bootmgr|ntldr|[\da-f]{8}-[\da-f-]{27})\}|"(?:[^"`]|`[^]|"")*"?|'(?:[^']|'')*'?|[;|\n{}()]|&&|&(?=\s|$)|`\n|#[^\n]*|[^\s;|{}()'"`#&]+|[^]/g;

function statements(text: string): { words: string[]; piped: boolean }[] {
  const found: { words: string[]; piped: boolean }[] = [];
  let words: string[] = [];
  let end = 0;
  const finish = (piped: boolean) => {
    if (words.length > 0) found.push({ words, piped });
    words = [];
  };
  for (const match of text.matchAll(TOKEN)) {
    const [token] = match;
    if (/^[;|\n{}()]$|^&&$/.test(token)) finish(token === '|');
    else if (token === '&' && words.length > 0) finish(false);
    else if (/^\s$|^#|^`\n$|^&$/.test(token)) continue;
    else if (match.index === end && words.length > 0 && end > 0 && !/\s/.test(text[end - 1] ?? ' '))
      words.push((words.pop() ?? '') + unquoted(token));
    else words.push(unquoted(token));
    end = match.index + token.length;
  }
  finish(false);
  return found;
}

const unquoted = (token: string): string =>
  token.startsWith("'")
    ? token.replace(/^'|'$/g, '').replace(/''/g, "'")
    : token.replace(/^"|"$/g, '').replace(/`([^])/g, '$1');

/** `cmd /c a & b`: close enough to the posix grammar once carets are gone. */
function runCmd(call: Call, state: State): Value {
  const at = call.words.findIndex((word) => /^\/[ck]$/i.test(word.text));
  const code = at < 0 ? undefined : joined(call.words.slice(at + 1));
  return code && !isUnknown(code) ? runCode(cmdText(code), 'cmd', call, state, { listed: true }) : UNKNOWN;
}

/** Folders of whoever runs it, by their variables. */
const FOLDERS: Readonly<Record<string, string>> = {
  USERPROFILE: '~',
  APPDATA: '~\\AppData\\Roaming',
  LOCALAPPDATA: '~\\AppData\\Local',
};

/** cmd text as a posix shell would write it: backslashes are letters, carets escape. */
export function cmdText(code: Value): Value {
  const text = code.text
    .replace(/\^([^])/g, '$1')
    .replace(/%(\w{1,60})%/g, (all, name: string) => FOLDERS[name.toUpperCase()] ?? all)
    .replace(/\\/g, '\\\\')
    .replace(/%(\w{1,60})%/g, '${$1}');
  return { ...code, text };
}
