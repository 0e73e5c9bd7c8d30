/** What one analysis knows and has left to spend while it walks a command text. */
import type { CommandAnalysis, Invocation, ResolvedRedirection, Script, Span } from '../../../contracts/shell';
import { posix } from 'node:path';
import { literal } from '../expand/value';
import type { Value } from '../expand/value';
import { Variables } from '../expand/variables';
import { MAX_DERIVED, MAX_INVOCATIONS, MAX_STEPS, MAX_WALK_DEPTH } from '../limits';

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
  positional: readonly Value[] = [];
  scriptName: Value = literal('bash');
  cwd: string | undefined;
  bounded = false;
  private steps = 0;
  private depth = 0;
  private fuel: number;
  private descriptors = 63;

  constructor(
    length: number,
    cwd: string | undefined,
    readonly home: string,
  ) {
    this.cwd = cwd;
    this.fuel = MAX_DERIVED + 2 * length;
  }

  /** Takes derived characters off the budget. */
  charge(amount: number): boolean {
    this.fuel -= amount;
    if (this.fuel >= 0) return true;
    this.bounded = true;
    return false;
  }

  /** Counts a command; false when no more are walked. */
  step(): boolean {
    if (this.fuel >= 0 && this.steps++ < MAX_STEPS && this.invocations.length < MAX_INVOCATIONS) return true;
    this.bounded = true;
    return false;
  }

  /** Runs `walk` one level deeper, or `otherwise` at the deepest. */
  deeper<T>(walk: () => T, otherwise: T): T {
    if (this.depth >= MAX_WALK_DEPTH) {
      this.bounded = true;
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

  /** Path as a key: absolute where the folder is known. */
  resolve(path: string): string {
    if (path.startsWith('/') || path.startsWith('~')) return posix.normalize(path);
    return this.cwd === undefined ? posix.normalize(path) : posix.join(this.cwd, path);
  }
}
