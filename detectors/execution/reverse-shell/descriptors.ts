/** Shells that get the descriptors or the screen of somebody else: zsh's own sockets, coprocesses, X terminals. */
import type { Invocation } from '../../../contracts/shell';
import { SHELLS, argv } from '../../programs';
import { relayPlace } from './relays';
import type { Scene } from './scene';
import type { Wiring } from './wiring';
import { excerptOf, isLoopback, place } from './wiring';

/** `xterm -display host:1` gives the screen's owner a shell. */
export function xterm(one: Invocation): Wiring[] {
  const words = argv(one);
  const given = words.includes('-display') ? words[words.indexOf('-display') + 1] : undefined;
  const display = given ?? one.environment.find(({ name }) => name === 'DISPLAY')?.value.text;
  if (display === undefined) return [];
  const [host = '', screen] = display.split(':');
  return host === '' || isLoopback(host)
    ? []
    : [{ kind: 'reverse', how: 'xterm on a remote display', ...place(host, screen), excerpt: excerptOf(one) }];
}

/** zsh's own TCP: `ztcp host port`, then a shell on `$REPLY`. */
export function ztcp({ all }: Scene): Wiring[] {
  const one = all.find(({ program }) => program === 'ztcp');
  const shell = one && all.find((other) => SHELLS.has(other.program) && usesUnknown(other));
  if (!one || !shell) return [];
  const rest = argv(one).filter((word) => !word.startsWith('-'));
  const listens = argv(one).some((word) => /^-\w*[la]/.test(word));
  return [
    listens
      ? { kind: 'bind', how: 'zsh ztcp', ...place(undefined, rest[0]), excerpt: excerptOf(one, shell) }
      : { kind: 'reverse', how: 'zsh ztcp', ...place(rest[0], rest[1]), excerpt: excerptOf(one, shell) },
  ];
}

/** `coproc nc …; sh <&"${COPROC[0]}" >&"${COPROC[1]}"`, or the other way round: the first of each. */
export function coprocess({ all, bare }: Scene, isRelay: (one: Invocation) => boolean): Wiring[] {
  if (!all.some(isInside)) return [];
  const shell = (inside: boolean) =>
    all.find((one, at) => bare[at] === true && isInside(one) === inside && (inside || usesUnknown(one)));
  const relay = (inside: boolean) =>
    all.find((one) => isRelay(one) && isInside(one) === inside && (inside || usesUnknown(one)));
  return [true, false].flatMap((inside): Wiring[] => {
    const [one, partner] = [relay(inside), shell(!inside)];
    if (!one || !partner) return [];
    const { host, port, listens } = relayPlace(one);
    const how = `${partner.program} and ${one.program} as coprocesses`;
    return [{ kind: listens ? 'bind' : 'reverse', how, ...place(host, port), excerpt: excerptOf(one, partner) }];
  });
}

const isInside = (one: Invocation): boolean => one.via.includes('coproc');

/** Reads or writes a descriptor that is known only at run time. */
const usesUnknown = (one: Invocation): boolean =>
  one.redirections.some(({ operator, target }) => /^[<>]&$/.test(operator) && !target.known);
