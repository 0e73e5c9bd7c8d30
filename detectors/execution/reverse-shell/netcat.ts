/** Netcat and its kin with a program to run. */
import type { Invocation } from '../../../contracts/shell';
import { SHELLS, argv, baseName } from '../../programs';
import type { Wiring } from './wiring';
import { excerptOf, place } from './wiring';

/** Options of the netcats that take a value, so that host and port can be told from them. */
const NETCAT_VALUES = new Set([
  '-e',
  '-c',
  '-p',
  '-s',
  '-w',
  '-q',
  '-i',
  '-x',
  '-X',
  '-g',
  '-G',
  '-o',
  '-T',
  '-I',
  '-O',
  '-V',
  '-m',
  '-P',
  '--exec',
  '--sh-exec',
  '--lua-exec',
  '--proxy',
  '--source',
  '--source-port',
  '--wait',
  '--ssl-cert',
  '--ssl-key',
]);

export interface NetcatCall {
  listens: boolean;
  runs?: string;
  rest: string[];
  port?: string;
}

/** Options and operands of a call, whichever netcat it is. */
export function readNetcat(one: Invocation): NetcatCall {
  const call: NetcatCall = { listens: false, rest: [] };
  const words = argv(one);
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const [name = '', glued] = word.startsWith('--') ? word.split('=', 2) : [word];
    const takesNext = NETCAT_VALUES.has(name) && glued === undefined;
    const cluster = /^-[a-zA-Z]{2,}$/.test(word);
    if (name === '--listen' || (/^-[a-zA-Z]*l[a-zA-Z]*$/.test(word) && !word.startsWith('--'))) call.listens = true;
    if (
      name === '-e' ||
      name === '--exec' ||
      name === '--sh-exec' ||
      name === '--lua-exec' ||
      (name === '-c' && one.program !== 'nc.openbsd')
    ) {
      call.runs = glued ?? words[at + 1] ?? '';
    } else if (cluster && /[ec]$/.test(word)) {
      call.runs = words[at + 1] ?? '';
      at++;
    } else if (cluster && word.endsWith('p')) {
      call.port = words[at + 1] ?? '';
      at++;
    } else if (/^-[ec][^-\s]{0,200}\//.test(word)) call.runs = word.slice(2);
    else if (name === '-p') call.port = words[at + 1] ?? '';
    else if (!word.startsWith('-')) call.rest.push(word);
    if (takesNext) at++;
  }
  return call;
}

/** What a call wires by itself, without the pipes around it. */
export function netcat(one: Invocation): Wiring[] {
  const call = readNetcat(one);
  const [first, second] = call.rest;
  if (one.program === 'rcat' || one.program === 'rustcat') {
    const shell = argv(one).some((word, at, words) => words[at - 1] === '-s' && SHELLS.has(baseName(word)));
    return shell
      ? [
          {
            kind: 'reverse',
            how: `${one.program} with a shell`,
            ...place(call.rest.at(-2), call.rest.at(-1)),
            excerpt: excerptOf(one),
          },
        ]
      : [];
  }
  const port = call.port ?? (call.listens && second === undefined ? first : second);
  if (call.runs !== undefined) {
    const how = `${one.program} runs ${call.runs}`;
    return [
      call.listens
        ? { kind: 'bind', how, ...place(second === undefined ? undefined : first, port), excerpt: excerptOf(one) }
        : { kind: 'reverse', how, ...place(first, port), excerpt: excerptOf(one) },
    ];
  }
  return [];
}
