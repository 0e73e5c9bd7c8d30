/** What an incident says, as a pure function of its alerts: any order of the same alerts gives the same text. */
import type { Entities } from '../../contracts/finding';
import { CONFIDENCES, SEVERITIES } from '../../contracts/finding';
import type { Incident } from '../../contracts/incident';
import type { AlertBrief } from '../../contracts/store';
import { placeOf, tacticOf } from './kill-chain';
import { storyOf } from './story';

/** Alerts of an incident that are looked at, the gravest; ids that it names. */
export const MOST_ALERTS = 500;
const MOST_VALUES = 20;
const HALF_LIFE_MS = 24 * 3_600_000;
/** Risk of two likely techniques of high severity, from which on an incident without a grave alert is shown too. */
const RISK_TO_LIST = 15;

export type Composition = Pick<
  Incident,
  | 'title'
  | 'story'
  | 'severity'
  | 'confidence'
  | 'risk'
  | 'tactics'
  | 'techniques'
  | 'alerts'
  | 'entities'
  | 'firstSeen'
  | 'lastSeen'
>;

/** Undefined when no alert is for people to see: all are suppressed, or only counted. */
export function compose(all: readonly AlertBrief[], trees: Incident['trees']): Composition | undefined {
  const alerts = all.filter(isSeen).sort(byTime);
  const gravest = [...alerts].sort(byGravity)[0];
  if (gravest === undefined) return undefined;
  const lastSeen = Math.max(...alerts.map((alert) => alert.lastSeen));
  const entities = entitiesOf(alerts);
  return {
    title: titleOf(gravest),
    story: storyOf(alerts, entities, trees),
    severity: gravest.severity,
    confidence: gravest.confidence,
    risk: riskAt(alerts, lastSeen),
    tactics: tacticsOf(alerts),
    techniques: [...new Set(alerts.flatMap(({ techniques }) => techniques))].sort(),
    alerts: alerts.map(({ id }) => id),
    entities,
    firstSeen: Math.min(...alerts.map((alert) => alert.firstSeen)),
    lastSeen,
  };
}

/** Grave, or much that adds up. */
export function isListed({ severity, risk }: Composition): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf('high') || risk >= RISK_TO_LIST;
}

/** The gravest first; of equals the earliest. */
export function byGravity(a: AlertBrief, b: AlertBrief): number {
  return (
    SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) ||
    CONFIDENCES.indexOf(b.confidence) - CONFIDENCES.indexOf(a.confidence) ||
    byTime(a, b)
  );
}

export const isSeen = ({ suppressedBy, mode }: AlertBrief): boolean => suppressedBy === undefined && mode !== 'shadow';

const byTime = (a: AlertBrief, b: AlertBrief): number => a.firstSeen - b.firstSeen || (a.id < b.id ? -1 : 1);

function titleOf({ title, entities, session }: AlertBrief): string {
  const { host, repository } = entities;
  if (host !== undefined) return `${title} on ${host}`;
  if (repository !== undefined) return `${title} in ${repository}`;
  return session === undefined ? title : `${title} in session ${session}`;
}

/** DESIGN section 4: once for each distinct technique, by its gravest alert; half as much for each day that it is older. */
function riskAt(alerts: readonly AlertBrief[], at: number): number {
  const risks = new Map<string, number>();
  for (const alert of alerts) {
    const technique = alert.techniques.find((id) => tacticOf(id) !== undefined) ?? alert.detector;
    const risk = alert.risk * 2 ** ((alert.lastSeen - at) / HALF_LIFE_MS);
    risks.set(technique, Math.max(risks.get(technique) ?? 0, risk));
  }
  const sum = [...risks.values()].sort((a, b) => a - b).reduce((total, risk) => total + risk, 0);
  return Math.round(sum * 100) / 100;
}

function tacticsOf(alerts: readonly AlertBrief[]): Incident['tactics'] {
  const first = new Map<string, number>();
  for (const { techniques, firstSeen } of alerts) {
    for (const tactic of techniques.map(tacticOf))
      if (tactic !== undefined) first.set(tactic, Math.min(first.get(tactic) ?? Infinity, firstSeen));
  }
  return [...first].map(([tactic, at]) => ({ tactic, at })).sort((a, b) => placeOf(a.tactic) - placeOf(b.tactic));
}

function entitiesOf(alerts: readonly AlertBrief[]): Incident['entities'] {
  const values: Partial<Record<keyof Entities, string[]>> = {};
  for (const { entities } of alerts) {
    for (const [name, value] of Object.entries(entities) as [keyof Entities, string][]) {
      const known = (values[name] ??= []);
      if (known.length < MOST_VALUES && !known.includes(value)) known.push(value);
    }
  }
  return values;
}
