/** A batch of folded alerts, grouped into incidents: new ones, grown ones, and ones that turn out to be one. Pure. */
import type { Alert } from '../../contracts/alert';
import type { Incident, Page } from '../../contracts/incident';
import type { AlertBrief, IncidentGround, IncidentWrite, StoredIncident } from '../../contracts/store';
import type { Home } from '../fold';
import { noted, reopenIncident } from '../lifecycle';
import { byGravity, compose, isListed, MOST_ALERTS } from './compose';
import type { Composition } from './compose';
import { incidentIdOf, joinTrees } from './joining';
import type { Joined, Tree } from './joining';
import type { Meeting } from './meeting';
import { mergePaging, page } from './pages';
import type { Known } from './pages';

const MOST_TREES = 100;
const MOST_HISTORY = 100;
const MOST_PAGES = 100;

export interface FoldedAlert {
  alert: Alert;
  home: Home | undefined;
}

/** What an incident must remember beside itself. Plain JSON. */
export interface IncidentFold {
  known?: Known;
  /** Sinks that were paged: they hear of its end too. */
  told: string[];
}

export interface Grouping {
  write: IncidentWrite;
  /** Incident of each alert of the batch. */
  incidentOf: ReadonlyMap<string, string>;
  /** Incidents that must page, the page last in `pages`. */
  paged: { incident: Incident; page: Page; stored: StoredIncident }[];
}

/** When, and whether the installation still learns. */
export interface Moment {
  now: number;
  learning: boolean;
}

export function groupAlerts(
  meetings: readonly Meeting[],
  alerts: readonly FoldedAlert[],
  ground: IncidentGround,
  moment: Moment,
): Grouping {
  const placed = alerts.map(({ alert, home }) => ({ tenant: alert.tenant, home, incident: alert.incident }));
  const joined = joinTrees(meetings, placed, ground).map((one) => identified(one, ground));
  const incidentOf = new Map(alerts.map(({ alert, home }) => [alert.id, placeOf(alert, home, joined)]));
  const results = joined.map((one) => grow(one, alerts, incidentOf, ground, latestOf(one, meetings), moment));
  return {
    incidentOf,
    paged: results.flatMap(({ stored, paged }) => (paged ? [{ incident: stored.incident, page: paged, stored }] : [])),
    write: {
      version: ground.version,
      incidents: results.flatMap(({ stored, ended }) => [stored, ...ended]),
      trees: joined.flatMap(({ id, tenant, trees }) =>
        trees.map(({ tree, at }) => ({ tenant, tree, incident: id, firstSeen: at })),
      ),
      points: meetings.flatMap(({ points }) => points),
      merged: joined.flatMap(({ id, incidents }) =>
        incidents.filter((one) => one !== id).map((from) => ({ from, to: id })),
      ),
    },
  };
}

interface Identified extends Joined {
  id: string;
  /** Of the batch and of the incidents so far, the earliest first. */
  all: Tree[];
}

/** An incident has the id of its earliest tree, whichever was told of first. */
function identified(joined: Joined, ground: IncidentGround): Identified {
  const before = storedOf(joined, ground).flatMap(({ incident }) => incident.trees);
  const byTree = new Map<string, Tree>();
  for (const one of [...before, ...joined.trees]) {
    const known = byTree.get(one.tree);
    byTree.set(one.tree, known ? { ...one, ...known, at: Math.min(known.at, one.at) } : one);
  }
  const all = [...byTree.values()].sort((a, b) => a.at - b.at || (a.tree < b.tree ? -1 : 1)).slice(0, MOST_TREES);
  const [first] = all;
  // Without any tree there is one incident, which lost an alert to another.
  const id = first === undefined ? (joined.incidents[0] ?? '') : incidentIdOf(joined.tenant, first.tree);
  return { ...joined, id, all };
}

function grow(
  joined: Identified,
  batch: readonly FoldedAlert[],
  incidentOf: ReadonlyMap<string, string>,
  ground: IncidentGround,
  evidenceAt: number,
  { now, learning }: Moment,
): { stored: StoredIncident; ended: StoredIncident[]; paged?: Page } {
  const members = storedOf(joined, ground);
  const ended = members
    .filter(({ incident }) => incident.id !== joined.id)
    .map((one) => ({ ...one, incident: { ...one.incident, mergedInto: joined.id, updatedAt: now } }));
  const { alerts, count } = alertsOf(joined, batch, incidentOf, ground);
  const trees = joined.all.map(({ because, ...tree }, index) => ({
    ...tree,
    ...(index > 0 && because !== undefined && { because }),
  }));
  const shown = compose(alerts, trees);
  const composition = shown ?? nothing(trees);
  const revision = ground.incidents.find(({ incident }) => incident.id === joined.id)?.revision ?? 0;
  const folds = members.map(({ fold }) => JSON.parse(fold) as IncidentFold);
  const before = mergePaging(
    members.map(({ incident }, index) => ({
      pages: incident.pages,
      ...(folds[index]?.known && { known: folds[index].known }),
    })),
  );
  const paging = page(before, alerts, now, learning);
  const base = standing(
    members.map(({ incident }) => incident),
    joined.id,
    now,
  );
  const incident = withContent(base, joined, composition, { count, trees, pages: paging.pages, now });
  const fold: IncidentFold = {
    ...(paging.known && { known: paging.known }),
    told: [...new Set(folds.flatMap(({ told }) => told))].sort(),
  };
  const paged = paging === before ? undefined : paging.pages.at(-1);
  const stored = {
    incident: reopenIncident(incident, evidenceAt, now),
    revision,
    listed:
      shown !== undefined &&
      (isListed(shown) || paging.pages.length > 0 || incident.history.some(({ by }) => by !== 'gander')),
    fold: JSON.stringify(fold),
  };
  return { ended, stored, ...(paged && { paged }) };
}

/** Of trees whose alerts all belong elsewhere, or are for nobody to see: kept, so that the trees stay joined. */
function nothing(trees: Incident['trees']): Composition {
  const at = trees[0]?.at ?? 0;
  const none = { title: '', story: [], tactics: [], techniques: [], alerts: [], entities: {} };
  return { ...none, severity: 'info', confidence: 'low', risk: 0, firstSeen: at, lastSeen: at };
}

function withContent(
  base: Standing,
  { id, tenant }: Identified,
  composition: Composition,
  { count, trees, pages, now }: Pick<Incident, 'count' | 'trees' | 'pages'> & { now: number },
): Incident {
  return { id, tenant, ...composition, count, trees, ...base, pages: pages.slice(-MOST_PAGES), updatedAt: now };
}

type Standing = Pick<Incident, 'state' | 'history' | 'createdAt'> & Partial<Pick<Incident, 'assignee'>>;

/** What people made of them: open when any is, given to whom the oldest that has anyone was given. */
function standing(incidents: readonly Incident[], id: string, now: number): Standing {
  const [oldest, ...more] = incidents;
  if (oldest === undefined) return { state: 'open', history: [], createdAt: now };
  const assignee = incidents.find((one) => one.assignee !== undefined)?.assignee;
  const states = incidents.map(({ state }) => state);
  const history = incidents.flatMap((one) => one.history).sort((a, b) => a.at - b.at);
  const merged = incidents
    .filter((one) => one.id !== id)
    .reduce((held, one) => noted(held, { what: 'merged', from: one.id, to: id }, { by: 'gander', at: now }), {
      history,
    });
  return {
    state: states.includes('open') ? 'open' : states.includes('acknowledged') ? 'acknowledged' : 'closed',
    ...(assignee !== undefined && { assignee }),
    history: merged.history.slice(-MOST_HISTORY),
    createdAt: more.reduce((earliest, one) => Math.min(earliest, one.createdAt), oldest.createdAt),
  };
}

/** The gravest of its alerts as they are after the batch, and how many it has. */
function alertsOf(
  { id, incidents }: Identified,
  batch: readonly FoldedAlert[],
  incidentOf: ReadonlyMap<string, string>,
  ground: IncidentGround,
): { alerts: AlertBrief[]; count: number } {
  const stored = ground.alerts.filter(({ incident }) => incidents.includes(incident));
  const held = new Map<string, AlertBrief>(stored.flatMap(({ alerts }) => alerts.map((alert) => [alert.id, alert])));
  let count = stored.reduce((sum, one) => sum + one.count, 0);
  for (const { alert } of batch) {
    const was = alert.incident !== undefined && incidents.includes(alert.incident);
    const is = incidentOf.get(alert.id) === id;
    count += Number(is) - Number(was);
    if (is) held.set(alert.id, alert);
    else held.delete(alert.id);
  }
  return { alerts: [...held.values()].sort(byGravity).slice(0, MOST_ALERTS), count };
}

/** Incidents as stored, the oldest first; without those that only lent their name. */
function storedOf({ incidents }: Joined, ground: IncidentGround): StoredIncident[] {
  return ground.incidents
    .filter(({ incident }) => incidents.includes(incident.id))
    .sort((a, b) => a.incident.createdAt - b.incident.createdAt || (a.incident.id < b.incident.id ? -1 : 1));
}

function placeOf(alert: Alert, home: Home | undefined, joined: readonly Identified[]): string {
  const place = joined.find(
    ({ tenant, trees, incidents }) =>
      tenant === alert.tenant &&
      (home === undefined
        ? alert.incident !== undefined && incidents.includes(alert.incident)
        : trees.some(({ tree }) => tree === home.tree)),
  );
  return place?.id ?? incidentIdOf(alert.tenant, home?.tree ?? alert.scope);
}

/** Event time of the latest of its findings in the batch. */
function latestOf({ tenant, trees }: Identified, meetings: readonly Meeting[]): number {
  const own = meetings.filter((one) => one.tenant === tenant && trees.some(({ tree }) => tree === one.trees[0]));
  return own.reduce((latest, { at }) => Math.max(latest, at), 0);
}
