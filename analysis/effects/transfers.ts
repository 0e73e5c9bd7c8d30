/** Bytes that a command's programs move between this machine and others: what, from where, to where. */
import type { CodeFact, Destination } from '../../contracts/analysis';
import type { Invocation } from '../../contracts/shell';
import { parseDestination } from '../destinations';
import { readWords } from './options';
import { inputOf, outputOf } from './transfers/streams';
import { moverOf } from './transfers/programs';
import { moved } from './transfers/moved';
import type { Moved, Scene } from './transfers/moved';

export type { Moved };

/** Most invocations of one command that are asked, and transfers that are told. */
const MAX_ASKED = 1_000;
const MAX_TOLD = 400;

/** A transfer with the index of its invocation. Programs that move nothing cost one look-up. */
export function transfersOf(all: readonly Invocation[]): (Moved & { program: string; invocation: number })[] {
  const found: (Moved & { program: string; invocation: number })[] = [];
  const scene: Scene = { all, remotes: new Map(), sockets: new Map() };
  for (let at = 0; at < Math.min(all.length, MAX_ASKED) && found.length < MAX_TOLD; at++) {
    const one = all[at];
    if (one === undefined) break;
    const mover = moverOf(one);
    const moved = mover ? mover.move(readWords(one.args, mover.table), one, scene) : [];
    for (const each of [...moved, ...overSockets(one, scene)])
      found.push({ ...each, program: nameOf(one), invocation: at });
  }
  return found;
}

const nameOf = ({ program }: Invocation): string =>
  program === '' ? 'shell' : program.toLowerCase().replace(/\.exe$/, '');

const SOCKET = /^\/dev\/(?:tcp|udp)\//;

/** `cat f > /dev/tcp/h/p`, `cat < /dev/tcp/h/p > f`, and the same through a descriptor that `exec` opened. */
function overSockets(one: Invocation, scene: Scene): Moved[] {
  const moved: Moved[] = [];
  for (const { fd, operator, target } of one.redirections) {
    const socket = SOCKET.test(target.text) ? parseDestination(target.text) : scene.sockets.get(target.text);
    if (socket === undefined) continue;
    if (one.program === 'exec' && SOCKET.test(target.text)) scene.sockets.set(String(fd), socket);
    else moved.push(...bySocket(one, operator, socket, scene));
  }
  return moved;
}

function bySocket(one: Invocation, operator: string, destination: Destination, scene: Scene): Moved[] {
  if (operator === '<' || operator === '<&') return [{ direction: 'in', destination, ...outputOf(one, scene.all) }];
  return operator.startsWith('>') ? [{ direction: 'out', destination, ...inputOf(one, scene.all, true) }] : [];
}

/** Requests of code: what comes is kept in the file that is written next, what goes was read just before. */
export function transfersOfCode(code: readonly CodeFact[]): (Moved & { program: string })[] {
  const found: (Moved & { program: string })[] = [];
  let read: string | undefined;
  const known = new Set<string>();
  code.forEach(({ kind, literals, language }, at) => {
    if (kind === 'file-read') read = literals[0];
    if ((kind !== 'fetch' && kind !== 'send') || found.length >= MAX_TOLD) return;
    const [url = '', text] = literals;
    // A cmdlet is told as a program of the command; its first word may be an option's value.
    if (language === 'powershell' && !url.includes('://')) return;
    const kept = kind === 'fetch' ? (nextWrite(code, at) ?? around(code, at)) : undefined;
    const path = kind === 'send' ? read : kept;
    const direction = kind === 'send' ? 'out' : 'in';
    const key = [kind, url, path, text].join('\0');
    if (known.has(key)) return;
    known.add(key);
    found.push({
      ...moved(direction, parseDestination(url), { ...(path && { path }), ...(text && { text }) }),
      program: language,
    });
  });
  return found;
}

/** `open(file, 'wb').write(fetch(url))`: the file is opened around the request. */
function around(code: readonly CodeFact[], at: number): string | undefined {
  const before = code[at - 1];
  return before?.kind === 'file-write' ? before.literals[0] : undefined;
}

/** Facts that are looked at for the file in which an answer is kept. */
const NEAR = 4;

function nextWrite(code: readonly CodeFact[], at: number): string | undefined {
  const rest = code.slice(at + 1, at + 1 + NEAR);
  const end = rest.findIndex(({ kind }) => kind === 'fetch');
  return rest.slice(0, end < 0 ? NEAR : end).find(({ kind }) => kind === 'file-write')?.literals[0];
}
