/** An incident as files that an investigator keeps: the story, the timeline, alerts, the events behind them, and digests of all of it. */
import { hash } from 'node:crypto';
import type { Alert } from '../../contracts/alert';
import { SEVERITIES } from '../../contracts/finding';
import type { AgentEvent } from '../../contracts/event';
import type { Incident } from '../../contracts/incident';

export interface Exported {
  incident: Incident;
  alerts: readonly Alert[];
  /** Of the sessions of the incident; secrets were taken out when they were received. */
  events: readonly AgentEvent[];
  /** False when a bound was reached: then not all events are there. */
  complete: boolean;
}

/** By name. The same incident gives the same files. */
export function filesOf({ incident, alerts, events, complete }: Exported): Record<string, string> {
  const files: Record<string, string> = {
    'story.md': storyOf(incident, complete),
    'timeline.md': timelineOf(alerts),
    'incident.json': `${JSON.stringify(incident, undefined, 2)}\n`,
    'alerts.json': `${JSON.stringify(alerts, undefined, 2)}\n`,
    'alerts-ocsf.ndjson': lines(alerts.map(ocsfOf)),
    'events.ndjson': lines(events),
  };
  const digests = Object.entries(files).map(([name, text]) => `${hash('sha256', text)}  ${name}\n`);
  return { ...files, SHA256SUMS: digests.join('') };
}

const lines = (list: readonly object[]): string => list.map((one) => `${JSON.stringify(one)}\n`).join('');
const time = (at: number): string => new Date(at).toISOString();

function storyOf(incident: Incident, complete: boolean): string {
  const { id, title, story, severity, confidence, risk, tactics, techniques, firstSeen, lastSeen } = incident;
  return [
    `# ${plain(title)}`,
    `Incident ${id}: ${severity}, confidence ${confidence}, risk ${Math.round(risk)}. ${time(firstSeen)} to ${time(lastSeen)}.`,
    ...story.map(plain),
    `Tactics: ${tactics.map(({ tactic, at }) => `${tactic} (${time(at)})`).join(', ')}. Techniques: ${techniques.join(', ')}.`,
    ...(complete ? [] : ['Not all events of its sessions are in events.ndjson: a bound was reached.']),
    'Digests of all files are in SHA256SUMS: `sha256sum -c SHA256SUMS`.',
    '',
  ].join('\n\n');
}

/** Each piece of evidence once, in order of time. */
function timelineOf(alerts: readonly Alert[]): string {
  const pieces = alerts.flatMap((alert) => alert.evidence.map((piece) => ({ alert, piece })));
  const rows = pieces
    .sort((a, b) => a.piece.at - b.piece.at || (a.piece.eventId < b.piece.eventId ? -1 : 1))
    .map(
      ({ alert, piece }) =>
        `- ${time(piece.at)} **${alert.severity}** ${plain(alert.why)} (${alert.detector}, ${piece.phase}, event ${piece.eventId})\n\n${fenced(piece.excerpt)}`,
    );
  return ['# Timeline', ...rows, ''].join('\n\n');
}

/** Agents' words never become markup. */
const plain = (text: string): string => text.replace(/[\\`*_[\]<>#|]/g, (sign) => `\\${sign}`).replaceAll('\n', ' ');

function fenced(text: string): string {
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`{1,20}/g)].map(([run]) => run.length + 1)));
  return `  ${fence}\n${text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')}\n  ${fence}`;
}

/** OCSF 1.x, Detection Finding (class 2004). */
function ocsfOf(alert: Alert): object {
  const severity = SEVERITIES.indexOf(alert.severity) + 1;
  return {
    class_uid: 2004,
    category_uid: 2,
    activity_id: 1,
    type_uid: 200401,
    time: alert.firstSeen,
    severity_id: severity,
    status_id: alert.state === 'new' ? 1 : alert.state === 'resolved' ? 4 : 2,
    confidence: alert.confidence,
    message: alert.why,
    count: alert.count,
    metadata: { product: { name: 'Gander', vendor_name: 'Gander' }, version: '1.5.0', uid: alert.id },
    finding_info: {
      uid: alert.id,
      title: alert.title,
      desc: alert.why,
      first_seen_time: alert.firstSeen,
      last_seen_time: alert.lastSeen,
      analytic: { uid: alert.detector, name: alert.title, version: alert.detectorVersion, type_id: 1 },
      attacks: alert.techniques.map((uid) => ({ technique: { uid } })),
    },
    observables: Object.entries<string>({ ...alert.entities }).map(([name, value]) => ({
      name,
      type_id: 99,
      type: name,
      value,
    })),
  };
}
