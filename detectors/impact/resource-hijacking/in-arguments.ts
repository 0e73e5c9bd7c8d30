/** A program of any name with the arguments of a miner. */
import type { Invocation } from '../../../contracts/shell';
import { argv } from '../../programs';
import type { Sign } from './detector';
import { ALGORITHM, MINER_OPTIONS, MONERO_ANYWHERE, STRATUM, WALLET, WEAK_OPTIONS, isPool } from './miners';

/** The command as started, for the person who reads the alert. */
export const excerptOf = (one: Invocation): string => [one.path, ...argv(one)].join(' ').slice(0, 300);

const POOL_OPTIONS: ReadonlySet<string> = new Set(['-o', '--url', '--pool', '-pool', '-P', '-O', '--server', '-s']);

/** `host:port` that the arguments name as the pool. */
export function poolOf(words: readonly string[]): string | undefined {
  const given = words.map((word, at) =>
    POOL_OPTIONS.has(words[at - 1] ?? '')
      ? word
      : (/^--(?:url|pool|server)=(.*)$/.exec(word)?.[1] ?? (STRATUM.test(word) ? word : undefined)),
  );
  const address = given.find((word) => word !== undefined && word !== '');
  const port = words.includes('--port') ? words[words.indexOf('--port') + 1] : undefined;
  const whole = port !== undefined && address?.includes(':') === false ? `${address}:${port}` : address;
  return whole
    ?.replace(/^[\w+]{1,20}:\/\//, '')
    .replace(/^[^@/]{0,200}@/, '')
    .split('/')[0];
}

/** What of the arguments only miners take. */
interface Marks {
  stratum: boolean;
  /** An option that next to nothing else has. */
  strong?: string;
  weak: boolean;
  wallet: boolean;
  /** Of a length that nothing else has. */
  monero: boolean;
  algorithm: boolean;
  /** Host of a well-known pool. */
  known?: string;
}

/** Shortest address of a wallet. */
const SHORTEST_WALLET = 26;

function marksOf(words: readonly string[]): Marks {
  const options = words.flatMap((word) => (word.startsWith('--') ? [word.split('=', 1)[0] ?? ''] : []));
  const strong = options.find((name) => MINER_OPTIONS.has(name) && !WEAK_OPTIONS.has(name));
  const long = words.filter((word) => word.length >= SHORTEST_WALLET);
  const known = words
    .filter((word) => word.includes('.'))
    .map(hostOf)
    .find(isPool);
  return {
    stratum: words.some((word) => word.includes('://') && isStratum(word)),
    ...(strong === undefined ? {} : { strong }),
    weak: options.some((name) => WEAK_OPTIONS.has(name)),
    wallet: long.some((word) => WALLET.test(word.replace(/^(?:--?)?[\w-]{1,20}=/, ''))),
    monero: long.some((word) => MONERO_ANYWHERE.test(word)),
    algorithm: words.some((word, at) => isAlgorithm(word, words[at - 1])),
    ...(known === undefined ? {} : { known }),
  };
}

const isStratum = (word: string): boolean =>
  STRATUM.test(word.replace(/^--?[\w-]{1,30}=/, '')) && /stratum|ethproxy/i.test(word);

function isAlgorithm(word: string, before = ''): boolean {
  if (word.startsWith('--algo')) return /^--algo(?:rithm)?=/.test(word) && ALGORITHM.test(word.split('=')[1] ?? '');
  return (before === '-a' || before === '--algo' || before === '--algorithm') && ALGORITHM.test(word);
}

export function byArguments(one: Invocation, words: readonly string[]): Sign[] {
  const marks = marksOf(words);
  if (!Object.values(marks).some((mark) => mark !== false)) return [];
  const pool = poolOf(words);
  if (!isMiner(marks, pool, words)) return [];
  const place = pool ?? marks.known;
  return [
    {
      kind: 'run',
      what: place ?? one.program,
      why: `${one.program || 'A program'} runs with a miner's arguments (${becauseOf(marks)})`,
      severity: 'high',
      ...(place === undefined ? {} : { pool: place }),
      excerpt: excerptOf(one),
    },
  ];
}

/** One mark that is a miner's alone, or two that go together only there. */
function isMiner(marks: Marks, pool: string | undefined, words: readonly string[]): boolean {
  const { stratum, strong, weak, wallet, monero, algorithm, known } = marks;
  if (stratum || strong !== undefined) return true;
  if ([pool?.includes(':') === true, wallet, algorithm, weak].filter(Boolean).length >= 2) return true;
  if (known !== undefined && (wallet || algorithm || pool !== undefined)) return true;
  return monero && words.some((word) => /^[\w.-]{3,255}:\d{2,5}$/.test(word));
}

function becauseOf({ stratum, strong, wallet }: Marks): string {
  if (stratum) return 'a stratum address';
  return strong ?? (wallet ? 'a wallet and a pool' : 'an algorithm and a pool');
}

/** Host of an address, of a URL, or of an option's value. */
export function hostOf(word: string): string {
  return (
    /^(?:[\w+-]{1,20}=)?(?:[\w+]{1,20}:\/\/)?(?:[^@/\s]{0,200}@)?([a-zA-Z0-9.-]{3,255})(?::\d{1,5})?(?:\/|$)/.exec(
      word,
    )?.[1] ?? ''
  ).toLowerCase();
}
