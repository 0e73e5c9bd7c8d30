/** Rows of the list of bad versions: `kind:name@version why`, where `<1.2.3` is all versions below. */

export interface Bad {
  kind: string;
  name: string;
  version: string;
  why: string;
}

/** What the list says of this version; undefined when nothing. */
export function badIn(rows: readonly string[], kind: string, name: string, given: string): Bad | undefined {
  const head = `${kind}:${name.toLowerCase()}@`;
  const version = given.replace(/^[=v^~]+/, '');
  for (const row of byHead(rows).get(head) ?? []) {
    const space = row.indexOf(' ', head.length);
    const listed = row.slice(head.length, space < 0 ? undefined : space);
    const hit = listed.startsWith('<') ? isBelow(version, listed.slice(1)) : listed === version;
    if (hit) return { kind, name, version, why: space < 0 ? 'listed' : row.slice(space + 1) };
  }
  return undefined;
}

/** A list does not change: it is put in order once. */
const INDEXES = new WeakMap<readonly string[], Map<string, string[]>>();

/** Rows by all of them up to the version. */
function byHead(rows: readonly string[]): Map<string, string[]> {
  const index =
    INDEXES.get(rows) ?? Map.groupBy(rows, (row) => row.slice(0, row.indexOf('@', row.indexOf(':') + 2) + 1));
  INDEXES.set(rows, index);
  return index;
}

/** Whether a version is below another, by its numbers; false when it is none. */
export function isBelow(version: string, bound: string): boolean {
  const [a, b] = [numbers(version), numbers(bound)];
  if (a.length === 0) return false;
  for (let at = 0; at < 4; at++) if ((a[at] ?? 0) !== (b[at] ?? 0)) return (a[at] ?? 0) < (b[at] ?? 0);
  return false;
}

const numbers = (version: string): number[] =>
  /^\d/.test(version)
    ? (version
        .split(/[-+]/, 1)[0]
        ?.split('.', 4)
        .map((part) => Number.parseInt(part, 10) || 0) ?? [])
    : [];
