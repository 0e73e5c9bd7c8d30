/** When an incident is worth waking somebody: once, again only when it gets worse, and never more than three times a day. Pure. */
import { SEVERITIES } from '../../contracts/finding';
import type { Severity } from '../../contracts/finding';
import type { Page } from '../../contracts/incident';
import { maxOf } from '../../contracts/severity';
import type { AlertBrief } from '../../contracts/store';
import { isSeen } from './compose';
import { placeOf, tacticOf } from './kill-chain';

const DAY_MS = 24 * 3_600_000;
export const MOST_PAGES_A_DAY = 3;
/** Whoever was paged is only opening it: an attack of a few minutes is one page, and what goes on after that is another. */
export const QUIET_MS = 10 * 60_000;
/** Tactics that make an incident worse when they come after it was paged. */
const WORSE: ReadonlySet<string> = new Set(['credential-access', 'exfiltration', 'impact']);

/** What whoever was paged knew then. Plain JSON. */
export interface Known {
  severity: Severity;
  /** Furthest tactic of those that make it worse. */
  tactic?: string;
  hosts: string[];
  users: string[];
}

export interface Paging {
  pages: readonly Page[];
  known?: Known;
}

/** The paging after these alerts: one more page, or the same object. `learning`: only critical alerts page. */
export function page(before: Paging, alerts: readonly AlertBrief[], now: number, learning: boolean): Paging {
  const known = knownOf(alerts.filter((alert) => pages(alert, learning)));
  const since = (ms: number) => before.pages.filter(({ at }) => at > now - ms).length;
  if (known === undefined || since(QUIET_MS) > 0 || since(DAY_MS) >= MOST_PAGES_A_DAY) return before;
  const because = before.known === undefined ? 'new' : worse(before.known, known);
  if (because === undefined) return before;
  return {
    pages: [...before.pages, { at: now, severity: known.severity, because }],
    known: before.known === undefined ? known : both(before.known, known),
  };
}

/** Of two incidents that are one: what was paged of either is known. */
export function mergePaging(pagings: readonly Paging[]): Paging {
  const known = pagings.flatMap((one) => one.known ?? []);
  return {
    pages: pagings.flatMap(({ pages }) => pages).sort((a, b) => a.at - b.at),
    ...(known.length > 0 && { known: known.reduce(both) }),
  };
}

/** Critical always, high at confidence medium or more; not what is judged, suppressed, or of a detector that does not page. */
function pages(alert: AlertBrief, learning: boolean): boolean {
  const { severity, confidence, state, mode = 'page' } = alert;
  if (!isSeen(alert) || mode !== 'page') return false;
  if (state === 'resolved' || state === 'false-positive' || state === 'risk-accepted') return false;
  return severity === 'critical' || (severity === 'high' && confidence !== 'low' && !learning);
}

function knownOf(alerts: readonly AlertBrief[]): Known | undefined {
  const [first] = alerts;
  if (first === undefined) return undefined;
  const tactic = alerts
    .flatMap(({ techniques }) => techniques.map(tacticOf))
    .reduce<string | undefined>(
      (furthest, one) => later(furthest, one !== undefined && WORSE.has(one) ? one : undefined),
      undefined,
    );
  return {
    severity: alerts.reduce((highest, { severity }) => maxOf(SEVERITIES, highest, severity), first.severity),
    ...(tactic !== undefined && { tactic }),
    hosts: distinct(alerts.map(({ entities }) => entities.host)),
    users: distinct(alerts.map(({ entities }) => entities.user)),
  };
}

function worse(known: Known, now: Known): string | undefined {
  if (SEVERITIES.indexOf(now.severity) > SEVERITIES.indexOf(known.severity)) return 'severity';
  if (now.tactic !== undefined && placeOf(now.tactic) > placeOf(known.tactic ?? '')) return `tactic:${now.tactic}`;
  const host = anew(known.hosts, now.hosts);
  if (host !== undefined) return `host:${host}`;
  const user = anew(known.users, now.users);
  return user === undefined ? undefined : `user:${user}`;
}

/** Where none was known, the first one is no other one. */
const anew = (known: readonly string[], now: readonly string[]): string | undefined =>
  known.length === 0 ? undefined : now.find((one) => !known.includes(one));

function both(a: Known, b: Known): Known {
  const tactic = later(a.tactic, b.tactic);
  return {
    severity: maxOf(SEVERITIES, a.severity, b.severity),
    ...(tactic !== undefined && { tactic }),
    hosts: distinct([...a.hosts, ...b.hosts]),
    users: distinct([...a.users, ...b.users]),
  };
}

function later(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return placeOf(b) > placeOf(a) ? b : a;
}

const distinct = (values: readonly (string | undefined)[]): string[] =>
  [...new Set(values.filter((value) => value !== undefined))].sort();
