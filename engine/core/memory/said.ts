/** What a session says of itself in single values that change: folder, permission mode, prompts. By event time. */
import { isBypass } from '../course';

export interface Said {
  at: number;
  value: string;
}

/** When an action happened, by the earliest and latest of its records. */
export interface Span {
  from: number;
  to: number;
}

/** In order of time, then text, at most `cap`; false when nothing changes for anyone who looks. */
export function insert(list: Said[], said: Said, cap: number): boolean {
  if (list.some((one) => one.at === said.at && one.value === said.value)) return false;
  const index = list.findLastIndex((one) => one.at < said.at || (one.at === said.at && one.value < said.value));
  const same = list[index]?.value === said.value;
  list.splice(index + 1, 0, said);
  if (list.length > cap) list.shift();
  return !same;
}

/**
 * The permission or sandbox mode of an action. Changes nearer to it than the lateness may have come in another order, so a mode in which
 * nobody is asked wins among them.
 */
export function modeDuring(said: readonly Said[], { from, to }: Span, latenessMs: number): string | undefined {
  const settled = said.findLastIndex((one) => one.at <= from - latenessMs);
  const possible = said.slice(Math.max(0, settled)).filter((one) => one.at <= to);
  return (possible.find((one) => isBypass(one.value)) ?? possible.at(-1))?.value;
}
