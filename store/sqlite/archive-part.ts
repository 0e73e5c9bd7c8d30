/** What the archive role writes: sessions, sources, and text to search, with the offsets that they go up to. */
import type { DatabaseSync } from 'node:sqlite';
import type { ArchiveWrite, SessionBrief, SessionRow, SourceRow, Store } from '../../contracts/store';
import { GanderError } from '../../platform/errors';
import { decodeCursor, encodeCursor, pageOf } from '../cursor';
import { sumSession, sumSource } from '../sums';
import { transaction } from './database';
import type { Part } from './part';
import { ARCHIVE_SCHEMA } from './schema';
import { textRows } from './text-rows';

const SESSIONS = 'sessions';
/** Most sources that are listed, the latest seen ones. */
const MOST_SOURCES = 1_000;
const FORGET_AT_ONCE = 5_000;

interface Body {
  body: string;
}

export const archivePart: Part = {
  migrations: ARCHIVE_SCHEMA,
  // Not synced: after a power cut the rows end where their offsets do, and the archive reads on from there.
  open(_, database) {
    const texts = textRows(database);
    const sessions = sessionRows(database);
    const sources = sourceRows(database);
    const advance = offsetRows(database);
    const size = sizeOf(database);
    const offsets = database.prepare('SELECT partition, "offset" FROM offsets ORDER BY partition');
    return {
      ...texts.answers,
      writeArchive: ([write]: [ArchiveWrite]) =>
        transaction(database, () => {
          if (!advance(write.offsets)) return;
          for (const row of write.sessions) sessions.add(row);
          for (const row of write.sources) sources.add(row);
          for (const row of write.search) texts.add(row);
        }),
      archiveOffsets: () => offsets.all(),
      sessions: ([query]: [{ limit: number; cursor?: string; tenant?: string }]) => sessions.list(query),
      session: ([tenant, session]: [string, string]) => sessions.get(tenant, session),
      sources: ([tenant]: [string?]) => sources.list(tenant),
      forgetArchive: ([{ before, maxBytes }]: Parameters<Store['forgetArchive']>) =>
        transaction(database, () => ({
          aged: texts.forget(before, FORGET_AT_ONCE) + sessions.forget(before) + sources.forget(before),
          over: size() <= maxBytes ? 0 : texts.forget(Infinity, FORGET_AT_ONCE) || sessions.forget(Infinity),
        })),
    };
  },
};

/** Bytes in use: pages that were freed are used again before the file grows. */
function sizeOf(database: DatabaseSync): () => number {
  const read = database.prepare(
    `SELECT (pages.page_count - free.freelist_count) * page.page_size AS bytes
     FROM pragma_page_count AS pages, pragma_freelist_count AS free, pragma_page_size AS page`,
  );
  return () => Number(read.get()?.['bytes']);
}

/** Moves the offsets forward; false when the write was made before. */
function offsetRows(database: DatabaseSync): (offsets: ArchiveWrite['offsets']) => boolean {
  const read = database.prepare('SELECT "offset" FROM offsets WHERE partition = ?');
  const write = database.prepare('INSERT OR REPLACE INTO offsets VALUES (?, ?)');
  return (offsets) => {
    const at = new Map(
      offsets.map(({ partition }) => [partition, (read.get(partition) as { offset: number } | undefined)?.offset]),
    );
    if (offsets.length > 0 && offsets.every(({ partition, offset }) => (at.get(partition) ?? -1) >= offset))
      return false;
    for (const { partition, from, offset } of offsets) {
      const stands = at.get(partition) ?? from;
      if (stands !== from) {
        throw new GanderError(
          'store_conflict',
          `the archive of partition ${partition} stands at ${stands}, not ${from}`,
        );
      }
      write.run(partition, offset);
    }
    return true;
  };
}

function sessionRows(database: DatabaseSync) {
  const read = database.prepare('SELECT body FROM sessions WHERE tenant = ? AND session = ?');
  const write = database.prepare('INSERT OR REPLACE INTO sessions VALUES (?, ?, ?, ?)');
  const forget = database.prepare(
    `DELETE FROM sessions WHERE (tenant, session) IN
     (SELECT tenant, session FROM sessions WHERE last_seen < ? ORDER BY last_seen LIMIT ?)`,
  );
  const page = (where: string) =>
    database.prepare(`SELECT json_remove(body, '$.ranges') AS body FROM sessions WHERE ${where} (last_seen, tenant, session) < (?, ?, ?)
      ORDER BY last_seen DESC, tenant DESC, session DESC LIMIT ?`);
  const ofAll = page('');
  const ofTenant = page('tenant = ? AND');

  const get = (tenant: string, session: string): SessionRow | undefined => {
    const row = read.get(tenant, session) as unknown as Body | undefined;
    return row && (JSON.parse(row.body) as SessionRow);
  };
  return {
    get,
    add(row: SessionRow) {
      const sum = sumSession(get(row.tenant, row.session), row);
      write.run(sum.tenant, sum.session, sum.lastSeen, JSON.stringify(sum));
    },
    list({ limit, cursor, tenant }: { limit: number; cursor?: string; tenant?: string }) {
      const after =
        cursor === undefined
          ? [Number.MAX_SAFE_INTEGER, '', '']
          : decodeCursor(SESSIONS, ['number', 'string', 'string'], cursor);
      const found = (
        tenant === undefined ? ofAll.all(...after, limit + 1) : ofTenant.all(tenant, ...after, limit + 1)
      ).map((row) => JSON.parse((row as unknown as Body).body) as SessionBrief);
      const { rows, next } = pageOf(found, limit, (last) =>
        encodeCursor(SESSIONS, [last.lastSeen, last.tenant, last.session]),
      );
      return { sessions: rows, ...(next === undefined ? {} : { next }) };
    },
    forget: (before: number) => Number(forget.run(before, FORGET_AT_ONCE).changes),
  };
}

function sourceRows(database: DatabaseSync) {
  const key = 'tenant = ? AND dialect = ? AND service = ? AND version = ? AND host = ?';
  const read = database.prepare(`SELECT body FROM sources WHERE ${key}`);
  const write = database.prepare('INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?, ?, ?)');
  const all = database.prepare('SELECT body FROM sources ORDER BY last_seen DESC LIMIT ?');
  const ofTenant = database.prepare('SELECT body FROM sources WHERE tenant = ? ORDER BY last_seen DESC LIMIT ?');
  const forget = database.prepare(
    `DELETE FROM sources WHERE (tenant, dialect, service, version, host) IN
     (SELECT tenant, dialect, service, version, host FROM sources WHERE last_seen < ? LIMIT ?)`,
  );
  return {
    add(row: SourceRow) {
      const keys = [row.tenant, row.dialect, row.service, row.version, row.host];
      const before = read.get(...keys) as unknown as Body | undefined;
      const sum = sumSource(before && (JSON.parse(before.body) as SourceRow), row);
      write.run(...keys, sum.lastSeen, JSON.stringify(sum));
    },
    list: (tenant?: string): SourceRow[] =>
      (tenant === undefined ? all.all(MOST_SOURCES) : ofTenant.all(tenant, MOST_SOURCES)).map(
        (row) => JSON.parse((row as unknown as Body).body) as SourceRow,
      ),
    forget: (before: number) => Number(forget.run(before, FORGET_AT_ONCE).changes),
  };
}
