/**
 * What a command line does, as `analysis/shell` understands it: first a syntax tree (`Script`), then a flat list of the programs it
 * would really start (`Invocation`), wrappers removed, literal variables and encodings resolved. Detectors read invocations.
 */

/** Shells of Unix by their base names. */
export const UNIX_SHELLS: ReadonlySet<string> = new Set([
  'sh',
  'bash',
  'dash',
  'zsh',
  'ksh',
  'ksh93',
  'mksh',
  'ash',
  'fish',
  'csh',
  'tcsh',
  'rbash',
]);

/** Half-open range of UTF-16 offsets into the source text. */
export interface Span {
  start: number;
  end: number;
}

/** A part of a word. `literal` text is already unquoted and, for `$'..'`, decoded. */
export type WordPart =
  | { type: 'literal'; text: string; quoted: boolean }
  | {
      type: 'parameter';
      name: string;
      /** Subscript of an array element, such as `@` or `0`. */
      index?: WordPart[];
      /** `${#name}` and `${!name}`. */
      prefix?: '#' | '!';
      /** What follows the name: `:-`, `//`, `##`, `^^`, `:` … `?` alone when it is nothing that a shell knows. */
      operator?: string;
      /** What follows the operator, in one or two pieces: pattern and replacement, offset and length. */
      operands?: WordPart[][];
      quoted: boolean;
    }
  | { type: 'command'; script: Script; quoted: boolean; backquoted: boolean }
  | { type: 'process'; direction: 'in' | 'out'; script: Script }
  | { type: 'arithmetic'; text: string; /** What is expanded inside. */ parts: WordPart[]; quoted: boolean }
  | { type: 'glob'; text: string };

export interface Word extends Span {
  parts: WordPart[];
  /** The word's text as written. */
  raw: string;
}

export interface Redirection extends Span {
  /** The number or `{name}` before the operator. */
  fd?: string;
  operator: '<' | '>' | '>>' | '>|' | '<>' | '<&' | '>&' | '&>' | '&>>' | '<<' | '<<-' | '<<<';
  target: Word;
  /** Of `<<` and `<<-`. `expands` is false when the delimiter was quoted. */
  heredoc?: { body: string; expands: boolean; parts: WordPart[] };
}

export interface SimpleCommand extends Span {
  type: 'simple';
  assignments: { name: string; append: boolean; value: Word | undefined; array?: Word[]; index?: WordPart[] }[];
  words: Word[];
  redirections: Redirection[];
}

/** `( )`, `{ }`, if, while, until, for, select, case, function, `[[ ]]`, `(( ))`, coproc. */
export interface CompoundCommand extends Span {
  type: 'compound';
  kind:
    | 'subshell'
    | 'group'
    | 'if'
    | 'while'
    | 'until'
    | 'for'
    | 'select'
    | 'case'
    | 'function'
    | 'test'
    | 'arithmetic'
    | 'coproc';
  /** Name of a function or coproc, or the variable of a loop. */
  name?: string;
  /** Words of a `for` or `select`, subject and patterns of a `case`, words of `[[ ]]`. */
  words: Word[];
  /** A `for` or `select` without `in`: it walks the positional parameters. */
  positional?: true;
  /** Condition and branch by turns of an `if`, condition and body of a `while`, arms of a `case`. */
  bodies: Script[];
  redirections: Redirection[];
}

export type Command = SimpleCommand | CompoundCommand;

export interface Pipeline extends Span {
  negated: boolean;
  /** Under the keyword `time`. */
  timed: boolean;
  commands: Command[];
  /** For each command but the last: whether standard error goes through the pipe too (`|&`). */
  stderr: boolean[];
}

export interface Script extends Span {
  items: { pipeline: Pipeline; /** What follows it. */ separator: ';' | '&' | '&&' | '||' | '\n' | '' }[];
}

/** What went wrong; a script with problems is still a script (parsing never throws), and a problem is itself a signal. */
export interface ShellProblem {
  kind:
    | 'unterminated-quote'
    | 'unterminated-heredoc'
    | 'unterminated-substitution'
    | 'unexpected-token'
    | 'missing-command'
    | 'too-deep'
    | 'too-long'
    | 'too-many';
  at: number;
  text: string;
}

export interface ParsedScript {
  script: Script;
  problems: ShellProblem[];
}

/** A word after literal expansion. `known` is false when part of it can't be known before running; `text` then has `\uFFFD` for that part. */
export interface ResolvedWord {
  text: string;
  known: boolean;
  /** Had a part that came out of a decoder or a variable rather than the text itself. */
  derived: boolean;
}

/** Where an invocation's standard streams and descriptors go. */
export interface ResolvedRedirection {
  fd: number | string;
  operator: Redirection['operator'];
  target: ResolvedWord;
  heredoc?: string;
}

/** One program that the command line would start, after wrappers are taken off. */
export interface Invocation {
  /** Base name, such as `curl`; `''` when only redirections or assignments are there; `\uFFFD` when it can't be known. */
  program: string;
  /** The program word as given, such as `/usr/bin/curl`. */
  path: string;
  /** A process substitution is `/dev/fd/63` and down; file name patterns stay as written. */
  args: readonly ResolvedWord[];
  /** Assignments in front of it, and those of `env`. */
  environment: readonly { name: string; value: ResolvedWord }[];
  redirections: readonly ResolvedRedirection[];
  /** Index in the list of the invocation whose output it reads, and of the one that reads its output; in one pipeline. */
  readsFrom?: number;
  feeds?: number;
  /** Literal text on its standard input (here-document, here-string, `echo … |`), when known. */
  stdin?: string;
  /** Literal text that it writes, when known (`echo`, `printf`, decoders of literal text). */
  stdout?: string;
  /**
   * What it was reached through, outermost first: `sudo`, `xargs`, `find -exec`, `bash -c`, `exec -a name`, `eval`, `trap`, `function f`, `ssh host`,
   * `docker exec name`, `tmux`, `crontab`, `written-file`, `substitution`, `process substitution`; `decoded` after what ran decoded text;
   * the name of a file of the session that it runs, and `placed in PATH` of one that is only written to where it will be run.
   */
  via: readonly string[];
  /** Runs elsewhere than on this host: `ssh`, `docker`, `kubectl` … */
  remote?: { kind: string; target: string };
  background: boolean;
  /** Under `sudo`, `doas`, `su -c` …: the user it becomes. */
  as?: string;
  /** Separated from the next by this; with pipelines `|`. */
  separator: string;
  /** Nested scripts of other languages that it runs: `python -c`, `perl -e`, `node -e`, here-documents into interpreters. */
  code?: readonly { language: string; text: string }[];
  cwd?: string;
  source: Span;
  depth: number;
}

/** The whole understanding of one command text. Pure function of the text. */
export interface CommandAnalysis {
  parsed: ParsedScript;
  invocations: Invocation[];
  /** Files that are written with literal content (`cat > f <<E`, `echo x > f`, `tee f <<<x`); the path is absolute where the folder is known. */
  writes: { path: string; content: string; append: boolean }[];
  /** True when a bound was reached and something may be missing. */
  bounded: boolean;
}
