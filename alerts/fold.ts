/**
 * Findings become an alert. Pure, and the same whatever the order, the grouping and the repetition in which findings arrive: severity is a
 * function of the set of facts, texts come from the gravest finding, evidence is kept by time.
 */
import type { Alert } from '../contracts/alert';
import { CONFIDENCES, EVIDENCE_FACTS, SEVERITIES } from '../contracts/finding';
import type { Confidence, Entities, Evidence, Finding, Severity } from '../contracts/finding';
import { maxOf, riskOf, severityOf, severityOfAll } from '../contracts/severity';

/** Pieces of evidence kept: the first ones and the last. `Alert.count` tells all. */
export const MOST_EVIDENCE = 20;
const MOST_TECHNIQUES = 50;

/** How much a finding's words count: the graver first, then the lower id. */
interface Rank {
  severity: number;
  id: string;
}

/** What an alert must remember of its findings so that the next ones can be folded in. Plain JSON. */
export interface Fold {
  /** Distinct pairs of the findings' own severity and confidence. */
  grounds: { baseSeverity: Severity; confidence: Confidence }[];
  leader: Rank;
  /** Which finding each entity was taken from. */
  entities: Partial<Record<keyof Entities, Rank>>;
  /** Highest severity that each sink was told of. */
  notified: Record<string, Severity>;
  /** Session tree of its earliest finding: whose incident it belongs to. */
  home?: Home;
}

export interface Home {
  at: number;
  tree: string;
}

export interface Folded {
  alert: Alert;
  fold: Fold;
}

/** `events` counts the events of these findings that the alert has not counted yet. Findings taken in before must not be among them. */
export function foldFindings(
  before: Folded | undefined,
  findings: readonly [Finding, ...Finding[]],
  events: number,
  now: number,
): Folded {
  const folded = findings.slice(1).reduce(foldOne, foldOne(before, findings[0]));
  const { alert, fold } = folded;
  const severity = severityOfAll(fold.grounds, alert.facts);
  const count = (before?.alert.count ?? 0) + events;
  const createdAt = before?.alert.createdAt ?? now;
  const risk = riskOf(severity, alert.confidence);
  return { fold, alert: { ...alert, severity, risk, count, createdAt, updatedAt: now } };
}

/** Ids of the events that a finding rests on. */
export function eventIdsOf(finding: Finding): string[] {
  return [...new Set(finding.evidence.map(({ eventId }) => eventId))];
}

function foldOne(before: Folded | undefined, finding: Finding): Folded {
  const rank = rankOf(finding);
  const leads = before === undefined || isBefore(rank, before.fold.leader);
  const entities = foldEntities(before, finding, rank);
  const evidence = foldEvidence([...(before?.alert.evidence ?? []), ...finding.evidence]);
  const alert: Alert = {
    ...(leads ? wordsOf(finding) : before.alert),
    ...(before && standingOf(before.alert)),
    id: finding.alertId,
    tenant: finding.tenant,
    scope: finding.scope,
    detector: finding.detector,
    severity: 'info',
    confidence: maxOf(CONFIDENCES, before?.alert.confidence ?? 'low', finding.confidence),
    risk: 0,
    facts: EVIDENCE_FACTS.filter((fact) => before?.alert.facts.includes(fact) || finding.facts.includes(fact)),
    techniques: union(before?.alert.techniques ?? [], finding.techniques).slice(0, MOST_TECHNIQUES),
    entities: entities.values,
    evidence,
    count: 0,
    firstSeen: Math.min(before?.alert.firstSeen ?? Infinity, finding.at, ...finding.evidence.map(({ at }) => at)),
    lastSeen: Math.max(before?.alert.lastSeen ?? -Infinity, finding.at, ...finding.evidence.map(({ at }) => at)),
    state: before?.alert.state ?? 'new',
    createdAt: 0,
    updatedAt: 0,
  };
  const { session } = entities.values;
  if (session === undefined) delete alert.session;
  else alert.session = session;
  return {
    alert,
    fold: {
      grounds: foldGrounds(before?.fold.grounds ?? [], finding),
      leader: leads ? rank : before.fold.leader,
      entities: entities.ranks,
      notified: before?.fold.notified ?? {},
      home: earliest(before?.fold.home, { at: finding.at, tree: finding.tree?.[0] ?? finding.scope }),
    },
  };
}

function earliest(a: Home | undefined, b: Home): Home {
  return a === undefined || b.at < a.at || (b.at === a.at && b.tree < a.tree) ? b : a;
}

/** What people and the incident made of it, which findings leave as it is. */
function standingOf(alert: Alert): Partial<Alert> {
  const { assignee, history, acceptedUntil, suppressedBy, mode, incident } = alert;
  const standing = { assignee, history, acceptedUntil, suppressedBy, mode, incident };
  return Object.fromEntries(Object.entries(standing).filter(([, value]) => value !== undefined));
}

function wordsOf(
  finding: Finding,
): Pick<Alert, 'title' | 'why' | 'detectorVersion' | 'source' | 'triage' | 'falsePositives'> {
  const { title, why, detectorVersion, source, triage = [], falsePositives = [] } = finding;
  return { title, why, detectorVersion, source, triage, falsePositives };
}

function rankOf({ id, baseSeverity, confidence, facts }: Finding): Rank {
  return { severity: SEVERITIES.indexOf(severityOf(baseSeverity, confidence, facts)), id };
}

const isBefore = (a: Rank, b: Rank): boolean => a.severity > b.severity || (a.severity === b.severity && a.id < b.id);

function foldEntities(before: Folded | undefined, finding: Finding, rank: Rank) {
  const values: Entities = { ...before?.alert.entities };
  const ranks: Fold['entities'] = { ...before?.fold.entities };
  for (const [name, value] of Object.entries(finding.entities) as [keyof Entities, string | undefined][]) {
    const holder = ranks[name];
    if (value === undefined || (holder !== undefined && !isBefore(rank, holder))) continue;
    values[name] = value;
    ranks[name] = rank;
  }
  return { values, ranks };
}

function foldGrounds(grounds: Fold['grounds'], { baseSeverity, confidence }: Finding): Fold['grounds'] {
  const known = grounds.some((ground) => ground.baseSeverity === baseSeverity && ground.confidence === confidence);
  return known
    ? grounds
    : [...grounds, { baseSeverity, confidence }].sort((a, b) => compare(groundKey(a), groundKey(b)));
}

const groundKey = (ground: Fold['grounds'][number]): string => `${ground.baseSeverity} ${ground.confidence}`;

/** One piece an event; of two the one that sorts first. The first pieces by time, and the last. */
function foldEvidence(pieces: readonly Evidence[]): Evidence[] {
  const byEvent = new Map<string, Evidence>();
  for (const piece of pieces) {
    const known = byEvent.get(piece.eventId);
    if (known === undefined || compareEvidence(piece, known) < 0) byEvent.set(piece.eventId, piece);
  }
  const sorted = [...byEvent.values()].sort(compareEvidence);
  return sorted.length <= MOST_EVIDENCE ? sorted : [...sorted.slice(0, MOST_EVIDENCE - 1), ...sorted.slice(-1)];
}

function compareEvidence(a: Evidence, b: Evidence): number {
  return a.at - b.at || compare(a.eventId, b.eventId) || compare(textOf(a), textOf(b));
}

const textOf = ({ excerpt, phase, tool, callId }: Evidence): string => JSON.stringify([excerpt, phase, tool, callId]);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const union = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])].sort();
