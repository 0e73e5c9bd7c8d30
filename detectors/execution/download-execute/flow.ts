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
  how: 'pipe' | 'substitution' | 'file' | 'unpacked' | 'package' | 'direct' | 'code';
  /** Decoded, decrypted or unpacked on its way. */
  decoded?: true;
  /** It is not certain that the text which is run is the one that came. */
  loose?: true;
}

/** Steps of one way that are followed, and words of a command that are looked at for a variable. */
const MAX_CHAIN = 24;
const MAX_WORDS = 40;
const NEAR = 6;

export const DECODERS =
  /^(?:base64|base32|xxd|openssl|gunzip|zcat|gzip|bunzip2|bzcat|xz|xzcat|unxz|zstd|rev|tr|gpg|uudecode|jq)$/;
const EVALUATES = /^(?:eval|iex|invoke-expression)$/i;

/** Downloads that a pipe, a substitution or a variable brings to something that runs them. */
export function piped({ transfers }: EventAnalysis, all: readonly Invocation[]): Ran[] {
  const flow = new Flow(all);
  return transfers.flatMap((transfer): Ran[] => {
    const { direction, invocation } = transfer;
    if (direction !== 'in' || invocation === undefined) return [];
    const found = flow.follow(invocation);
    return found === undefined ? [] : [{ ...found, transfer }];
  });
}

export type Found = Omit<Ran, 'transfer'>;

/** Who reads from whom in one command; worked out once, so that many downloads cost linear time. */
export class Flow {
  private readers: Map<number, number[]> | undefined;
  private variables: number[] | undefined;

  constructor(private readonly all: readonly Invocation[]) {}

  /** Everything that reads it, through pipes and the commands around a substitution, until something runs what it reads. */
  follow(from: number): Found | undefined {
    const chain = new Set([from]);
    const way: Way = { substituted: false, decoded: false };
    for (const at of chain) {
      if (chain.size > MAX_CHAIN) break;
      for (const next of this.readersOf(at)) {
        const found = this.visit(next, way, chain, false);
        if (found) return found;
      }
      const around = this.around(at);
      const found = around === undefined ? undefined : this.visit(around, way, chain, true);
      if (found) return found;
    }
    return undefined;
  }

  private visit(at: number, way: Way, chain: Set<number>, around: boolean): Found | undefined {
    const one = this.all[at];
    if (one === undefined || chain.has(at)) return undefined;
    if (runsInput(one) && (!around || one.redirections.some(({ operator }) => operator.startsWith('<<'))))
      return ran(one, at, way);
    if (runsArgument(one)) return ran(one, at, { ...way, substituted: way.substituted || around });
    if (around && FILLS.test(one.program)) {
      const later = this.runsVariable(at + 1);
      return later === undefined
        ? undefined
        : { by: this.all[later] ?? one, at: later, how: 'substitution', loose: true };
    }
    way.decoded ||= DECODERS.test(one.program);
    way.substituted ||= around;
    chain.add(at);
    return undefined;
  }

  private readersOf(at: number): readonly number[] {
    if (this.readers === undefined) {
      this.readers = new Map();
      for (const [index, { readsFrom }] of this.all.entries()) {
        if (readsFrom === undefined) continue;
        const known = this.readers.get(readsFrom);
        if (known) known.push(index);
        else this.readers.set(readsFrom, [index]);
      }
    }
    return this.readers.get(at) ?? [];
  }

  /** The command that a substitution stands in: the next one whose text holds it. */
  private around(at: number): number | undefined {
    const inner = this.all[at];
    if (inner?.via.at(-1) !== 'substitution') return undefined;
    for (let next = at + 1; next < Math.min(this.all.length, at + 1 + NEAR); next++) {
      const one = this.all[next];
      if (one === undefined || one.via.length >= inner.via.length) continue;
      if (holds(one, inner) || dictates(one, inner)) return next;
    }
    return undefined;
  }

  /** Where a variable's whole text is run, or printed into something that runs it, at or after `from`. */
  private runsVariable(from: number): number | undefined {
    this.variables ??= this.all.flatMap((one, at) => runOfVariable(one, at, this.all) ?? []);
    return this.variables.find((at) => at >= from);
  }
}

/** What was met on the way. */
interface Way {
  substituted: boolean;
  decoded: boolean;
}

const FILLS = /^(?:|export|local|declare|readonly|typeset)$/;

const ran = (by: Invocation, at: number, { substituted, decoded }: Way): Found => ({
  by,
  at,
  how: substituted ? 'substitution' : 'pipe',
  ...(decoded && { decoded: true as const }),
});

const holds = (outer: Invocation, inner: Invocation): boolean =>
  outer.source.start <= inner.source.start && outer.source.end >= inner.source.end;

/** A here-document, after the command that reads it, has a line that begins with what the substitution prints. */
const dictates = (outer: Invocation, inner: Invocation): boolean =>
  outer.source.end <= inner.source.start &&
  outer.redirections.some(
    ({ heredoc }) => heredoc !== undefined && /^[ \t]{0,40}\uFFFD/m.test(heredoc.slice(0, 8_192)),
  );

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

/** The index of what runs a variable's whole text here, or reads it from a pipe. */
function runOfVariable(one: Invocation, at: number, all: readonly Invocation[]): number | undefined {
  const whole = one.args.length < MAX_WORDS && one.args.some(({ text }) => text === UNKNOWN);
  const string = one.redirections.some(({ operator, target }) => operator === '<<<' && target.text === UNKNOWN);
  if ((!whole && !string) || hasSubstitution(one, at, all)) return undefined;
  if (whole && runsArgument(one) && !one.program.startsWith(UNKNOWN)) return at;
  if (string && runsInput(one)) return at;
  const reader = one.feeds === undefined ? undefined : all[one.feeds];
  const prints = /^(?:echo|printf)$/.test(one.program) && whole;
  return prints && reader !== undefined && runsInput(reader) ? one.feeds : undefined;
}

/** `eval "$(ssh-agent)"`: what it runs is its own substitution. */
function hasSubstitution(one: Invocation, at: number, all: readonly Invocation[]): boolean {
  for (let back = at - 1; back >= Math.max(0, at - NEAR); back--) {
    const other = all[back];
    // Its substitutions stand right before it; inside a wrapper's text all have the place of the whole.
    if (other?.via[one.via.length] !== 'substitution') return false;
    if (holds(one, other)) return true;
  }
  return false;
}
