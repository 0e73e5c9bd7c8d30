/** Follows what comes in from other machines through a command to whatever runs it. */
import type { EventAnalysis, Transfer } from '../../../contracts/analysis';
import type { Invocation } from '../../../contracts/shell';
import { SHELLS, UNKNOWN, argv } from '../../programs';
import { INTERPRETERS } from '../../run-paths';

/** One download that is run. */
export interface Ran {
  transfer: Transfer;
  /** Who runs it. */
  by: Invocation;
  /** Where it is run. */
  at: number;
  how: 'pipe' | 'substitution' | 'file' | 'unpacked' | 'package' | 'code';
  /** Decoded, decrypted or unpacked on its way. */
  decoded?: true;
  /** It is not certain that the text which is run is the one that came. */
  loose?: true;
}

/** Invocations behind a download that are looked at. */
const MAX_BEHIND = 400;
const MAX_CHAIN = 24;
const NEAR = 6;

export const DECODERS =
  /^(?:base64|base32|xxd|openssl|gunzip|zcat|gzip|bunzip2|bzcat|xz|xzcat|unxz|zstd|rev|tr|gpg|uudecode|jq)$/;
const EVALUATES = /^(?:eval|iex|invoke-expression)$/i;

/** Downloads that a pipe, a substitution or a variable brings to something that runs them. */
export function piped({ transfers }: EventAnalysis, all: readonly Invocation[]): Ran[] {
  return transfers.flatMap((transfer): Ran[] => {
    const { direction, invocation } = transfer;
    if (direction !== 'in' || invocation === undefined) return [];
    const found = follow(all, invocation);
    return found === undefined ? [] : [{ ...found, transfer }];
  });
}

export type Found = Omit<Ran, 'transfer'>;

/** Everything that reads it, through pipes and the commands around a substitution, until something runs what it reads. */
export function follow(all: readonly Invocation[], from: number): Found | undefined {
  const chain = new Set([from]);
  let substituted = false;
  let decoded = false;
  const found = (by: Invocation, at: number, loose = false): Found => ({
    by,
    at,
    how: substituted ? 'substitution' : 'pipe',
    ...(decoded && { decoded: true as const }),
    ...(loose && { loose: true as const }),
  });
  for (let at = from + 1; at < Math.min(all.length, from + MAX_BEHIND) && chain.size < MAX_CHAIN; at++) {
    const one = all[at];
    if (one === undefined) break;
    const reads = one.readsFrom !== undefined && chain.has(one.readsFrom);
    const around = !reads && isAround(one, at, all, chain);
    if (!reads && !around) continue;
    if (runsInput(one) && (reads || one.redirections.some(({ operator }) => operator === '<<<'))) return found(one, at);
    if (runsArgument(one)) {
      substituted ||= around;
      return found(one, at);
    }
    if (around && (one.program === '' || /^(?:export|local|declare|readonly)$/.test(one.program))) {
      const later = runsVariable(all, at + 1);
      if (later !== undefined) return { by: all[later] ?? one, at: later, how: 'substitution', loose: true };
      continue;
    }
    decoded ||= DECODERS.test(one.program);
    chain.add(at);
    substituted ||= around;
  }
  return undefined;
}

/** The command that a substitution stands in: the next one whose text holds that of one of the chain, with a part that is not known. */
function isAround(one: Invocation, at: number, all: readonly Invocation[], chain: ReadonlySet<number>): boolean {
  for (let back = at - 1; back >= Math.max(0, at - NEAR); back--) {
    if (!chain.has(back)) continue;
    const inner = all[back];
    if (inner?.via.at(-1) !== 'substitution' || inner.via.length <= one.via.length - 1) continue;
    if (one.source.start <= inner.source.start && one.source.end >= inner.source.end && one !== inner) return true;
  }
  return false;
}

/** A shell or interpreter that runs what is on its standard input or on the descriptor of a process substitution. */
function runsInput(one: Invocation): boolean {
  const name = one.program.toLowerCase().replace(/\.exe$/, '');
  const words = argv(one);
  if (EVALUATES.test(name)) return words.length === 0 || words.every((word) => word === '');
  const file = (word: string) => /^\/dev\/(?:fd\/\d{1,3}|stdin)$/.test(word);
  if (name === 'source' || name === '.') return words.some(file);
  if (SHELLS.has(name))
    return words.some(file) || words.some((word) => /^-[a-z]*s$/.test(word) || word === '-') || words.every(isSwitch);
  if (INTERPRETERS.test(name))
    return words[0] === '-' || words.some(file) || words.every(isSwitch) || (words[0] === 'run' && words.includes('-'));
  return name === 'at' || name === 'batch' || (name === 'psh' && words.length === 0);
}

const isSwitch = (word: string): boolean =>
  /^[-+]/.test(word) && !/^-[a-z]*[cemV]$|^--(?:version|help|eval|command)/.test(word);

/** Runs text that is known only at run time, given as its argument or its own name. */
function runsArgument(one: Invocation): boolean {
  const name = one.program.toLowerCase();
  const words = argv(one);
  if (one.program.startsWith(UNKNOWN)) return true;
  if (EVALUATES.test(name)) return words.some((word) => word.includes(UNKNOWN));
  if (!SHELLS.has(name) && !INTERPRETERS.test(name)) return false;
  return words.some(
    (word, at) => word.startsWith(UNKNOWN) && /^-[a-z]*[cer]$|^--(?:eval|command)$/i.test(words[at - 1] ?? ''),
  );
}

/** Where a variable's whole text is run, or printed into something that runs it, after it was filled. */
function runsVariable(all: readonly Invocation[], from: number): number | undefined {
  for (let at = from; at < Math.min(all.length, from + MAX_BEHIND); at++) {
    const one = all[at];
    if (one === undefined || hasSubstitution(one, at, all)) continue;
    const words = argv(one);
    const whole = words.some((word) => word === UNKNOWN);
    if (whole && runsArgument(one) && !one.program.startsWith(UNKNOWN)) return at;
    if (
      runsInput(one) &&
      one.redirections.some(({ operator, target }) => operator === '<<<' && target.text === UNKNOWN)
    )
      return at;
    const reader = one.feeds === undefined ? undefined : all[one.feeds];
    if (/^(?:echo|printf)$/.test(one.program) && whole && reader !== undefined && runsInput(reader)) return one.feeds;
  }
  return undefined;
}

/** `eval "$(ssh-agent)"`: what it runs is its own substitution. */
function hasSubstitution(one: Invocation, at: number, all: readonly Invocation[]): boolean {
  return all
    .slice(Math.max(0, at - NEAR), at)
    .some(
      (other) =>
        other.via.at(-1) === 'substitution' &&
        one.source.start <= other.source.start &&
        one.source.end >= other.source.end,
    );
}
