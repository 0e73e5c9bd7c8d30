/** The list of alerts as a statement, and the text that it is searched by. */
import type { SQLInputValue } from 'node:sqlite';
import type { Alert } from '../../contracts/alert';
import { SEVERITIES } from '../../contracts/finding';
import type { AlertQuery } from '../../contracts/store';
import { decodeCursor, encodeCursor } from '../cursor';

const CURSOR = 'alerts';
const MOST_WORDS = 10;
const LONGEST_TEXT = 4_000;

/** Conditions that hold together, with their values; one whose value is undefined is left out. */
export class Conditions {
  readonly values: SQLInputValue[] = [];
  readonly #where: string[] = [];

  add(condition: string, ...given: (SQLInputValue | undefined)[]): void {
    if (given.some((value) => value === undefined)) return;
    this.#where.push(condition);
    this.values.push(...(given as SQLInputValue[]));
  }

  toString(): string {
    return this.#where.length === 0 ? '' : `WHERE ${this.#where.join(' AND ')}`;
  }
}

/** One row too many is asked for, so that it is known whether there is a next page. */
export function selectAlerts(query: AlertQuery): { sql: string; values: SQLInputValue[] } {
  const where = new Conditions();
  where.add('tenant = ?', query.tenant);
  where.add('detector = ?', query.detector);
  where.add('session = ?', query.session);
  where.add('state = ?', query.state);
  where.add('incident = ?', query.incident);
  where.add('host = ?', query.host);
  where.add('user = ?', query.user);
  where.add('hidden = ?', query.hidden === undefined ? undefined : Number(query.hidden));
  where.add('last_seen >= ?', query.since);
  where.add('first_seen < ?', query.until);
  addSeverities(where, query.severity);
  for (const word of wordsOf(query.text ?? ''))
    where.add('id IN (SELECT id FROM alert_texts WHERE instr(text, ?) > 0)', word);
  if (query.cursor !== undefined)
    where.add('(created_at, id) < (?, ?)', ...decodeCursor(CURSOR, ['number', 'string'], query.cursor));
  const sql = `SELECT body, fold, revision, incident FROM alerts ${where.toString()} ORDER BY created_at DESC, id DESC LIMIT ?`;
  return { sql, values: [...where.values, query.limit + 1] };
}

export function addSeverities(where: Conditions, severities: AlertQuery['severity']): void {
  if (severities === undefined) return;
  const places = severities.map(() => '?').join();
  where.add(`severity IN (${places})`, ...severities.map((severity) => SEVERITIES.indexOf(severity)));
}

export const cursorOf = ({ createdAt, id }: Alert): string => encodeCursor(CURSOR, [createdAt, id]);

/** What `AlertQuery.text` is looked for in: lower case, at most 4,000 characters. */
export function searchTextOf({ detector, title, why, entities, evidence }: Alert): string {
  const said = [
    detector,
    title,
    why,
    ...(Object.values(entities) as string[]),
    ...evidence.map(({ excerpt }) => excerpt),
  ];
  return said.join('\n').slice(0, LONGEST_TEXT).toLowerCase();
}

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/\s+/, MOST_WORDS)
    .filter((word) => word !== '');
