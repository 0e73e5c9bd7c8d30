/** What the JSON arguments of a tool that nobody knows say: commands, code, paths and addresses, by the names of their keys. */

export interface ToolArguments {
  commands: string[];
  code: string[];
  paths: string[];
  urls: string[];
  /** `language` argument, when there is one. */
  language?: string;
}

const COMMAND = /^(?:command|cmd|commands|shell_?command|command_?line|bash|script|exec|shell_?script|run)$/i;
const CODE = /^(?:code|source_?code|python|javascript|function|expression|snippet|program|cell|cell_?content)$/i;
const PATH =
  /^(?:path|paths|file|files|file_?path|file_?paths|file_?name|source|src|source_?path|dest|destination|destination_?path|target_?file|absolute_?path|relative_?path|relative_?workspace_?path|notebook_?path|input_?file|output_?file|old_?path|new_?path)$/i;
const URL_KEY =
  /^(?:url|urls|uri|href|endpoint|base_?url|link|address|host|hostname|server_?url|webhook(?:_?url)?|target_?url)$/i;

const MAX_TEXT = 128 * 1024;
const MAX_VALUES = 400;

/** Reads complete JSON, and the beginning of JSON that was cut. */
export function readArguments(text: string): ToolArguments {
  const found: ToolArguments = { commands: [], code: [], paths: [], urls: [] };
  const cut = text.slice(0, MAX_TEXT);
  const whole = parse(cut);
  if (whole !== undefined) walk(whole, '', found, { left: MAX_VALUES }, 0);
  else for (const [key, value] of stringPairs(cut)) take(key, value, found);
  return found;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function walk(value: unknown, key: string, found: ToolArguments, budget: { left: number }, depth: number): void {
  if (budget.left-- <= 0 || depth > 8) return;
  if (typeof value === 'string') take(key, value, found);
  else if (Array.isArray(value)) {
    const words = COMMAND.test(key) && value.every((word) => typeof word === 'string');
    if (words) take(key, commandOf(value), found);
    else for (const item of value) walk(item, key, found, budget, depth + 1);
  } else if (typeof value === 'object' && value !== null)
    for (const [name, inner] of Object.entries(value)) walk(inner, name, found, budget, depth + 1);
}

/** `["bash", "-lc", "text"]` is that text; other lists are words, quoted where they need it. */
function commandOf(words: readonly string[]): string {
  if (
    words.length === 3 &&
    /^(?:\S{0,60}\/)?(?:ba|da|z)?sh$/.test(words[0] ?? '') &&
    /^-\w{0,4}c$/.test(words[1] ?? '')
  )
    return words[2] ?? '';
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ');
}

/** `"key": "value"` wherever it stands; the last value may be cut. */
function* stringPairs(text: string): Generator<readonly [string, string]> {
  let count = 0;
  for (const match of text.matchAll(/"([\w-]{1,60})"\s{0,8}:\s{0,8}"((?:[^"\\]|\\[^])*)/g)) {
    if (count++ >= MAX_VALUES) return;
    yield [match[1] ?? '', unquote(match[2] ?? '')];
  }
}

function unquote(body: string): string {
  const value = parse(`"${body}"`);
  return typeof value === 'string' ? value : body.replace(/\\n/g, '\n').replace(/\\(["\\/])/g, '$1');
}

function take(key: string, value: string, found: ToolArguments): void {
  if (value === '') return;
  if (/^(?:language|lang|kernel)$/i.test(key)) found.language = value.toLowerCase();
  else if (COMMAND.test(key)) found.commands.push(value);
  else if (CODE.test(key)) found.code.push(value);
  else if (URL_KEY.test(key) || /^https?:\/\//.test(value)) found.urls.push(value);
  else if (PATH.test(key) && value.length < 4_096 && !value.includes('\n')) found.paths.push(value);
}
