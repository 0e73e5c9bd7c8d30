/** The narrowest exception that would have kept harmless alerts of one detector from people. */
import type { Alert } from '../../contracts/alert';
import type { SuppressionMatch } from '../../contracts/suppression';

/** What an exception may name, what says most first. A session ends, and a secret must not be followed unseen. */
const FIELDS = ['package', 'destination', 'process', 'path', 'repository', 'account', 'user', 'host', 'agent'] as const;
const LONGEST = 500;

export interface Proposal {
  match: SuppressionMatch;
  /** Harmless alerts that it fits. */
  fits: number;
}

/**
 * Names everything that all harmless alerts have in common; when that is nothing, of those that share the most frequent value. Undefined
 * when no two fields can be named.
 */
export function propose(harmless: readonly Alert[]): Proposal | undefined {
  const common = commonOf(harmless);
  const of = Object.keys(common).length > 0 ? harmless : largestAlike(harmless);
  const [first] = of;
  const shared = commonOf(of);
  if (first === undefined || Object.keys(shared).length === 0) return undefined;
  return { match: { detector: first.detector, ...shared }, fits: of.length };
}

function commonOf(alerts: readonly Alert[]): SuppressionMatch {
  const [first] = alerts;
  const pairs = FIELDS.flatMap((field): [string, string][] => {
    const value = first?.entities[field];
    return usable(value) && alerts.every(({ entities }) => entities[field] === value) ? [[field, value]] : [];
  });
  return Object.fromEntries(pairs);
}

/** The alerts with the value that most of them have; of equals, of the field that says most. */
function largestAlike(alerts: readonly Alert[]): readonly Alert[] {
  const groups = FIELDS.flatMap((field) => [
    ...Map.groupBy(
      alerts.filter(({ entities }) => usable(entities[field])),
      ({ entities }) => entities[field],
    ).values(),
  ]);
  return groups.reduce<readonly Alert[]>((largest, group) => (group.length > largest.length ? group : largest), []);
}

/** A star at the end would stand for more than was seen. */
const usable = (value: string | undefined): value is string =>
  value !== undefined && value !== '' && value.length <= LONGEST && !value.endsWith('*');
