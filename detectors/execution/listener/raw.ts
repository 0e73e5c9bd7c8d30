/** Netcat and socat that wait for a connection. */
import type { Invocation } from '../../../contracts/shell';
import { NETCATS, argv } from '../../programs';
import { readNetcat } from '../reverse-shell/netcat';
import { isLoopback } from '../reverse-shell/wiring';
import type { Opened } from './services';

/** A listener that runs a program is a shell, and told elsewhere. */
export function rawListener(one: Invocation): Opened | undefined {
  if (one.program === 'socat') return socat(argv(one));
  if (!NETCATS.has(one.program)) return undefined;
  const { listens, runs, rest, port } = readNetcat(one);
  const [first, second] = rest;
  const bound = listens && second !== undefined ? first : undefined;
  if (!listens || runs !== undefined || isLoopback(bound) || argv(one).some((word) => /^-[a-zA-Z]*z/.test(word)))
    return undefined;
  const at = port ?? second ?? first;
  return { what: `A raw listener was opened (${one.program})`, ...(at !== undefined && { port: at }), severity: 'low' };
}

const LISTEN = /^(?:tcp|tcp4|tcp6|udp|udp4|udp6|openssl|ssl|sctp|vsock)(?:-listen|-l|-recvfrom):([^,]{1,60})(.*)$/i;
/** Sockets that give more than data: the container engine, agents with keys, the message bus. */
const POWERFUL =
  /unix(?:-connect|-client)?:[^,]{0,200}(?:docker|containerd|crio|podman|ssh-agent|gpg-agent|S\.|agent\.\d|dbus|system_bus)/i;

function socat(words: readonly string[]): Opened | undefined {
  const match = words.map((word) => LISTEN.exec(word)).find((found) => found !== null);
  if (!match || words.some((word) => /^(?:exec|system|shell):/i.test(word))) return undefined;
  const bind = /bind=([^,]{1,60})/.exec(match[2] ?? '')?.[1];
  if (isLoopback(bind)) return undefined;
  const port = match[1] ?? '';
  const powerful = words.some((word) => POWERFUL.test(word));
  if (powerful)
    return {
      what: 'A local socket that gives power over this machine was put on the network (socat)',
      port,
      severity: 'high',
    };
  const terminal = words.some((word) => /^(?:file:|-$|stdio|open:|create:)/i.test(word));
  return terminal ? { what: 'A raw listener was opened (socat)', port, severity: 'low' } : undefined;
}
