/** Shells on `/dev/tcp` and `/dev/udp`, the paths under which the shell itself opens sockets. */
import type { Invocation } from '../../contracts/shell';
import { UNKNOWN, pipelineOf } from '../programs';
import type { Wiring } from './wiring';
import { excerptOf, isBareShell, runsUnknown } from './wiring';

const SOCKET_PATH = /^\/dev\/(?:tcp|udp)\/([^/]{0,255})\/([^/]{0,64})$/;

interface Opened {
  host: string;
  port: string;
  fd: string;
  by: Invocation;
}

/** `/dev/tcp` opened somewhere, and a shell (or an unknown program) that reads from it, in the same redirections or by its descriptor. */
export function bySocketPath(all: readonly Invocation[]): Wiring[] {
  const opened = all.flatMap((by) =>
    by.redirections.flatMap((redirection): Opened[] => {
      const match = SOCKET_PATH.exec(redirection.target.text);
      return match ? [{ host: match[1] ?? '', port: match[2] ?? '', fd: String(redirection.fd), by }] : [];
    }),
  );
  return opened.flatMap((socket): Wiring[] => {
    const user = all.find((one) => readsSocket(one, socket, all) && runsInput(one, all));
    if (!user) return [];
    return [
      {
        kind: 'reverse',
        how: `${user.program === UNKNOWN ? 'commands' : user.program} on /dev/tcp`,
        host: socket.host,
        port: socket.port,
        excerpt: excerptOf(socket.by, user),
      },
    ];
  });
}

function readsSocket(one: Invocation, socket: Opened, all: readonly Invocation[]): boolean {
  if (one === socket.by) return inputFrom(one, socket.fd);
  const copies = one.redirections.some(
    (redirection) => /^[<>]&$/.test(redirection.operator) && redirection.target.text.replace(/-$/, '') === socket.fd,
  );
  return copies || one.program === 'exec' ? copies : isOwnInput(socket, all);
}

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
function runsInput(one: Invocation, all: readonly Invocation[]): boolean {
  if (isBareShell(one) || runsUnknown(one) || one.program === UNKNOWN || one.program === 'eval') return true;
  const chain = pipelineOf(all, all.indexOf(one));
  if (chain.slice(chain.indexOf(one) + 1).some((next) => isBareShell(next) || sources(next))) return true;
  const reads = one.program === 'read' || one.program === 'cat' || one.program === 'mapfile';
  return reads && all.some((other) => other !== one && (other.program === UNKNOWN || other.program === 'eval'));
}

const sources = (one: Invocation): boolean => one.program === 'source' || one.program === '.';
