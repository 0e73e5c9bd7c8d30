/** A Sigma correlation as a detector: matches of its rules are kept by group for the time span, and counted. */
import { NO_DETECTIONS } from '../../contracts/detector';
import type { Detector, DetectorContext, Manifest } from '../../contracts/detector';
import type { AgentEvent } from '../../contracts/event';
import type { Detection } from '../../contracts/finding';
import { MAX_COUNT } from './correlation';
import type { Correlation } from './correlation';
import type { Fields } from './fields';
import { idOf, manifestOf } from './manifest-of';

interface Hit {
  rule: number;
  at: number;
  /** The act: its records step more than once. */
  act: string;
  eventId: string;
  subject: string;
  /** Value that is counted. */
  value?: string;
}

interface Group {
  hits: Hit[];
  /** The condition held after the last hit: it is told again only after it did not. */
  told: boolean;
}

interface State {
  groups?: [string, Group][];
}

/** Matches wait for their turn by time: what is kept must outlive that. */
const LATENESS_SECONDS = 300;
const MAX_GROUPS = 100;
const MAX_TEXT = 200;

/** Groups that go beyond one session are kept by what they are grouped by; one name of each kind that Sigma rules use. */
const KEYS: readonly [Manifest['keyBy'], RegExp][] = [
  ['host', /^(?:host|hostname|ComputerName|Computer)$/],
  ['user', /^(?:user|User|SubjectUserName)$/],
  ['repository', /^repository$/],
  ['account', /^account$/],
];

export function correlationDetector(correlation: Correlation, file: string): Detector<State, Record<string, never>> {
  const { about, rules, timespanMs } = correlation;
  const bySession = correlation.groupBy.some(({ name }) => name === 'session');
  const keyBy = bySession
    ? 'scope'
    : (KEYS.find(([, form]) => correlation.groupBy.some(({ name }) => form.test(name)))?.[0] ?? 'scope');
  return {
    manifest: manifestOf(idOf('sigma', about), about, file, {
      needs: [...new Set(rules.flatMap(({ source }) => source.needs))],
      fields: [...new Set(rules.flatMap(({ source }) => source.reads))],
      order: 'event-time',
      keyBy,
      window: { seconds: Math.ceil(timespanMs / 1_000) + LATENESS_SECONDS, maxKeys: 20_000 },
    }),
    defaults: {},
    init: () => ({}),
    step(state, event, context) {
      const changed = takeHits(state, event, context, correlation);
      const found = changed.flatMap(([key, group]) => tell(key, group, event, correlation));
      return found.length === 0 ? NO_DETECTIONS : found;
    },
  };
}

/** The groups that got a hit. */
function takeHits(
  state: State,
  event: AgentEvent,
  context: DetectorContext,
  correlation: Correlation,
): [string, Group][] {
  const changed = new Map<string, Group>();
  correlation.rules.forEach(({ source, matches }, rule) => {
    if (!source.needs.includes(event.action.type)) return;
    for (const { fields, subject } of source.records(event, context)) {
      const key = matches(fields) ? keyOf(fields, rule, correlation) : undefined;
      if (key === undefined) continue;
      const value = correlation.field === undefined ? undefined : fields.first(correlation.field);
      const group = groupOf(state, key);
      const hit = {
        rule,
        at: event.at,
        act: event.callId ?? event.id,
        eventId: event.id,
        subject: subject.slice(0, MAX_TEXT),
        ...(value !== undefined && { value: value.slice(0, MAX_TEXT) }),
      };
      if (keep(group, hit, correlation.timespanMs)) changed.set(key, group);
    }
  });
  return [...changed];
}

/** A record that lacks a field it is grouped by belongs to no group. */
function keyOf(fields: Fields, rule: number, { groupBy }: Correlation): string | undefined {
  const parts: string[] = [];
  for (const { fieldOf } of groupBy) {
    const value = fields.first(fieldOf(rule));
    if (value === undefined) return undefined;
    parts.push(value.slice(0, MAX_TEXT));
  }
  return parts.join('\n');
}

function groupOf(state: State, key: string): Group {
  const groups = (state.groups ??= []);
  const known = groups.find(([name]) => name === key);
  if (known) return known[1];
  const group: Group = { hits: [], told: false };
  groups.push([key, group]);
  if (groups.length > MAX_GROUPS) groups.shift();
  return group;
}

/** False when the act was counted for this rule already. */
function keep(group: Group, hit: Hit, timespanMs: number): boolean {
  if (group.hits.some((one) => one.act === hit.act && one.rule === hit.rule && one.subject === hit.subject))
    return false;
  group.hits.push(hit);
  group.hits = group.hits.filter(({ at }) => hit.at - at <= timespanMs).slice(-MAX_COUNT);
  return true;
}

function tell(key: string, group: Group, event: AgentEvent, correlation: Correlation): Detection[] {
  const count = countOf(group.hits, correlation);
  const held = correlation.holds(count);
  const news = held && !group.told;
  group.told = held;
  if (!news) return [];
  const place = key === '' ? '' : ` (${key.replaceAll('\n', ', ')})`;
  const earlier = group.hits.filter(({ eventId }) => eventId !== event.id).slice(-20);
  return [
    {
      why: `${correlation.about.title}: ${count} within ${Math.round(correlation.timespanMs / 1_000)} s${place}`,
      dedupeKey: key === '' ? 'all' : key,
      also: earlier.map(({ eventId, at, subject }) => ({ eventId, at, excerpt: subject, phase: 'completed' })),
    },
  ];
}

function countOf(hits: readonly Hit[], { type, rules }: Correlation): number {
  if (type === 'event_count') return hits.length;
  if (type === 'value_count') return new Set(hits.flatMap(({ value }) => value ?? [])).size;
  return type === 'temporal' ? new Set(hits.map(({ rule }) => rule)).size : inOrder(hits, rules.length);
}

/** How many of the rules matched one after the other, as they are listed. */
function inOrder(hits: readonly Hit[], rules: number): number {
  let next = 0;
  for (const { rule } of [...hits].sort((a, b) => a.at - b.at)) if (rule === next && next < rules) next += 1;
  return next;
}
