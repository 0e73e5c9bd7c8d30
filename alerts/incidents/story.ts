/** An incident told in sentences, of what its alerts show: how it began, what came then, what it touched, what was refused. */
import { TACTICS } from '../../contracts/attack';
import type { Tactic } from '../../contracts/attack';
import type { Entities } from '../../contracts/finding';
import type { Incident } from '../../contracts/incident';
import type { AlertBrief } from '../../contracts/store';
import { tacticOf } from './kill-chain';

/** Acts that are told one by one; the gravest, when there are more. */
const MOST_ACTS = 8;
const LONGEST = 400;
const MOST_NAMED = 3;

/** `alerts` in order of time, at least one. */
export function storyOf(
  alerts: readonly AlertBrief[],
  entities: Incident['entities'],
  trees: Incident['trees'],
): string[] {
  const told = actsToTell(alerts);
  const [first] = told;
  if (first === undefined) return [];
  const left = alerts.length - told.length;
  return [
    `It began at ${clock(first.firstSeen)}${by(first)}: ${sentence(first.why)}`,
    ...(first.facts.includes('outside-text') ? ['The words of that act had come in from outside the session.'] : []),
    ...told
      .slice(1)
      .map((alert) => `${later(alert.firstSeen - first.firstSeen)}, ${stepOf(alert)}: ${sentence(alert.why)}`),
    ...(left > 0 ? [`${left} more ${left === 1 ? 'alert belongs' : 'alerts belong'} to it.`] : []),
    ...joined(trees),
    ...touched(entities),
    ...refused(alerts),
  ];
}

/** All of them, or the gravest; in order of time either way. Notes of little weight are told only when there is nothing else. */
function actsToTell(alerts: readonly AlertBrief[]): AlertBrief[] {
  const ofWeight = alerts.filter(({ severity }) => severity !== 'info' && severity !== 'low');
  const from = ofWeight.length > 0 ? ofWeight : alerts;
  if (from.length <= MOST_ACTS) return [...from];
  const gravest = new Set([...from].sort((a, b) => b.risk - a.risk).slice(0, MOST_ACTS));
  return from.filter((alert) => gravest.has(alert));
}

function by({ entities, source }: AlertBrief): string {
  const where = entities.host === undefined ? '' : ` on ${entities.host}`;
  const who = entities.user === undefined ? '' : ` of ${entities.user}`;
  return `, with ${source.dialect}${who}${where}`;
}

function stepOf({ techniques, title }: AlertBrief): string {
  const tactic = techniques.map(tacticOf).find((one) => one !== undefined);
  return tactic === undefined ? title.toLowerCase() : TACTICS[tactic satisfies Tactic].name.toLowerCase();
}

function joined(trees: Incident['trees']): string[] {
  if (trees.length < 2) return [];
  const keys = [
    ...new Set(trees.flatMap(({ because }) => (because === undefined ? [] : [KINDS[kindOf(because)] ?? because]))),
  ];
  const why = keys.length === 0 ? '' : `, joined by ${list(keys.sort())}`;
  return [`${trees.length} sessions belong to it${why}.`];
}

/** What a key is, by the word before its colon; of a key at a place, the last. */
const KINDS: Readonly<Record<string, string>> = {
  secret: 'the same secret',
  file: 'the same file content',
  text: 'the same words from outside',
  destination: 'the same destination',
  package: 'the same package',
};

const kindOf = (key: string): string => (key.split(' ').at(-1) ?? key).split(':', 1)[0] ?? key;

const TOUCHED: readonly [keyof Entities, string, string][] = [
  ['host', 'host', 'hosts'],
  ['user', 'user', 'users'],
  ['repository', 'repository', 'repositories'],
  ['account', 'account', 'accounts'],
  ['destination', 'destination', 'destinations'],
  ['package', 'package', 'packages'],
  ['path', 'path', 'paths'],
];

function touched(entities: Incident['entities']): string[] {
  const parts = TOUCHED.flatMap(([name, one, many]) => {
    const values = entities[name] ?? [];
    if (values.length === 0) return [];
    const more = values.length > MOST_NAMED ? ' …' : '';
    return [`${values.length} ${values.length === 1 ? one : many} (${values.slice(0, MOST_NAMED).join(', ')}${more})`];
  });
  const secrets = entities.secret?.length ?? 0;
  if (secrets > 0) parts.push(`${secrets} ${secrets === 1 ? 'secret' : 'secrets'} by value`);
  return parts.length === 0 ? [] : [sentence(`It touched ${list(parts)}`)];
}

function refused(alerts: readonly AlertBrief[]): string[] {
  const denied = alerts.filter(({ facts }) => facts.includes('denied'));
  const done = denied.filter(({ facts }) => facts.includes('succeeded')).length;
  if (denied.length === 0) return ['Nothing of it was refused.'];
  const how = denied.length === 1 ? '1 act of it was refused' : `${denied.length} acts of it were refused`;
  return [
    done === 0 ? `${how}.` : `${how}; ${done === denied.length ? 'it was' : `${done} of them were`} done all the same.`,
  ];
}

function later(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return 'At once';
  if (minutes < 120) return `${minutes} ${minutes === 1 ? 'minute' : 'minutes'} later`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} hours later` : `${Math.round(hours / 24)} days later`;
}

const clock = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

function sentence(text: string): string {
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
  return /[.!?…]$/.test(cut) ? cut : `${cut}.`;
}

const list = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
