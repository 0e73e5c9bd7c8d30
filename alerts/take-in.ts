/** One batch of findings: folded into alerts, grouped into incidents, stored with their notifications in one transaction, then told. */
import type { Alert } from '../contracts/alert';
import type { Finding } from '../contracts/finding';
import type { Incident } from '../contracts/incident';
import type { FindingRow, FoldGround, OutboxRow, Store, StoredAlert } from '../contracts/store';
import { errorCode } from '../platform/errors';
import { startSpan } from '../platform/tracing';
import type { OpenSpan } from '../platform/tracing';
import { eventIdsOf, foldFindings } from './fold';
import type { Fold, Folded } from './fold';
import { groupAlerts } from './incidents/group';
import type { Grouping, IncidentFold } from './incidents/group';
import { questionOf } from './incidents/joining';
import { meetingOf } from './incidents/meeting';
import type { Meeting } from './incidents/meeting';
import { isQuiet, withRules } from './intake-rules';
import type { IntakeRules } from './intake-rules';
import { noted, reopenAlert } from './lifecycle';
import { TERMINAL, noticesOf, outboxRowOf, pageRowOf, withNotices } from './notices';
import type { Notice, Origin } from './notices';

/** What a batch did to one alert. */
export interface Change {
  alert: Alert;
  isNew: boolean;
  notices: readonly Notice[];
  /** Earliest receipt of an event behind it. */
  receivedAt: number;
}

/** What a batch changed. */
export interface TakenIn {
  changes: readonly Change[];
  /** Incidents that paged. */
  paged: readonly Incident[];
}

/** Tries before a conflict with another process is left to the stream's own retry. */
const TRIES = 5;
const NOTHING: TakenIn = { changes: [], paged: [] };

/**
 * Takes in what was not taken in before; the same findings a second time change nothing. Rejects when the store does, and then nothing
 * was written.
 */
export async function takeIn(
  store: Store,
  findings: readonly Finding[],
  rules: Omit<IntakeRules, 'suppressions'>,
  now: number,
): Promise<TakenIn> {
  for (let tries = 1; ; tries++) {
    try {
      return await takeInOnce(store, findings, { ...rules, suppressions: await store.suppressions() }, now);
    } catch (error) {
      if (errorCode(error) !== 'store_conflict' || tries === TRIES) throw error;
    }
  }
}

type Findings = readonly [Finding, ...Finding[]];

async function takeInOnce(
  store: Store,
  findings: readonly Finding[],
  rules: IntakeRules,
  now: number,
): Promise<TakenIn> {
  const distinct = new Map(findings.map((finding) => [finding.id, finding]));
  const ground = await store.foldGround([...distinct.values()].map(rowOf));
  for (const id of ground.findings) distinct.delete(id);
  const groups = Map.groupBy(distinct.values(), ({ alertId }) => alertId);
  if (groups.size === 0) return NOTHING;
  const spans: OpenSpan[] = [];
  try {
    const intakes = [...groups.values()].map((group) => {
      const span = spanOf(group);
      spans.push(span);
      return foldGroup(group as unknown as Findings, ground, rules, now, span.traceparent);
    });
    const grouping = await groupOf(store, intakes, [...distinct.values()].map(meetingOf), {
      now,
      learning: rules.learning,
    });
    const results = intakes.map((intake) => finish(intake, grouping, rules));
    const pages = pagesOf(grouping, intakes, rules);
    await store.writeAlerts({
      at: now,
      alerts: results.map(({ stored }) => stored),
      findings: [...distinct.values()].map(rowOf),
      grouped: grouping.write,
      hits: results.flatMap(({ hits }) => hits),
      outbox: [...results.flatMap(({ outbox }) => outbox), ...pages],
    });
    for (const span of spans) span.end();
    return { changes: results.map(({ change }) => change), paged: grouping.paged.map(({ incident }) => incident) };
  } catch (error) {
    for (const span of spans) span.end(error);
    throw error;
  }
}

/** An alert as the batch leaves it, before its incident is known. */
interface Intake {
  folded: Folded;
  before: StoredAlert | undefined;
  origin: Origin;
}

function foldGroup(
  findings: Findings,
  ground: FoldGround,
  rules: IntakeRules,
  now: number,
  ownTrace: string | undefined,
): Intake {
  const [{ alertId, mode }] = findings;
  const known = ground.alerts.find(({ alert }) => alert.id === alertId);
  const before: Folded | undefined = known && { alert: known.alert, fold: JSON.parse(known.fold) as Fold };
  const { alert, fold } = foldFindings(before, findings, newEvents(findings, ground), now);
  const evidenceAt = Math.max(...findings.map(({ at }) => at));
  const told = withRules(reopenAlert(withGrowth(known?.alert, alert, now), evidenceAt, now), mode, rules, now);
  const receivedAt = Math.min(...findings.map((finding) => finding.receivedAt));
  return {
    folded: { alert: told, fold },
    before: known,
    origin: { receivedAt, traceparent: ownTrace ?? traceOf(findings) },
  };
}

/** What findings do to it is part of its history too. */
function withGrowth(before: Alert | undefined, alert: Alert, now: number): Alert {
  const author = { by: 'gander', at: now };
  if (before === undefined) return noted(alert, { what: 'created', to: alert.severity }, author);
  return before.severity === alert.severity
    ? alert
    : noted(alert, { what: 'severity', from: before.severity, to: alert.severity }, author);
}

async function groupOf(
  store: Store,
  intakes: readonly Intake[],
  meetings: readonly Meeting[],
  moment: { now: number; learning: boolean },
): Promise<Grouping> {
  const folded = intakes.map(({ folded: { alert, fold } }) => ({ alert, home: fold.home }));
  const placed = folded.map(({ alert, home }) => ({ tenant: alert.tenant, home, incident: alert.incident }));
  return groupAlerts(meetings, folded, await store.incidentGround(questionOf(meetings, placed)), moment);
}

function finish(
  { folded, before, origin }: Intake,
  { incidentOf }: Grouping,
  { listeners }: IntakeRules,
): { stored: StoredAlert; outbox: OutboxRow[]; hits: { id: string; count: number }[]; change: Change } {
  const incident = incidentOf.get(folded.alert.id);
  const alert = { ...folded.alert, ...(incident !== undefined && { incident }) };
  const notices = isQuiet(alert) ? [] : noticesOf({ ...folded, alert }, listeners);
  const { suppressedBy } = alert;
  const isHit = suppressedBy !== undefined && suppressedBy !== before?.alert.suppressedBy;
  return {
    stored: {
      alert,
      fold: JSON.stringify(withNotices(folded.fold, alert.severity, notices)),
      revision: before?.revision ?? 0,
    },
    outbox: notices.filter(({ listener }) => listener !== TERMINAL).map((notice) => outboxRowOf(notice, alert, origin)),
    hits: isHit ? [{ id: suppressedBy, count: 1 }] : [],
    change: { alert, isNew: before === undefined, notices, receivedAt: origin.receivedAt },
  };
}

/** A message for each sink that pages; the incident remembers which were told. */
function pagesOf({ paged, incidentOf }: Grouping, intakes: readonly Intake[], { listeners }: IntakeRules): OutboxRow[] {
  const pagers = listeners.filter(({ pages }) => pages).map(({ name }) => name);
  return paged.flatMap(({ incident, page, stored }) => {
    const fold = JSON.parse(stored.fold) as IncidentFold;
    stored.fold = JSON.stringify({
      ...fold,
      told: [...new Set([...fold.told, ...pagers])].sort(),
    } satisfies IncidentFold);
    const own = intakes.filter(({ folded }) => incidentOf.get(folded.alert.id) === incident.id);
    const origin = {
      receivedAt: Math.min(...own.map((one) => one.origin.receivedAt), page.at),
      traceparent: own.find((one) => one.origin.traceparent !== undefined)?.origin.traceparent,
    };
    return pagers.map((sink) => pageRowOf(sink, incident, page, origin));
  });
}

function newEvents(findings: Findings, ground: FoldGround): number {
  const [{ alertId }] = findings;
  const counted = new Set(ground.events.filter((event) => event.alertId === alertId).map(({ eventId }) => eventId));
  const events = new Set(findings.flatMap(eventIdsOf));
  return [...events].filter((eventId) => !counted.has(eventId)).length;
}

function spanOf(findings: readonly Finding[]): OpenSpan {
  return startSpan('alert', traceOf(findings), {
    'gander.alert.id': findings[0]?.alertId ?? '',
    'gander.detector': findings[0]?.detector ?? '',
    'gander.findings': findings.length,
  });
}

const traceOf = (findings: readonly Finding[]): string | undefined =>
  findings.find(({ traceparent }) => traceparent !== undefined)?.traceparent;

const rowOf = (finding: Finding): FindingRow => ({
  id: finding.id,
  alertId: finding.alertId,
  eventIds: eventIdsOf(finding),
});
