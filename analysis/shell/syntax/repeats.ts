/** Statements that are repeated over and over are read a few times only: what comes after adds nothing but work. */
import type { Source } from './source';

/** Times that a group of statements stands there before the rest of it is passed. */
const READ = 32;
/** Longest group, in statements. */
const MAX_GROUP = 4;
/** What may make the same text do something else the next time. */
const CHANGES =
  /=|\(\(|\+\+|--|\b(?:read|shift|set|mapfile|readarray|getopts|eval|source|let|printf|RANDOM|SECONDS|for|while|until|select)\b/;
const EXPANDS = /[$`]|\+=/;

/** Follows the statements of one script as they are read. */
export class Repeats {
  private readonly ends: number[];
  /** By length of the group: how many statements in a row were what stood so many before. */
  private readonly same = new Array<number>(MAX_GROUP + 1).fill(0);

  constructor(private readonly source: Source) {
    this.ends = [source.position];
  }

  /** Called after each statement: passes what repeats the last ones. */
  pass(): void {
    const { source, ends } = this;
    ends.push(source.position);
    for (let group = 1; group <= MAX_GROUP; group++) {
      this.same[group] = this.isSame(group) ? (this.same[group] ?? 0) + 1 : 0;
      if ((this.same[group] ?? 0) < READ * group) continue;
      this.skip(group);
      return;
    }
  }

  private isSame(group: number): boolean {
    const { ends, source } = this;
    const last = ends.length - 1;
    const [from, to] = [ends[last - 1] ?? 0, ends[last] ?? 0];
    const [earlierFrom, earlierTo] = [ends[last - group - 1], ends[last - group]];
    if (earlierFrom === undefined || earlierTo === undefined || to - from !== earlierTo - earlierFrom) return false;
    return source.text.startsWith(source.text.slice(from, to), earlierFrom);
  }

  private skip(group: number): void {
    const { ends, source } = this;
    const unit = source.text.slice(ends[ends.length - 1 - group] ?? 0, source.position);
    this.same.fill(0);
    if (unit === '' || (EXPANDS.test(unit) && CHANGES.test(unit))) return;
    while (source.position + unit.length < source.end && source.text.startsWith(unit, source.position))
      source.position += unit.length;
    ends[ends.length - 1] = source.position;
  }
}
