/** Suppressions: which alerts they keep from people, what they may never hide, and what makes one valid. Pure. */
import { hash } from 'node:crypto';
import type { Alert } from '../contracts/alert';
import { ENTITY_NAMES } from '../contracts/finding';
import type { EvidenceFact } from '../contracts/finding';
import type { Suppression, SuppressionMatch } from '../contracts/suppression';
import { GanderError } from '../platform/errors';

/** Decoys, secrets that were followed by value, and acts against Gander itself: nobody may decide beforehand not to hear of these. */
const NEVER_HIDDEN: readonly EvidenceFact[] = ['honeytoken', 'value-link', 'tampering'];
export const MATCH_FIELDS = [
  'detector',
  'dialect',
  'technique',
  'excerpt',
  ...ENTITY_NAMES,
] as const satisfies readonly (keyof SuppressionMatch)[];
const LEAST_FIELDS = 2;
/** A beginning that is shorter says nothing. */
const LEAST_BEGINNING = 3;
const LONGEST_VALUE = 500;
const LONGEST_TEXT = 2_000;
const LONGEST_MS = 366 * 24 * 3_600_000;

/** What a person asks for. */
export interface SuppressionRequest {
  match: SuppressionMatch;
  owner: string;
  reason: string;
  /** Milliseconds since 1970, at most a year ahead. */
  expiresAt: number;
}

/** The suppression to be stored; asked for twice at one time it is the same. Throws `request_invalid`, the field first. */
export function makeSuppression(request: SuppressionRequest, tenant: string, now: number): Suppression {
  const { owner, reason, expiresAt } = request;
  const match = checkMatch(request.match);
  for (const [field, value] of Object.entries({ owner, reason })) {
    if (typeof value !== 'string' || value.trim() === '' || value.length > LONGEST_TEXT)
      throw refused(field, 'required, at most 2,000 characters');
  }
  if (!Number.isSafeInteger(expiresAt) || expiresAt <= now || expiresAt > now + LONGEST_MS)
    throw refused('expiresAt', 'required: a time from now to a year ahead, in milliseconds since 1970');
  const id = hash('sha256', JSON.stringify([tenant, match, owner, reason, expiresAt, now]), 'hex').slice(0, 32);
  return { id, tenant, match, owner, reason, createdAt: now, expiresAt, hits: 0 };
}

/** The match with its fields in one order. Throws `request_invalid`. */
export function checkMatch(match: unknown): SuppressionMatch {
  if (typeof match !== 'object' || match === null || Array.isArray(match))
    throw refused('match', 'an object of fields and values');
  const unknown = Object.keys(match).find((field) => !(MATCH_FIELDS as readonly string[]).includes(field));
  if (unknown !== undefined) throw refused(`match.${unknown}`, `no such field; there are ${MATCH_FIELDS.join(', ')}`);
  const given = match as Record<string, unknown>;
  const fields = MATCH_FIELDS.filter((field) => given[field] !== undefined);
  for (const field of fields) checkValue(`match.${field}`, given[field]);
  if (fields.length < LEAST_FIELDS)
    throw refused('match', 'at least two fields, so that it hides no more than is meant');
  return Object.fromEntries(fields.map((field) => [field, given[field]]));
}

/** The first that holds now and fits all of the alert; undefined for what may never be hidden. */
export function suppressionOf(
  alert: Alert,
  suppressions: readonly Suppression[],
  now: number,
): Suppression | undefined {
  if (isProtected(alert)) return undefined;
  return suppressions.find(
    ({ tenant, match, expiresAt, revokedAt }) =>
      tenant === alert.tenant && expiresAt > now && revokedAt === undefined && fits(alert, match),
  );
}

export const isProtected = ({ facts }: Pick<Alert, 'facts'>): boolean =>
  NEVER_HIDDEN.some((fact) => facts.includes(fact));

/** Every field fits; of the excerpts all of them, since an alert that has more to show than was looked at must be seen. */
export function fits(alert: Alert, match: SuppressionMatch): boolean {
  return Object.entries(match).every(([field, wanted]) => {
    const values = valuesOf(alert, field as keyof SuppressionMatch);
    if (field === 'excerpt') return values.length > 0 && values.every((value) => isLike(value, wanted));
    return values.some((value) => isLike(value, wanted));
  });
}

function valuesOf(
  { detector, source, techniques, evidence, entities }: Alert,
  field: keyof SuppressionMatch,
): readonly string[] {
  if (field === 'detector') return [detector];
  if (field === 'dialect') return [source.dialect];
  if (field === 'technique') return techniques;
  if (field === 'excerpt') return evidence.map(({ excerpt }) => excerpt);
  const value = entities[field];
  return value === undefined ? [] : [value];
}

function isLike(value: string, wanted: string): boolean {
  return wanted.endsWith('*') ? value.startsWith(wanted.slice(0, -1)) : value === wanted;
}

function checkValue(field: string, value: unknown): void {
  if (typeof value !== 'string' || value === '' || value.length > LONGEST_VALUE)
    throw refused(field, 'a text of 1 to 500 characters');
  if (value.endsWith('*') && value.length <= LEAST_BEGINNING)
    throw refused(field, 'at least three characters before the star');
}

const refused = (field: string, what: string) => new GanderError('request_invalid', `${field}: ${what}`);
