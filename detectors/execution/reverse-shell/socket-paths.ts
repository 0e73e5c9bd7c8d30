/** Shells on `/dev/tcp` and `/dev/udp`, the paths under which the shell itself opens sockets. */
import type { Invocation } from '../../../contracts/shell';
import { UNKNOWN } from '../../programs';
import type { Scene } from './scene';
import type { Wiring } from './wiring';
import { excerptOf, isBareShell, isLater } from './wiring';

const SOCKET_PATH = /^\/dev\/(?:tcp|udp)\/([^/]{0,255})\/([^/]{0,64})$/;

interface Opened {
  host: string;
  port: string;
  fd: string;
  by: Invocation;
}

/** Different sockets of one command that are looked at. */
const MAX_SOCKETS = 32;

/** `/dev/tcp` opened somewhere, and a shell (or an unknown program) that reads from it, in the same redirections or by its descriptor. */
export function bySocketPath(scene: Scene): Wiring[] {
  const sockets = opened(scene.all);
  if (sockets.length === 0) return [];
  const copied = scene.all.map(descriptorsOf);
  return sockets.flatMap((socket): Wiring[] => {
    const isInput = isOwnInput(socket, scene.all);
    const user = scene.all.find(
      (one, at) =>
        (one === socket.by
          ? inputFrom(one, socket.fd)
          : copied[at]?.includes(socket.fd) === true || (isInput && one.program !== 'exec')) &&
        runsInput(one, at, scene),
    );
    if (!user) return [];
    const how = `${user.program === UNKNOWN ? 'commands' : user.program} on /dev/tcp`;
    const { host, port, by } = socket;
    const wiring: Wiring = { kind: 'reverse', how, host, port, excerpt: excerptOf(by, user) };
    return [isLater(user) ? { ...wiring, later: true } : wiring];
  });
}

/** Each socket once, by whoever opens it as input first. */
function opened(all: readonly Invocation[]): Opened[] {
  const found = new Map<string, Opened>();
  for (const by of all)
    for (const redirection of by.redirections) {
      const [target, host = '', port = ''] = SOCKET_PATH.exec(redirection.target.text) ?? [];
      const fd = String(redirection.fd);
      if (target === undefined || found.size >= MAX_SOCKETS) continue;
      const key = `${target} ${fd} ${isBareShell(by) ? by.program : by.program === 'exec' ? 'exec' : ''}`;
      if (!found.has(key)) found.set(key, { host, port, fd, by });
    }
  return [...found.values()];
}

/** Descriptors that it copies to its own. */
const descriptorsOf = (one: Invocation): string[] =>
  one.redirections.flatMap(({ operator, target }) =>
    operator === '<&' || operator === '>&' ? [target.text.replace(/-$/, '')] : [],
  );

/** `exec </dev/tcp/…`, or `exec 0<&5` of a socket opened as 5: whatever comes next reads from it. */
function isOwnInput(socket: Opened, all: readonly Invocation[]): boolean {
  if (socket.fd === '0' && socket.by.program === 'exec') return true;
  return all.some(
    (one) =>
      one.program === 'exec' &&
      one.args.length === 0 &&
      one.redirections.some(
        ({ fd, operator, target }) => String(fd) === '0' && /^[<>]&$/.test(operator) && target.text === socket.fd,
      ),
  );
}

/** Whether the opener's own standard input is the socket: opened as input, both ways, or copied from the output (`0>&1`). */
function inputFrom(one: Invocation, fd: string): boolean {
  return one.redirections.some(
    (redirection) =>
      (SOCKET_PATH.test(redirection.target.text) &&
        (redirection.operator === '<' || (redirection.operator === '<>' && String(redirection.fd) === '0'))) ||
      (String(redirection.fd) === '0' &&
        /^[<>]&$/.test(redirection.operator) &&
        ['1', '2', fd].includes(redirection.target.text)),
  );
}

/** A shell without a script of its own, a program known only at run time (`$line`), or a reader that feeds one. */
function runsInput(one: Invocation, at: number, { bare, unknown, isRun, anyUnknown }: Scene): boolean {
  if (bare[at] === true || unknown[at] === true || one.program === UNKNOWN || one.program === 'eval') return true;
  if (isRun[at] === true) return true;
  return anyUnknown && (one.program === 'read' || one.program === 'cat' || one.program === 'mapfile');
}
