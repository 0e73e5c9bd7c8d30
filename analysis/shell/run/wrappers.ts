/** Programs that start another program given in their arguments. Each says what is inside, or nothing when it starts none. */
import type { Invocation } from '../../../contracts/shell';
import { EMPTY, UNKNOWN, isUnknown, literal } from '../expand/value';
import type { Value } from '../expand/value';
import { MAX_VALUE } from '../limits';
import type { Call } from './call';
import { ESCAPING } from './escapes';
import { placeOf } from './find';
import { readOptions } from './options';
import type { OptionShape } from './options';
import { REMOTES } from './remotes';
import { RUNNERS } from './runners';
import { shellCode } from './shells';
import type { State } from './state';

/** What a wrapper starts. */
export interface Unwrapped {
  via: string;
  /** Words of the program inside; several lists when it is started several times. */
  words?: readonly (readonly Value[])[];
  /** Text that a shell runs. */
  code?: readonly Value[];
  /** `$1` … of that code, `$0` first. */
  positional?: readonly Value[];
  /** The code runs in this very shell. */
  inPlace?: boolean;
  /** The wrapper itself is worth seeing too. */
  listed?: boolean;
  environment?: Invocation['environment'];
  as?: string | undefined;
  remote?: Invocation['remote'];
  cwd?: Value | undefined;
  /** Input of the program inside, when it is not the wrapper's. */
  stdin?: Value;
  background?: boolean;
}

export type Wrapper = (call: Call, state: State) => Unwrapped | undefined;

/** Text of several words as the shell would be given it. */
export const sentence = (words: readonly Value[]): Value => ({
  text: words.map((word) => word.text).join(' '),
  known: words.every((word) => word.known),
  derived: true,
  decoded: words.some((word) => word.decoded),
});

const plain =
  (shape: OptionShape, more: Partial<Unwrapped> = {}): Wrapper =>
  (call) => {
    const read = readOptions(call.words.slice(1), shape);
    if (read.rest.length === 0) return undefined;
    const via = baseVia(call);
    return { via, words: [read.rest], environment: read.assignments, cwd: read.options.get('chdir'), ...more };
  };

const baseVia = (call: Call): string => call.words[0]?.text.replace(/^.*\//, '') ?? '';

const sudo: Wrapper = (call) => {
  const read = readOptions(call.words.slice(1), {
    letters: 'CDghpRrtTUu',
    long: [
      'user',
      'group',
      'host',
      'prompt',
      'chdir',
      'chroot',
      'close-from',
      'role',
      'type',
      'other-user',
      'command-timeout',
    ],
    assigns: true,
  });
  if (read.rest.length === 0 || read.options.has('e')) return undefined;
  const user = read.options.get('u') ?? read.options.get('user');
  return {
    via: baseVia(call),
    words: [read.rest],
    environment: read.assignments,
    as: user?.text ?? 'root',
    cwd: read.options.get('D') ?? read.options.get('chdir'),
  };
};

const doas: Wrapper = (call) => {
  const read = readOptions(call.words.slice(1), { letters: 'uC', long: ['user'] });
  if (read.rest.length === 0) return undefined;
  return {
    via: baseVia(call),
    words: [read.rest],
    as: (read.options.get('u') ?? read.options.get('user'))?.text ?? 'root',
  };
};

/** `su [-] [user] -c code`, options before or after the user; `runuser -u user -- program`. */
const su: Wrapper = (call) => {
  const words = call.words.slice(1);
  const direct = readOptions(words, { letters: 'ucsgGw', long: ['user', 'command', 'shell', 'group'] });
  const user = direct.options.get('u') ?? direct.options.get('user');
  if (user && direct.rest.length > 0) return { via: baseVia(call), words: [direct.rest], as: user.text };
  const at = words.findIndex((word) => /^-[a-z]*c$|^--command(?:=|$)/.test(word.text));
  const flag = words[at];
  if (!flag) return undefined;
  const glued = flag.text.startsWith('--command=') ? { ...flag, text: flag.text.slice(10) } : undefined;
  const code = glued ?? words[at + 1];
  const named = words.find((word, index) => !word.text.startsWith('-') && (glued !== undefined || index !== at + 1));
  return code ? { via: `${baseVia(call)} -c`, code: [code], as: named?.text ?? 'root' } : undefined;
};

const env: Wrapper = (call) => {
  const words = call.words.slice(1);
  const read = readOptions(words, { letters: 'uCS', long: ['unset', 'chdir', 'split-string'], assigns: true });
  const split = read.options.get('S') ?? read.options.get('split-string');
  const cwd = read.options.get('C') ?? read.options.get('chdir');
  if (split) return { via: 'env', code: [sentence([split, ...read.rest])], environment: read.assignments, cwd };
  return read.rest.length > 0 ? { via: 'env', words: [read.rest], environment: read.assignments, cwd } : undefined;
};

const exec: Wrapper = (call) => {
  const read = readOptions(call.words.slice(1), { letters: 'a' });
  const name = read.options.get('a')?.text;
  return read.rest.length > 0
    ? { via: name === undefined ? 'exec' : `exec -a ${name}`, words: [read.rest] }
    : undefined;
};

/** `command -v name` asks only. */
const command: Wrapper = (call) => {
  const read = readOptions(call.words.slice(1), {});
  if (read.options.has('v') || read.options.has('V') || read.rest.length === 0) return undefined;
  return { via: baseVia(call), words: [read.rest] };
};

const applet: Wrapper = (call) => {
  const [, ...words] = call.words;
  return words[0] && !words[0].text.startsWith('-') ? { via: baseVia(call), words: [words] } : undefined;
};

const evaluate: Wrapper = (call) => {
  const words = call.words.slice(call.words[1]?.text === '--' ? 2 : 1);
  const code = sentence(words);
  return words.length === 0 || isUnknown(code) ? undefined : { via: 'eval', code: [code], inPlace: true };
};

const trap: Wrapper = (call) => {
  const [, code, ...signals] = call.words;
  if (!code || code.text === '' || code.text.startsWith('-') || signals.length === 0) return undefined;
  return { via: 'trap', code: [code], inPlace: true };
};

const watch: Wrapper = (call) => {
  const read = readOptions(call.words.slice(1), { letters: 'n', long: ['interval'] });
  if (read.rest.length === 0) return undefined;
  return read.options.has('x') ? { via: 'watch', words: [read.rest] } : { via: 'watch', code: [sentence(read.rest)] };
};

/** `script -c code file` and, on BSD, `script file program …`. */
const script: Wrapper = (call) => {
  const read = readOptions(call.words.slice(1), {
    letters: 'cIOBTmoE',
    long: ['command', 'log-in', 'log-out', 'log-io', 'log-timing', 'logging-format', 'output-limit', 'echo'],
  });
  const code = read.options.get('c') ?? read.options.get('command');
  if (code) return { via: 'script -c', code: [code] };
  return read.rest.length > 1 ? { via: 'script', words: [read.rest.slice(1)] } : undefined;
};

const MAX_RUNS = 16;
const MAX_ITEMS = 256;

const xargs: Wrapper = (call) => {
  const read = readOptions(call.words.slice(1), {
    letters: 'aEIJLnPsdR',
    long: ['arg-file', 'delimiter', 'max-lines', 'max-args', 'max-procs', 'max-chars', 'process-slot-var'],
  });
  const words = read.rest.length > 0 ? read.rest : [literal('echo')];
  const marker =
    (read.options.get('I') ?? read.options.get('J') ?? read.options.get('replace'))?.text ??
    (read.options.has('i') ? '{}' : undefined);
  const known = call.stdin && !isUnknown(call.stdin) && !read.options.has('a') ? call.stdin : undefined;
  const delimiter = read.options.get('d') ?? read.options.get('delimiter');
  const items = known
    ? itemsOf(known, read.options.has('0') ? '\0' : delimiter?.text, marker !== undefined)
    : [UNKNOWN];
  const lists =
    marker === undefined
      ? [[...words, ...items]]
      : items.slice(0, MAX_RUNS).map((item) => words.map((word) => substituted(word, marker, item)));
  // A file of arguments is read by xargs itself.
  const listed = read.options.has('a') || read.options.has('arg-file');
  return { via: 'xargs', words: lists, stdin: known ? EMPTY : UNKNOWN, listed };
};

function itemsOf(input: Value, delimiter: string | undefined, byLine: boolean): Value[] {
  const separator = delimiter === undefined ? (byLine ? /\n/ : /[ \t\n]+/) : delimiter === '\\n' ? '\n' : delimiter;
  const pieces = input.text.split(separator, MAX_ITEMS).map((text) => (delimiter === undefined ? text.trim() : text));
  const clean =
    delimiter === undefined && !byLine ? pieces.map((text) => text.replace(/^(["'])(.*)\1$/, '$2')) : pieces;
  return clean.filter((text) => text !== '' && text !== '\n').map((text) => ({ ...input, text, derived: true }));
}

function substituted(word: Value, marker: string, item: Value): Value {
  if (marker === '' || !word.text.includes(marker)) return word;
  const pieces = word.text.split(marker);
  if (word.text.length + pieces.length * item.text.length > MAX_VALUE) return UNKNOWN;
  const text = pieces.join(item.text);
  return { text, known: word.known && item.known, derived: true, decoded: word.decoded || item.decoded };
}

/** `find … -exec program {} ;`: `{}` is the place searched, with the name searched for. */
const find: Wrapper = (call) => {
  const words = call.words.slice(1);
  const found = placeOf(words);
  const lists: Value[][] = [];
  let current: Value[] | undefined;
  for (const word of words) {
    if (current && (word.text === ';' || (word.text === '+' && current.at(-1) === found))) {
      lists.push(current);
      current = undefined;
    } else if (current)
      current.push(word.text.includes('{}') ? (word.text === '{}' ? found : substituted(word, '{}', found)) : word);
    else if (/^-(?:exec|execdir|ok|okdir)$/.test(word.text)) current = [];
  }
  if (current && current.length > 0) lists.push(current);
  return lists.length > 0 ? { via: 'find -exec', words: lists.slice(0, MAX_RUNS), listed: true } : undefined;
};

/** `parallel code {} ::: a b`: each line of the input, or each argument, into the text of a command. */
const parallel: Wrapper = (call) => {
  const read = readOptions(call.words.slice(1), {
    letters: 'jSaINn',
    long: ['jobs', 'sshlogin', 'arg-file', 'delay', 'timeout', 'colsep'],
  });
  const at = read.rest.findIndex((word) => /^:::\+?$/.test(word.text));
  const template = at < 0 ? read.rest : read.rest.slice(0, at);
  const known = call.stdin && !isUnknown(call.stdin) ? itemsOf(call.stdin, undefined, true) : [UNKNOWN];
  const items = (at < 0 ? known : read.rest.slice(at + 1)).slice(0, MAX_RUNS);
  if (template.length === 0) return { via: 'parallel', code: items };
  const text = sentence(template);
  const code = items.map((item) => (text.text.includes('{') ? substituted(text, '{}', item) : sentence([text, item])));
  return { via: 'parallel', code };
};

const flock: Wrapper = (call) => {
  const read = readOptions(call.words.slice(1), {
    letters: 'wE',
    long: ['timeout', 'wait', 'conflict-exit-code'],
    operands: 1,
  });
  const [first, code] = read.rest;
  if (first && code && /^(?:-c|--command)$/.test(first.text)) return { via: 'flock', code: [code] };
  return read.rest.length > 0 ? { via: 'flock', words: [read.rest] } : undefined;
};

const WRAPPERS: ReadonlyMap<string, Wrapper> = new Map<string, Wrapper>([
  ['sudo', sudo],
  ['doas', doas],
  ['pkexec', plain({ long: ['user'] }, { as: 'root' })],
  ['su', su],
  ['runuser', su],
  ['env', env],
  ['nohup', plain({})],
  ['setsid', plain({})],
  ['firejail', plain({})],
  ['timeout', plain({ letters: 'ks', long: ['kill-after', 'signal'], operands: 1 })],
  ['gtimeout', plain({ letters: 'ks', long: ['kill-after', 'signal'], operands: 1 })],
  ['nice', plain({ letters: 'n', long: ['adjustment'] })],
  ['ionice', plain({ letters: 'cnpPu', long: ['class', 'classdata'] })],
  ['chrt', plain({ letters: 'TPDp', operands: 1 })],
  ['taskset', plain({ operands: 1 })],
  ['cpulimit', plain({ letters: 'lpe', long: ['limit', 'pid', 'exe'] })],
  ['stdbuf', plain({ letters: 'ioe', long: ['input', 'output', 'error'] })],
  ['unbuffer', plain({})],
  ['time', plain({ letters: 'fo', long: ['format', 'output'] })],
  ['exec', exec],
  ['command', command],
  ['builtin', command],
  ['noglob', plain({})],
  ['nocorrect', plain({})],
  ['eval', evaluate],
  ['trap', trap],
  ['xargs', xargs],
  ['gxargs', xargs],
  ['find', find],
  ['parallel', parallel],
  ['watch', watch],
  ['script', script],
  ['busybox', applet],
  ['toybox', applet],
  ['flock', flock],
  ['chroot', plain({ long: ['userspec', 'groups'], operands: 1 }, { listed: true })],
  ['nsenter', plain({ letters: 'tSG', long: ['target', 'setuid', 'setgid'] }, { listed: true })],
  [
    'unshare',
    plain(
      { letters: 'SGRw', long: ['setuid', 'setgid', 'root', 'wd', 'map-user', 'map-group', 'propagation'] },
      { listed: true },
    ),
  ],
  [
    'systemd-run',
    plain(
      {
        letters: 'puEMHtd',
        long: [
          'property',
          'unit',
          'setenv',
          'uid',
          'gid',
          'slice',
          'description',
          'on-active',
          'on-calendar',
          'on-boot',
          'working-directory',
        ],
      },
      { listed: true },
    ),
  ],
  ['strace', plain({ letters: 'abeEoOpPsSuUXI' })],
  ['ltrace', plain({ letters: 'aeFlnopsuxX' })],
  ['proxychains', plain({ letters: 'f' })],
  ['proxychains4', plain({ letters: 'f' })],
  ['torsocks', plain({ letters: 'aPu' })],
  ['torify', plain({})],
  ['caffeinate', plain({ letters: 'tw' })],
  ['fakeroot', plain({ letters: 'lsib' })],
  ['xvfb-run', plain({ letters: 'efnpsw', long: ['server-args', 'server-num', 'error-file', 'auth-file'] })],
  ['dbus-run-session', plain({})],
  ['setpriv', plain({ long: ['reuid', 'regid', 'groups', 'inh-caps', 'bounding-set'] })],
  ['setarch', plain({ operands: 1 })],
  ['numactl', plain({ letters: 'iNCmpP' })],
  ['cgexec', plain({ letters: 'g' })],
  ['ssh-agent', plain({ letters: 'aEtPO' })],
  ['chronic', plain({})],
  ['xtrace', plain({})],
  ...REMOTES,
  ...RUNNERS,
  ...ESCAPING,
]);

/** What the call starts, when it is of a program that starts others. */
export function unwrap(program: string, call: Call, state: State): Unwrapped | undefined {
  return WRAPPERS.get(program)?.(call, state) ?? shellCode(program, call);
}
