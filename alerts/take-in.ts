/** One batch of findings: folded into alerts, stored with their notifications in one transaction, then told. */
import type { Alert } from '../contracts/alert';
import type { Finding } from '../contracts/finding';
import type { FindingRow, FoldGround, OutboxRow, Store, StoredAlert } from '../contracts/store';
import { errorCode } from '../platform/errors';
import { startSpan } from '../platform/tracing';
import type { OpenSpan } from '../platform/tracing';
import { eventIdsOf, foldFindings } from './fold';
import type { Fold, Folded } from './fold';
import { TERMINAL, noticesOf, outboxRowOf, withNotices } from './notices';
import type { Listener, Notice } from './notices';

/** What a batch did to one alert. */
export interface Change {
  alert: Alert;
  isNew: boolean;
  notices: readonly Notice[];
  /** Earliest receipt of an event behind it. */
  receivedAt: number;
}

/** Tries before a conflict with another process is left to the stream's own retry. */
const TRIES = 5;

/**
 * Takes in what was not taken in before; the same findings a second time change nothing. Rejects when the store does, and then nothing
 * was written.
 */
export async function takeIn(
  store: Store,
  findings: readonly Finding[],
  listeners: readonly Listener[],
  now: number,
): Promise<Change[]> {
  for (let tries = 1; ; tries++) {
    try {
      return await takeInOnce(store, findings, listeners, now);
    } catch (error) {
      if (errorCode(error) !== 'store_conflict' || tries === TRIES) throw error;
    }
  }
}

type Findings = readonly [Finding, ...Finding[]];

async function takeInOnce(
  store: Store,
  findings: readonly Finding[],
  listeners: readonly Listener[],
  now: number,
): Promise<Change[]> {
  const distinct = new Map(findings.map((finding) => [finding.id, finding]));
  const ground = await store.foldGround([...distinct.values()].map(rowOf));
  for (const id of ground.findings) distinct.delete(id);
  const groups = Map.groupBy(distinct.values(), ({ alertId }) => alertId);
  if (groups.size === 0) return [];
  const spans: OpenSpan[] = [];
  try {
    const results = [...groups.values()].map((group) => {
      const span = spanOf(group);
      spans.push(span);
      return foldGroup(group as unknown as Findings, ground, listeners, now, span.traceparent);
    });
    await store.writeAlerts({
      at: now,
      alerts: results.map(({ stored }) => stored),
      findings: [...distinct.values()].map(rowOf),
      outbox: results.flatMap(({ outbox }) => outbox),
    });
    for (const span of spans) span.end();
    return results.map(({ change }) => change);
  } catch (error) {
    for (const span of spans) span.end(error);
    throw error;
  }
}

function foldGroup(
  findings: Findings,
  ground: FoldGround,
  listeners: readonly Listener[],
  now: number,
  ownTrace: string | undefined,
): { stored: StoredAlert; outbox: OutboxRow[]; change: Change } {
  const [{ alertId }] = findings;
  const known = ground.alerts.find(({ alert }) => alert.id === alertId);
  const before: Folded | undefined = known && { alert: known.alert, fold: JSON.parse(known.fold) as Fold };
  const folded = foldFindings(before, findings, newEvents(findings, ground), now);
  const notices = noticesOf(folded, listeners);
  const receivedAt = Math.min(...findings.map((finding) => finding.receivedAt));
  const origin = { receivedAt, traceparent: ownTrace ?? traceOf(findings) };
  const { alert } = folded;
  return {
    stored: {
      alert,
      fold: JSON.stringify(withNotices(folded.fold, alert.severity, notices)),
      revision: known?.revision ?? 0,
    },
    outbox: notices.filter(({ listener }) => listener !== TERMINAL).map((notice) => outboxRowOf(notice, alert, origin)),
    change: { alert, isNew: known === undefined, notices, receivedAt },
  };
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
