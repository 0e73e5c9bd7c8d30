/**
 * The parts of the store. Each has its own file and thread, so that a large snapshot or a batch of search text never stands in front of
 * an alert; no transaction goes over two of them.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { Store } from '../../contracts/store';

export type PartName = 'alerts' | 'archive' | 'snapshots';

/** The argument of a call is the list of the method's arguments. */
export type PartHandlers = Readonly<Record<string, (argument: never) => unknown>>;

/** The methods of the port that a part answers, synchronous in its thread. */
export type Answers<Method extends keyof Store> = {
  [M in Method]: (args: Parameters<Store[M]>) => Awaited<ReturnType<Store[M]>>;
};

export interface Part {
  /** One entry a schema version; never changed once released. */
  readonly migrations: readonly string[];
  /** `relaxed` is a second connection whose commits are not synced, for what may be forgotten at power loss. */
  open(database: DatabaseSync, relaxed: DatabaseSync): PartHandlers;
}

/** File of a part beside the store's main file. */
export function fileOf(part: PartName, file: string): string {
  return part === 'alerts' ? file : file.replace(/(\.[a-z]+)?$/, `-${part}$1`);
}
