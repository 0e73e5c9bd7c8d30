/** Which line is selected: kept by the alert's id, and by its place when the alert has left the list. */
import { useState } from 'react';
import type { Row } from './row';

export interface Selection {
  /** -1 for none. */
  at: number;
  row: Row | undefined;
  move: (by: number) => void;
  select: (id: string) => void;
}

export function useSelection(rows: readonly Row[]): Selection {
  const [kept, setKept] = useState<{ id: string; at: number }>();
  let at = -1;
  if (kept !== undefined) {
    // The line is nearly always where it was.
    at = rows[kept.at]?.id === kept.id ? kept.at : rows.findIndex(({ id }) => id === kept.id);
    if (at < 0) at = Math.min(kept.at, rows.length - 1);
  }
  const put = (next: number) => {
    const row = rows[next];
    if (row !== undefined) setKept({ id: row.id, at: next });
  };
  return {
    at,
    row: rows[at],
    move: (by) => put(at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + by))),
    select: (id) => put(rows.findIndex((row) => row.id === id)),
  };
}
