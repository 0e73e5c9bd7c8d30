/**
 * Text of events to search, by FTS5. The index is written beside its table rather than by triggers of it: within a trigger FTS5 flushes
 * what it gathers at each row, which costs three times as much.
 */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { ArchiveWrite, SearchHit } from '../../contracts/store';
import { decodeCursor, encodeCursor, pageOf } from '../cursor';
import type { Answers } from './part';

const CURSOR = 'search';
/** Words of a query that are used. */
const MOST_WORDS = 20;

interface Row extends SearchHit {
  id: number;
}

export interface TextRows {
  answers: Answers<'search'>;
  /** Within the caller's transaction. */
  add(row: ArchiveWrite['search'][number]): void;
  forget(before: number, atMost: number): number;
}

export function textRows(database: DatabaseSync): TextRows {
  const add = database.prepare(
    'INSERT INTO texts (tenant, scope, event_id, at, partition, "offset", text) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const index = database.prepare('INSERT INTO words (rowid, text) VALUES (?, ?)');
  const old = database.prepare('SELECT id, text FROM texts WHERE at < ? ORDER BY at LIMIT ?');
  const drop = database.prepare('DELETE FROM texts WHERE id = ?');
  const unindex = database.prepare("INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)");
  return {
    add: ({ tenant, scope, eventId, at, partition, offset, text }) => {
      const { lastInsertRowid } = add.run(tenant, scope, eventId, at, partition, offset, text);
      index.run(lastInsertRowid, text);
    },
    forget: (before, atMost) => {
      const rows = old.all(before, atMost) as unknown as { id: number; text: string }[];
      for (const { id, text } of rows) {
        unindex.run(id, text);
        drop.run(id);
      }
      return rows.length;
    },
    answers: {
      search: ([query]) => {
        const match = matchExpression(query.text);
        if (match === '') return { hits: [] };
        const where = ['words MATCH ?'];
        const values: SQLInputValue[] = [match];
        const add = (condition: string, value: SQLInputValue | undefined) => {
          if (value === undefined) return;
          where.push(condition);
          values.push(value);
        };
        add('tenant = ?', query.tenant);
        add('scope = ?', query.scope);
        add('words.rowid < ?', query.cursor && decodeCursor(CURSOR, ['number'], query.cursor)[0]);
        const found = database
          .prepare(
            `SELECT id, tenant, scope, event_id AS eventId, at, partition, "offset", snippet(words, 0, '', '', '…', 40) AS snippet
             FROM words JOIN texts ON texts.id = words.rowid WHERE ${where.join(' AND ')} ORDER BY words.rowid DESC LIMIT ?`,
          )
          .all(...values, query.limit + 1) as unknown as Row[];
        const { rows, next } = pageOf(found, query.limit, (last) => encodeCursor(CURSOR, [last.id]));
        return { hits: rows.map(({ id: _, ...hit }) => hit), ...(next === undefined ? {} : { next }) };
      },
    },
  };
}

/** Every word as a quoted phrase, so that no character of it is an operator; the last also as a beginning. */
function matchExpression(text: string): string {
  const words = text
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .slice(0, MOST_WORDS);
  return words.length === 0 ? '' : `${words.map((word) => `"${word.replaceAll('"', '""')}"`).join(' ')}*`;
}
