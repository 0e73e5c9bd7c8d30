/** What expansion needs of the walk around it. */
import type { Script } from '../../../contracts/shell';
import type { Value } from './value';
import type { Variables } from './variables';

export interface Host {
  readonly variables: Variables;
  /** `$1`, `$2` …, and `$0` apart. */
  readonly positional: readonly Value[];
  readonly scriptName: Value;
  readonly home: string;
  readonly cwd: string | undefined;
  /** Walks the script of `$( )` and gives its output. */
  substitute(script: Script): Value;
  /** Walks the script of `<( )` or `>( )` and gives the path that stands for it. */
  process(script: Script, direction: 'in' | 'out'): Value;
  /** Takes work off the budget, in characters; false when there is none left. */
  charge(amount: number): boolean;
  /** Notes that something is left out. */
  overflow(): void;
}
