/** What one analysis knows and has left to spend while it walks a command text. */
import type { CommandAnalysis, Invocation, ResolvedRedirection, Script, Span } from '../../../contracts/shell';
import { posix } from 'node:path';
import { literal } from '../expand/value';
import type { Value } from '../expand/value';
import { Variables } from '../expand/variables';
import { KnownPrograms } from './known-programs';
import {
  LAST_VARIABLES,
  MAX_CODE,
  MAX_DERIVED,
  MAX_INVOCATIONS,
  MAX_LISTED,
  MAX_PATH,
  MAX_STEPS,
  MAX_VARIABLES,
  MAX_WALK_DEPTH,
} from '../limits';

/** Who reads from and writes to the pipes around a command; indices into the invocations. */
export interface Streams {
  stdin: Value | undefined;
  readers: number[];
  writers: number[];
}

/** Where a command stands. */
export interface Context {
  via: readonly string[];
  depth: number;
  codeDepth: number;
  background: boolean;
  separator: string;
  /** Redirections of the constructs around it. */
  redirections: readonly ResolvedRedirection[];
  /** Assignments of the wrappers around it. */
  environment: Invocation['environment'];
  streams: Streams;
  /** Place in the whole text, of code that is not written there itself. */
  source: Span | undefined;
  as: string | undefined;
  remote: Invocation['remote'];
}

export class State {
  readonly invocations: Invocation[] = [];
  readonly writes: CommandAnalysis['writes'] = [];
  readonly variables = new Variables();
  readonly functions = new Map<string, Script>();
  /** Files that this text writes itself, by absolute or given path. */
  readonly files = new Map<string, Value>();
  /** Process substitutions by their path, until the program that uses them is listed. */
  readonly processes = new Map<string, { direction: 'in' | 'out'; streams: Streams }>();
  readonly programs = new KnownPrograms();
  /** Programs that were given another name: path to what it was called before. */
  readonly renamed = new Map<string, string>();
  positional: readonly Value[] = [];
  scriptName: Value = literal('bash');
  cwd: string | undefined;
  bounded = false;
  private steps = 0;
  private depth = 0;
  private fuel: number;
  private codeFuel: number;
  private listFuel: number;
  private variableFuel = MAX_VARIABLES;
  private descriptors = 63;

  constructor(
    length: number,
    cwd: string | undefined,
    readonly home: string,
  ) {
    this.cwd = cwd;
    this.fuel = MAX_DERIVED + 2 * length;
    this.codeFuel = MAX_CODE + length;
    this.listFuel = MAX_LISTED + 4 * length;
  }

  /** Takes derived characters off the budget; false, and nothing taken, when there are not enough. */
  charge(amount: number): boolean {
    if (amount > this.fuel) return this.overflow();
    this.fuel -= amount;
    return true;
  }

  /** The same for code that is to be parsed. */
  chargeCode(amount: number): boolean {
    if (amount > this.codeFuel) return this.overflow();
    this.codeFuel -= amount;
    return true;
  }

  /** The same for the words of an invocation that is to be listed: a loop holds the longest ones again and again. */
  chargeWords(words: readonly Value[]): boolean {
    let amount = 0;
    for (const { text } of words) amount += text.length;
    if (amount > this.listFuel) return this.overflow();
    this.listFuel -= amount;
    return true;
  }

  /** What is listed of an environment: a list of programs repeats the one around it for each. */
  listed(environment: Invocation['environment']): Invocation['environment'] {
    if (environment.length <= LAST_VARIABLES) return environment;
    this.variableFuel -= environment.length;
    if (this.variableFuel >= 0) return environment;
    this.overflow();
    return environment.slice(-LAST_VARIABLES);
  }

  /** Notes that something is left out. */
  overflow(): false {
    this.bounded = true;
    return false;
  }

  /** Counts a command of so many words; false when no more are walked. */
  step(words = 0): boolean {
    this.steps += 1 + (words >> 3);
    return (this.steps <= MAX_STEPS && this.invocations.length < MAX_INVOCATIONS) || this.overflow();
  }

  /** Runs `walk` one level deeper, or `otherwise` at the deepest. */
  deeper<T>(walk: () => T, otherwise: T): T {
    if (this.depth >= MAX_WALK_DEPTH) {
      this.overflow();
      return otherwise;
    }
    this.depth++;
    const result = walk();
    this.depth--;
    return result;
  }

  /** Runs `walk` as a subshell: what it sets is gone afterwards. */
  subshell<T>(walk: () => T): T {
    const mark = this.variables.mark();
    const { cwd, positional, scriptName } = this;
    const result = walk();
    this.variables.restore(mark);
    this.cwd = cwd;
    this.positional = positional;
    this.scriptName = scriptName;
    return result;
  }

  /** A path like those that process substitutions get. */
  nextDescriptor(): string {
    return `/dev/fd/${this.descriptors--}`;
  }

  /** Path as a key: absolute where the folder is known. One of more than 4,096 characters stays as it is. */
  resolve(path: string): string {
    if (path.length > MAX_PATH || (this.cwd?.length ?? 0) > MAX_PATH) return path;
    if (path.startsWith('/') || path.startsWith('~')) return posix.normalize(path);
    return this.cwd === undefined ? posix.normalize(path) : posix.join(this.cwd, path);
  }
}
