/** opencode (1.18) keeps its sessions in one SQLite file: its rows as lines of a transcript, session by session, in order of time. */
import { DatabaseSync } from 'node:sqlite';

/** Rows of other sizes are no transcript's. */
const MAX_DATA = 16 * 1024 * 1024;

/**
 * Reads without writing, one row at a time. Lines are JSON objects with `opencode` saying what they are: `session`, `message` (of the
 * model), `part`. Throws what SQLite says of a file that it cannot read, or of another layout.
 */
export function* opencodeLines(file: string): Generator<Buffer> {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const sessions = database.prepare(
      'SELECT id, parent_id, directory, version, time_created FROM session ORDER BY time_created, id',
    );
    const parts = database.prepare(
      `SELECT part.time_created AS time, part.data AS data, message.id AS message, message.data AS about
       FROM part JOIN message ON message.id = part.message_id
       WHERE part.session_id = ? AND length(part.data) <= ${MAX_DATA} ORDER BY message.time_created, message.id, part.id`,
    );
    for (const session of sessions.all()) {
      yield line({ opencode: 'session', ...session });
      yield* partsOf(parts.iterate(session['id'] ?? '') as Iterable<Row>);
    }
  } finally {
    database.close();
  }
}

interface Row {
  time: number;
  data: string;
  message: string;
  about: string;
}

function* partsOf(rows: Iterable<Row>): Generator<Buffer> {
  let told: string | undefined;
  for (const { time, data, message, about } of rows) {
    const said = parsed(about);
    if (message !== told && said['role'] === 'assistant') yield line({ opencode: 'message', id: message, data: said });
    told = message;
    yield line({ opencode: 'part', time, role: said['role'], data: parsed(data) });
  }
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

const line = (value: object): Buffer => Buffer.from(JSON.stringify(value));
