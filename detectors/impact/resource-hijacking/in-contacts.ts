/** Talk with mining pools by programs that carry bytes, and orders to nodes to mine. */
import type { Invocation } from '../../../contracts/shell';
import { RELAYS, argv } from '../../programs';
import type { Sign } from './detector';
import { excerptOf } from './in-arguments';
import { MONERO_ANYWHERE, PROTOCOL_CALL, isPool } from './miners';

const CARRIERS: ReadonlySet<string> = new Set([...RELAYS, 'ssh', 'autossh', 'chisel', 'gost', 'rinetd', 'haproxy']);

export function contacts(one: Invocation): Sign[] {
  const words = argv(one);
  const sockets = socketsOf(one);
  const carries = CARRIERS.has(one.program) || sockets.length > 0;
  if (!carries) return orders(one, words);
  const pool = poolAmong(one, words, sockets);
  const spoken = [one.stdin, one.stdout].some((text) => text !== undefined && speaks(text.slice(0, 4_000)));
  const what = pool ?? 'stratum';
  if (spoken)
    return [
      {
        kind: 'run',
        what,
        why: `${one.program} speaks the protocol of mining pools`,
        severity: 'high',
        excerpt: excerptOf(one),
      },
    ];
  if (pool !== undefined)
    return [
      {
        kind: 'run',
        what,
        why: `${one.program} talks to the mining pool ${pool}`,
        severity: 'medium',
        pool,
        excerpt: excerptOf(one),
      },
    ];
  return orders(one, words);
}

/** `-L 1:pool:2`, `TCP:pool:1`, `pool 1`, `-connect pool:1`, `/dev/tcp/pool/1`. */
function poolAmong(one: Invocation, words: readonly string[], sockets: readonly string[]): string | undefined {
  const named = CARRIERS.has(one.program) ? words.slice(0, 60) : [];
  return [...named, ...sockets].flatMap((word) => word.slice(0, 400).split(/[:/,=@\s]/)).find(isPool);
}

const NONE: readonly string[] = [];

const socketsOf = ({ redirections }: Invocation): readonly string[] =>
  redirections.length === 0
    ? NONE
    : redirections.map(({ target }) => target.text).filter((text) => /^\/dev\/(?:tcp|udp)\//.test(text));

const speaks = (text: string): boolean =>
  PROTOCOL_CALL.test(text) || (/"method"\s{0,3}:\s{0,3}"login"/.test(text) && MONERO_ANYWHERE.test(text));

/** `start_mining` by the wallet or the node of Monero, save on test networks. */
function orders(one: Invocation, words: readonly string[]): Sign[] {
  if (one.program !== 'curl' && !one.program.startsWith('monero')) return [];
  const ordered = words.some((word) => /(?:^|\/)start_mining$/.test(word));
  if (!ordered || words.some((word) => /^--?(?:regtest|testnet|stagenet)$/.test(word))) return [];
  return [
    {
      kind: 'run',
      what: 'start_mining',
      why: `${one.program} orders a node to mine`,
      severity: 'high',
      excerpt: excerptOf(one),
    },
  ];
}
