/** The outbox: notifications that are durable until delivered or dead, taken by one worker at a time. */
import type { DatabaseSync } from 'node:sqlite';
import type { OutboxRow } from '../../contracts/store';
import type { Answers } from './part';

interface Row {
  id: string;
  sink: string;
  alert_id: string;
  type: OutboxRow['type'];
  body: string;
  attempts: number;
  next_attempt_at: number;
  created_at: number;
  received_at: number;
  traceparent: string | null;
}

/** First in line of each alert; a later message of the same alert waits behind it. */
const HEADS = `FROM outbox AS o WHERE sink = ? AND state = 'pending' AND NOT EXISTS (
  SELECT 1 FROM outbox AS e WHERE e.sink = o.sink AND e.alert_id = o.alert_id AND e.state = 'pending' AND e.sequence < o.sequence)`;

/** Longest error text kept. */
const ERROR_LENGTH = 500;

export interface OutboxRows {
  answers: Answers<
    'outboxTake' | 'outboxDelivered' | 'outboxRetry' | 'outboxDead' | 'outboxRevive' | 'outboxRelease' | 'outboxCounts'
  >;
  /** Within the caller's transaction. */
  add(row: OutboxRow): void;
  forget(before: number, atMost: number): number;
}

export function outboxRows(database: DatabaseSync, relaxed: DatabaseSync): OutboxRows {
  const add = database.prepare(
    `INSERT OR IGNORE INTO outbox
     (id, sink, alert_id, type, body, attempts, next_attempt_at, created_at, received_at, traceparent) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const take = relaxed.prepare(
    `UPDATE outbox SET leased_until = ? WHERE sequence = (
       SELECT sequence ${HEADS} AND next_attempt_at <= ? AND leased_until <= ? ORDER BY next_attempt_at, sequence LIMIT 1)
     RETURNING *`,
  );
  const next = database.prepare(`SELECT min(max(next_attempt_at, leased_until)) AS at ${HEADS}`);
  const delivered = database.prepare("UPDATE outbox SET state = 'delivered', finished_at = ?, body = '' WHERE id = ?");
  const retry = database.prepare(
    'UPDATE outbox SET attempts = attempts + ?, next_attempt_at = ?, leased_until = 0, error = ? WHERE id = ?',
  );
  const dead = database.prepare("UPDATE outbox SET state = 'dead', finished_at = ?, error = ? WHERE id = ?");
  const revive = database.prepare(
    `UPDATE outbox SET state = 'pending', attempts = 0, next_attempt_at = ?, leased_until = 0, finished_at = NULL
     WHERE sink = ? AND state = 'dead'`,
  );
  const release = relaxed.prepare("UPDATE outbox SET leased_until = 0 WHERE state = 'pending' AND leased_until > 0");
  const counts = database.prepare(
    `SELECT sink, sum(state = 'pending') AS pending, sum(state = 'dead') AS dead FROM outbox
     WHERE state IN ('pending', 'dead') GROUP BY sink`,
  );
  const forget = database.prepare(
    `DELETE FROM outbox WHERE sequence IN (SELECT sequence FROM outbox WHERE state <> 'pending' AND finished_at < ? LIMIT ?)`,
  );

  return {
    add: (row) => {
      const { id, sink, alertId, type, body, attempts, nextAttemptAt, createdAt, receivedAt } = row;
      const traceparent = row.traceparent ?? null;
      add.run(id, sink, alertId, type, body, attempts, nextAttemptAt, createdAt, receivedAt, traceparent);
    },
    forget: (before, atMost) => Number(forget.run(before, atMost).changes),
    answers: {
      outboxTake: ([sink, now, leaseMs]) => {
        const row = take.get(now + leaseMs, sink, now, now) as unknown as Row | undefined;
        if (row !== undefined) return { row: outboxRow(row) };
        const { at } = next.get(sink) as { at: number | null };
        return at === null ? {} : { nextAt: at };
      },
      outboxDelivered: ([id, at]) => void delivered.run(at, id),
      outboxRetry: ([id, { nextAttemptAt, error, counted }]) =>
        void retry.run(counted ? 1 : 0, nextAttemptAt, error.slice(0, ERROR_LENGTH), id),
      outboxDead: ([id, at, error]) => void dead.run(at, error.slice(0, ERROR_LENGTH), id),
      outboxRevive: ([sink, now]) => Number(revive.run(now, sink).changes),
      outboxRelease: () => void release.run(),
      outboxCounts: () => counts.all() as unknown as { sink: string; pending: number; dead: number }[],
    },
  };
}

function outboxRow(row: Row): OutboxRow {
  return {
    id: row.id,
    sink: row.sink,
    alertId: row.alert_id,
    type: row.type,
    body: row.body,
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at,
    createdAt: row.created_at,
    receivedAt: row.received_at,
    ...(row.traceparent === null ? {} : { traceparent: row.traceparent }),
  };
}
