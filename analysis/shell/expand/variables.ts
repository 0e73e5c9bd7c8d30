/** Shell variables during the walk. Subshells are undone by a log, so that reading a variable costs the same at any depth. */
import type { Value } from './value';

export interface Variable {
  value: Value;
  /** Elements of an array by subscript, in order; `value` is element 0 then. */
  elements?: ReadonlyMap<string, Value>;
}

export class Variables {
  private readonly current = new Map<string, Variable>();
  private readonly log: { name: string; before: Variable | undefined }[] = [];

  get(name: string): Variable | undefined {
    return this.current.get(name);
  }

  set(name: string, variable: Variable): void {
    this.log.push({ name, before: this.current.get(name) });
    this.current.set(name, variable);
  }

  unset(name: string): void {
    this.log.push({ name, before: this.current.get(name) });
    this.current.delete(name);
  }

  /** A point to return to with `restore`. */
  mark(): number {
    return this.log.length;
  }

  restore(mark: number): void {
    for (let entry = this.log.length > mark ? this.log.pop() : undefined; entry;) {
      if (entry.before) this.current.set(entry.name, entry.before);
      else this.current.delete(entry.name);
      entry = this.log.length > mark ? this.log.pop() : undefined;
    }
  }
}
