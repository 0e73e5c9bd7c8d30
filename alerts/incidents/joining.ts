/** The session trees of a batch, joined with each other and with what is stored. Pure. */
import { hash } from 'node:crypto';
import type { IncidentGround, IncidentQuestion, JoinPoint } from '../../contracts/store';
import type { Home } from '../fold';
import { Groups } from './groups';
import { joins } from './meeting';
import type { Meeting } from './meeting';

/** One session tree as far as it is known: when it was first seen, and what joined it. */
export interface Tree {
  tree: string;
  at: number;
  because?: string;
}

/** Session trees that are one incident now. */
export interface Joined {
  tenant: string;
  /** Those of the batch, and those that met them. */
  trees: Tree[];
  /** Incidents that held any of them so far. */
  incidents: string[];
}

/** What an alert of the batch says of its incident. */
export interface Placed {
  tenant: string;
  home: Home | undefined;
  incident: string | undefined;
}

/** The id of an incident that began with this tree. */
export const incidentIdOf = (tenant: string, tree: string): string =>
  hash('sha256', JSON.stringify(['incident', tenant, tree]), 'hex').slice(0, 32);

/** All that must be known of what is stored. */
export function questionOf(meetings: readonly Meeting[], placed: readonly Placed[]): IncidentQuestion {
  const trees = [
    ...meetings.flatMap(({ tenant, trees: some }) => some.map((tree) => ({ tenant, tree }))),
    ...placed.flatMap(({ tenant, home }) => (home === undefined ? [] : [{ tenant, tree: home.tree }])),
  ];
  const ids = trees.map(({ tenant, tree }) => incidentIdOf(tenant, tree));
  return {
    trees: distinct(trees),
    keys: distinct(meetings.flatMap(({ questions }) => questions)),
    // An incident that is made now may have been there before, and merged into another since.
    incidents: [...new Set([...ids, ...placed.flatMap(({ incident }) => incident ?? [])])],
  };
}

export function joinTrees(meetings: readonly Meeting[], placed: readonly Placed[], ground: IncidentGround): Joined[] {
  const groups = new Groups();
  const reasons = new Map<string, string>();
  const unite = (a: string, b: string, because: string) => {
    if (!groups.unite(a, b)) return;
    for (const node of [a, b]) if (!reasons.has(node)) reasons.set(node, because);
  };
  for (const { tenant, trees } of meetings)
    for (const tree of trees) groups.unite(nodeOf(tenant, trees[0]), nodeOf(tenant, tree));
  for (const { tenant, tree, incident } of ground.trees)
    groups.unite(nodeOf(tenant, tree), nodeOf(tenant, incident, 'incident'));
  for (const { tenant, incident } of placed)
    if (incident !== undefined) groups.add(nodeOf(tenant, incident, 'incident'));
  const given = distinct(meetings.flatMap(({ points }) => points));
  const byKey = Map.groupBy([...ground.points, ...given], keyOf);
  for (const point of given)
    for (const other of byKey.get(keyOf(point)) ?? [])
      if (joins(other, point)) unite(nodeOf(other.tenant, other.tree), nodeOf(point.tenant, point.tree), point.key);
  const seen = firstSeen(meetings, ground);
  return groups.all().map((nodes) => joinedOf(nodes, seen, reasons));
}

function joinedOf(
  nodes: readonly string[],
  seen: ReadonlyMap<string, number>,
  reasons: ReadonlyMap<string, string>,
): Joined {
  const read = nodes.map((node) => [node, ...(JSON.parse(node) as [string, string, string])] as const);
  return {
    tenant: read[0]?.[2] ?? '',
    incidents: read.flatMap(([, kind, , name]) => (kind === 'incident' ? [name] : [])),
    trees: read.flatMap(([node, kind, , tree]) => {
      const because = reasons.get(node);
      const at = seen.get(node);
      return kind === 'tree' && at !== undefined ? [{ tree, at, ...(because !== undefined && { because }) }] : [];
    }),
  };
}

function firstSeen(meetings: readonly Meeting[], ground: IncidentGround): Map<string, number> {
  const seen = new Map<string, number>();
  const note = (node: string, at: number) => seen.set(node, Math.min(seen.get(node) ?? Infinity, at));
  for (const { tenant, trees, at } of meetings) for (const tree of trees) note(nodeOf(tenant, tree), at);
  for (const { tenant, tree, firstSeen: at } of ground.trees) note(nodeOf(tenant, tree), at);
  return seen;
}

const nodeOf = (tenant: string, name: string, kind: 'tree' | 'incident' = 'tree'): string =>
  JSON.stringify([kind, tenant, name]);

const keyOf = ({ tenant, key }: JoinPoint): string => JSON.stringify([tenant, key]);

const distinct = <T extends object>(items: readonly T[]): T[] => [
  ...new Map(items.map((item) => [JSON.stringify(item), item])).values(),
];
