/** What SQL takes away without a condition. */

export interface Loss {
  /** All of a database or server, or one table or collection. */
  extent: 'all' | 'part';
  what: string;
}

/** Longest text that is read, in characters, and most statements. */
const MAX_TEXT = 30_000;
const MAX_STATEMENTS = 400;
const WORTH_READING = /\b(?:drop|truncate|delete|update|flush)\b/i;
const NAME = '((?:IF EXISTS |ONLY )?[\\w."`\\[\\]$-]{1,120})';
const DROPS_ALL = new RegExp(`^DROP (?:DATABASE|SCHEMA|KEYSPACE|BUCKET) ${NAME}`, 'i');
const DROPS_TABLE = new RegExp(`^DROP (?:TABLE|COLLECTION|MEASUREMENT|FOREIGN TABLE) ${NAME}`, 'i');
const TRUNCATES = new RegExp(`^TRUNCATE (?:TABLE )?${NAME}`, 'i');
const DELETES = new RegExp(`^(?:WITH\\b[^]{0,2000}\\))?\\s?DELETE FROM ${NAME}`, 'i');
const UPDATES = new RegExp(`^UPDATE ${NAME} (?:AS \\w{1,60} |\\w{1,60} )?SET\\b`, 'i');
const MAKES =
  /^CREATE (?:OR REPLACE )?(?:TEMP(?:ORARY)? |UNLOGGED )?(?:TABLE|DATABASE|SCHEMA)(?: IF NOT EXISTS)? ["`[]?([\w.]{1,120})/i;
const ALWAYS = /\bWHERE (?:1 ?= ?1|true|1)\s*$/i;

/** Losses of all statements; nothing when what is dropped is made anew here, or all is rolled back. */
export function lossesOf(text: string): Loss[] {
  if (!WORTH_READING.test(text)) return [];
  const statements = bare(text.slice(0, MAX_TEXT))
    .split(/;|\bGO\b|\\g\b/)
    .slice(0, MAX_STATEMENTS)
    .map((one) => one.replace(/\s+/g, ' ').trim());
  if (statements.some((one) => /^ROLLBACK\b/i.test(one)) && !statements.some((one) => /^COMMIT\b/i.test(one)))
    return [];
  const made = new Set(statements.map((one) => MAKES.exec(one)?.[1]?.toLowerCase()).filter((one) => one !== undefined));
  return statements.flatMap((one) => lossOf(one, made) ?? []);
}

/** Without comments, and with nothing in its quotes; in one pass, as patterns for it are not linear. */
function bare(text: string): string {
  let kept = '';
  let from = 0;
  while (from < text.length) {
    const at = nextOf(text, from);
    kept += text.slice(from, at);
    if (at >= text.length) break;
    const sign = text[at];
    kept += sign === "'" ? "''" : ' ';
    from = sign === "'" ? endOfQuote(text, at + 1) : after(text, sign === '-' ? '\n' : '*/', at + 2);
  }
  return kept;
}

/** Where the next quote or comment begins. */
function nextOf(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const sign = text[at];
    if (sign === "'" || (sign === '-' && text[at + 1] === '-') || (sign === '/' && text[at + 1] === '*')) return at;
  }
  return text.length;
}

function endOfQuote(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === "'") return at + 1;
  }
  return text.length;
}

function after(text: string, sign: string, from: number): number {
  const at = text.indexOf(sign, from);
  return at < 0 ? text.length : at + sign.length;
}

function lossOf(statement: string, made: ReadonlySet<string>): Loss | undefined {
  const all = named(DROPS_ALL, statement);
  if (all !== undefined)
    return made.has(all) ? undefined : { extent: 'all', what: `drops the database or schema ${all}` };
  const part = named(DROPS_TABLE, statement) ?? named(TRUNCATES, statement);
  if (part !== undefined)
    return made.has(part) ? undefined : { extent: 'part', what: `drops or empties the table ${part}` };
  const limited = /\bWHERE\b|\bLIMIT\b|\bUSING\b|\bJOIN\b/i.test(statement) && !ALWAYS.test(statement);
  if (limited) return undefined;
  const deleted = named(DELETES, statement);
  if (deleted !== undefined)
    return made.has(deleted) ? undefined : { extent: 'part', what: `deletes all rows of ${deleted}` };
  const updated = named(UPDATES, statement);
  return updated === undefined || made.has(updated)
    ? undefined
    : { extent: 'part', what: `changes all rows of ${updated}` };
}

function named(pattern: RegExp, statement: string): string | undefined {
  return pattern
    .exec(statement)?.[1]
    ?.replace(/^(?:IF EXISTS|ONLY) /i, '')
    .replace(/["`[\]]/g, '')
    .toLowerCase();
}
