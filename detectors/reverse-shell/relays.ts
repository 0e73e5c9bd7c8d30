/** Shells in a pipe with a program that carries bytes between a socket and its standard streams. */
import type { Invocation } from '../../contracts/shell';
import { RELAYS, argv, pipelineOf } from '../programs';
import { readNetcat } from './netcat';
import { socatPlace } from './socat';
import type { Wiring } from './wiring';
import { excerptOf, isBareShell, place, runsUnknown } from './wiring';

/** `sh | nc`, `nc | sh`, and the fifo loop `cat f | sh -i 2>&1 | nc host port > f`. */
export function relay(one: Invocation, index: number, all: readonly Invocation[]): Wiring[] {
  if (one.program === 'openssl' && !argv(one).includes('s_client') && !argv(one).includes('s_server')) return [];
  const chain = pipelineOf(all, index);
  const own = chain.indexOf(one);
  const before = chain.slice(0, own).some((other) => isBareShell(other));
  const after = chain.slice(own + 1).some((other) => isBareShell(other)) || feedsUnknown(one, index, all);
  if (!before && !after) return [];
  const { host, port, listens } = relayPlace(one);
  const answered = chain.some((other, at) => at > own + 1 && isRelay(other));
  const looped = (before && (after || feedsBack(one, chain))) || (after && answered);
  const kind = looped ? (listens ? 'bind' : 'reverse') : after ? 'remote-input' : 'reverse';
  if (before && !looped && !chain.some((other) => isBareShell(other) && other.stdin === undefined)) return [];
  return [
    {
      kind,
      how: `a shell piped through ${one.program}`,
      ...place(host, port),
      excerpt: excerptOf(chain[0] ?? one, one),
    },
  ];
}

/** `nc | while read c; do sh -c "$c"; done`, `nc | xargs sh -c`, `sh -c "$(nc …)"`. */
function feedsUnknown(one: Invocation, index: number, all: readonly Invocation[]): boolean {
  const captured = one.via.at(-1) === 'substitution';
  return all.some((other, at) => {
    if (at <= index || !runsUnknown(other)) return false;
    const around = other.source.start <= one.source.start && other.source.end >= one.source.end;
    return other.readsFrom === index || (captured && around);
  });
}

const TELNET_URL = /^telnet:\/\/([^:/\s]{1,255})(?::(\d{1,5}))?/i;

/** curl carries bytes both ways when it speaks telnet. */
export function isRelay(one: Invocation): boolean {
  return RELAYS.has(one.program) || (one.program === 'curl' && argv(one).some((word) => TELNET_URL.test(word)));
}

/** The relay writes into what the head of the pipe reads: a fifo, or a file that a `tail -f` follows. */
function feedsBack(one: Invocation, chain: readonly Invocation[]): boolean {
  const written = one.redirections
    .filter((redirection) => /^(?:>|>>|<>|>\|)$/.test(redirection.operator))
    .map((redirection) => redirection.target.text);
  return chain.some(
    (other) =>
      other !== one &&
      (argv(other).some((word) => written.includes(word)) ||
        other.redirections.some(
          (redirection) => redirection.operator === '<' && written.includes(redirection.target.text),
        )),
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
