/** Which language a program, a file name or a first line speaks, and how that language is cut into tokens. */
import type { Quote, Syntax, Token } from './tokens';
import { unescape } from './tokens';

export type Language =
  | 'python'
  | 'javascript'
  | 'perl'
  | 'ruby'
  | 'php'
  | 'lua'
  | 'awk'
  | 'powershell'
  | 'go'
  | 'c'
  | 'java'
  | 'tcl'
  | 'r'
  | 'julia'
  | 'elixir'
  | 'applescript';

const PROGRAMS: readonly (readonly [RegExp, Language])[] = [
  [/^(?:python|pypy|ipython|python-\d|jython|micropython)[\d.]*w?$/, 'python'],
  [/^(?:node|nodejs|javascript|typescript|js|ts|deno|bun|tsx|ts-node|qjs|jsc|d8)$/, 'javascript'],
  [/^perl[\d.]*$/, 'perl'],
  [/^(?:j?ruby|irb|rails|crystal)[\d.]*$/, 'ruby'],
  [/^php(?:-cli|-cgi)?[\d.]*$/, 'php'],
  [/^(?:lua|luajit|texlua)[\d.]*$/, 'lua'],
  [/^(?:[gmn]?awk|original-awk|busybox awk)$/, 'awk'],
  [/^(?:powershell|pwsh)(?:-preview)?(?:\.exe)?$/, 'powershell'],
  [/^(?:go|golang)$/, 'go'],
  [/^(?:c|cpp|c\+\+|gcc|cc|clang|tcc|rust)$/, 'c'],
  [/^(?:java|jshell|groovy|kotlin|scala|csharp|dart)$/, 'java'],
  [/^(?:tcl|tclsh|wish|expect)[\d.]*$/, 'tcl'],
  [/^(?:r|rscript)$/, 'r'],
  [/^julia$/, 'julia'],
  [/^(?:elixir|iex)$/, 'elixir'],
  [/^(?:osascript|applescript)$/, 'applescript'],
];

const EXTENSIONS: Readonly<Record<string, Language>> = {
  py: 'python',
  pyw: 'python',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  ts: 'javascript',
  mts: 'javascript',
  cts: 'javascript',
  jsx: 'javascript',
  tsx: 'javascript',
  pl: 'perl',
  pm: 'perl',
  rb: 'ruby',
  php: 'php',
  lua: 'lua',
  awk: 'awk',
  ps1: 'powershell',
  psm1: 'powershell',
  go: 'go',
  c: 'c',
  h: 'c',
  cc: 'c',
  cpp: 'c',
  rs: 'c',
  java: 'java',
  kt: 'java',
  groovy: 'java',
  cs: 'java',
  dart: 'java',
  cr: 'ruby',
  tcl: 'tcl',
  exp: 'tcl',
  r: 'r',
  jl: 'julia',
  exs: 'elixir',
  scpt: 'applescript',
};

/** Language of an interpreter's name, such as `python3.12`. */
export function languageOfProgram(program: string): Language | undefined {
  return PROGRAMS.find(([pattern]) => pattern.test(program.toLowerCase()))?.[1];
}

/** Language of a file by its extension, else by its first line. `shell` for scripts of a POSIX shell. */
export function languageOfFile(path: string, content: string): Language | 'shell' | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const extension = name.includes('.') ? name.slice(name.lastIndexOf('.') + 1) : '';
  if (/^(?:sh|bash|zsh|ksh|dash)$/.test(extension)) return 'shell';
  const program = /^#![ \t]{0,4}(?:\S{0,100}\/)?(?:env[ \t]{1,4}(?:-S[ \t]{1,4})?)?([\w.+-]{1,40})/.exec(
    content.slice(0, 200),
  )?.[1];
  if (program !== undefined && /^(?:ba|da|z|k|a)?sh$/.test(program)) return 'shell';
  return EXTENSIONS[extension] ?? (program === undefined ? undefined : languageOfProgram(program));
}

const C_NAME = /[A-Za-z_$][\w$]*/y;
const SIGIL_NAME = /[$@%&]{0,2}[A-Za-z_]\w*|\$[_!0-9~&/.,;@]/y;
const BRACES = /\$\{[^{}]{0,500}\}/g;

const quote = (open: string, escape: Quote['escape'] = 'backslash', fills?: RegExp): Quote => ({
  open,
  close: open,
  escape,
  ...(fills === undefined ? {} : { fills }),
});
const command = (fills?: RegExp): Quote => ({ ...quote('`', 'backslash', fills), type: 'command' });

const C_LIKE: Syntax = {
  lineComments: ['//'],
  blockComments: [['/*', '*/']],
  quotes: [quote('"'), quote("'")],
  name: C_NAME,
  patterns: false,
  lines: false,
};

/** Python's prefixes decide about escapes and fields, so its strings are read here. */
function pythonString(text: string, at: number): { token: Token; end: number } | undefined {
  const open = /[rbuft]{0,2}("""|'''|"|')/iy;
  open.lastIndex = at;
  const match = open.exec(text);
  if (!match || (at > 0 && /[\w]/.test(text[at - 1] ?? ''))) return undefined;
  const [all, mark = ''] = match;
  const prefix = all.slice(0, -mark.length).toLowerCase();
  const from = at + all.length;
  let end = from;
  while (end < text.length && !text.startsWith(mark, end)) end += text[end] === '\\' ? 2 : 1;
  const body = text.slice(from, end);
  const filled = /[ft]/.test(prefix)
    ? body
        .replace(/\{\{/g, '\x01')
        .replace(/\{[^{}]{0,300}\}/g, '\uFFFD')
        .replaceAll('\x01', '{')
        .replaceAll('}}', '}')
    : body;
  const value = prefix.includes('r') ? filled : unescape(filled);
  return { token: { type: 'string', text: value, at }, end: Math.min(text.length, end + mark.length) };
}

const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>' };

/** `q(…)`, `qq{…}`, `qw/…/`, `qx(…)` of Perl; `%q(…)`, `%w[…]`, `%x(…)` of Ruby; here-documents of both. */
function quoteWords(opener: RegExp): NonNullable<Syntax['literal']> {
  return (text, at) => {
    opener.lastIndex = at;
    const match = opener.exec(text);
    if (!match || (at > 0 && /[\w$@%>.]/.test(text[at - 1] ?? ''))) return hereDocument(text, at);
    const open = match[2] ?? '';
    const close = CLOSERS[open] ?? open;
    const from = at + match[0].length;
    let [end, depth] = [from, 1];
    for (; end < text.length; end++) {
      if (text[end] === '\\') end++;
      else if (text[end] === close && --depth === 0) break;
      else if (text[end] === open && open !== close) depth++;
    }
    const kind = match[1] ?? '';
    const body = text.slice(from, end);
    const token: Token = {
      type: kind.endsWith('x') ? 'command' : 'string',
      text: /^(?:q|%q)$/.test(kind) ? body : unescape(body),
      at,
    };
    return /^(?:m|s|tr|y|qr)$/.test(kind)
      ? { end: end + 1, token: { type: 'sign', text: '/pattern/', at } }
      : { end: end + 1, token };
  };
}

/** `<<E`, `<<"E"`, `<<~E`: the rest of the opening line is skipped, as it seldom holds more than `;` or `)`. */
function hereDocument(text: string, at: number): { token: Token; end: number } | undefined {
  if (text[at] !== '<' || text[at + 1] !== '<') return undefined;
  const open = /<<<?([~-]?)(["']?)([A-Z_a-z]\w{0,60})\2[^\n]{0,200}\n/y;
  open.lastIndex = at;
  const match = open.exec(text);
  if (!match) return undefined;
  const from = at + match[0].length;
  const close = new RegExp(`^[ \\t]*${match[3] ?? ''}\\b`, 'm');
  const found = close.exec(text.slice(from));
  const end = found ? from + found.index : text.length;
  return { token: { type: 'string', text: text.slice(from, end), at }, end: found ? end + found[0].length : end };
}

/** `[[…]]`, `[=[…]=]` and the comments made of them. */
function luaLiteral(text: string, at: number): { token?: Token; end: number } | undefined {
  const open = /(--)?\[(={0,8})\[/y;
  open.lastIndex = at;
  const match = open.exec(text);
  if (!match) return undefined;
  const close = `]${match[2] ?? ''}]`;
  const from = at + match[0].length;
  const found = text.indexOf(close, from);
  const end = found < 0 ? text.length : found;
  return match[1] === undefined
    ? { token: { type: 'string', text: text.slice(from, end), at }, end: end + close.length }
    : { end: end + close.length };
}

const HASH = { lineComments: ['#'], blockComments: [] };

export const SYNTAX: Readonly<Record<Language, Syntax>> = {
  python: { ...HASH, quotes: [], name: C_NAME, patterns: false, lines: true, literal: pythonString },
  javascript: {
    ...C_LIKE,
    quotes: [quote('"'), quote("'"), quote('`', 'backslash', BRACES)],
    patterns: true,
    lines: true,
  },
  perl: {
    ...HASH,
    blockComments: [
      ['\n=pod', '\n=cut'],
      ['\n=head', '\n=cut'],
    ],
    quotes: [
      quote('"', 'backslash', /[$@]\{?\w{1,60}\}?(?:->)?(?:[[{][^\]}]{0,80}[\]}])?/g),
      quote("'", 'raw'),
      command(/\$\w{1,60}/g),
    ],
    name: SIGIL_NAME,
    patterns: true,
    lines: false,
    literal: quoteWords(/(q[qwxr]?|m|s|tr|y)([([{<|/!#~'"])(?!=|>)/y),
  },
  ruby: {
    ...HASH,
    blockComments: [['\n=begin', '\n=end']],
    quotes: [quote('"', 'backslash', /#\{[^{}]{0,500}\}/g), quote("'", 'raw'), command(/#\{[^{}]{0,500}\}/g)],
    name: /[$@]{0,2}[A-Za-z_]\w*[?!]?/y,
    patterns: true,
    lines: true,
    literal: quoteWords(/(%[qQwWiIx]?)([([{<|!])/y),
  },
  php: {
    ...C_LIKE,
    lineComments: ['//', '#'],
    quotes: [
      quote('"', 'backslash', /\{?\$\w{1,60}(?:->\w{1,60}|\[[^\]]{0,60}\])?\}?/g),
      quote("'", 'raw'),
      command(/\$\w{1,60}/g),
    ],
    name: /\$?[A-Za-z_\\][\w\\]*/y,
    literal: hereDocument,
  },
  lua: {
    lineComments: ['--'],
    blockComments: [],
    quotes: [quote('"'), quote("'")],
    name: C_NAME,
    patterns: false,
    lines: true,
    literal: luaLiteral,
  },
  awk: { ...HASH, quotes: [quote('"')], name: /\$?[A-Za-z_]\w*|\$\d{1,3}/y, patterns: true, lines: true },
  powershell: {
    lineComments: ['#'],
    blockComments: [['<#', '#>']],
    quotes: [
      { open: "@'", close: "'@", escape: 'none' },
      { open: '@"', close: '"@', escape: 'none', fills: /\$\w{1,60}|\$\([^()]{0,300}\)/g },
      quote('"', 'backquote', /\$\(?[\w:.]{1,60}\)?/g),
      quote("'", 'doubled'),
    ],
    name: /\$?[A-Za-z_`][\w`:]*(?:-[A-Za-z][\w`]*)*/y,
    patterns: false,
    lines: true,
  },
  go: { ...C_LIKE, quotes: [quote('"'), quote("'"), quote('`', 'none')], lines: true },
  c: C_LIKE,
  java: { ...C_LIKE, quotes: [quote('"""'), quote('"'), quote("'")] },
  tcl: { ...HASH, quotes: [quote('"')], name: C_NAME, patterns: false, lines: true },
  r: { ...HASH, quotes: [quote('"'), quote("'")], name: /[A-Za-z.][\w.]*/y, patterns: false, lines: true },
  julia: { ...HASH, quotes: [quote('"'), command(/\$\w{1,60}/g)], name: C_NAME, patterns: false, lines: true },
  elixir: { ...HASH, quotes: [quote('"'), quote("'")], name: /[A-Za-z_]\w*[?!]?/y, patterns: false, lines: true },
  applescript: {
    lineComments: ['--', '#'],
    blockComments: [['(*', '*)']],
    quotes: [quote('"')],
    name: C_NAME,
    patterns: false,
    lines: true,
  },
};
