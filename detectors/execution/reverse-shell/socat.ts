/** socat and websocat: two addresses, of which one may be a program. */
import type { Invocation } from '../../../contracts/shell';
import { argv } from '../../programs';
import type { Wiring } from './wiring';
import { excerptOf, place } from './wiring';

const SOCAT_NET =
  /^(tcp|tcp4|tcp6|udp|udp4|udp6|openssl|ssl|sctp|vsock|socks4|socks4a|socks5|proxy)(-listen|-l|-connect|-recvfrom)?:([^,]{0,300})/i;

/** Host and port that a word of socat connects to or listens on. */
export function socatPlace(
  word: string,
): { host: string | undefined; port: string | undefined; listens: boolean } | undefined {
  const match = SOCAT_NET.exec(word);
  if (!match) return undefined;
  const listens = /listen|-l$|recvfrom/i.test(match[2] ?? '');
  const parts = (match[3] ?? '').split(':').slice(/^(?:socks|proxy)/i.test(word) ? 1 : 0);
  return listens ? { host: undefined, port: parts[0], listens } : { host: parts[0], port: parts[1], listens };
}

/** An address that is a program, and one that is a socket. */
export function socat(one: Invocation): Wiring[] {
  const words = argv(one);
  const runs = words.find((word) => /^(?:exec|system|shell):/i.test(word));
  const net = words.map(socatPlace).find((found) => found !== undefined);
  if (!net) return [];
  if (runs !== undefined)
    return [
      {
        kind: net.listens ? 'bind' : 'reverse',
        how: `socat ${runs.slice(0, 60)}`,
        ...place(net.host, net.port),
        excerpt: excerptOf(one),
      },
    ];
  return [];
}

/** `websocat ws://host:port cmd:program`, or with a listening address. */
export function websocat(one: Invocation): Wiring[] {
  const words = argv(one);
  const runs = words.find((word) => /^(?:exec|cmd|sh-c):/i.test(word));
  if (runs === undefined) return [];
  const url = words
    .map((word) => /^wss?:\/\/([^/:]{1,255})(?::(\d{1,5}))?/i.exec(word))
    .find((match) => match !== null);
  const how = `websocat ${runs.slice(0, 60)}`;
  const at = url ? place(url[1], url[2]) : {};
  return [{ kind: url ? 'reverse' : 'bind', how, ...at, excerpt: excerptOf(one) }];
}
