import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Detection } from '../../../contracts/finding';
import { manifest } from './manifest';
import { readsIn } from './reads';
import type { Read } from './reads';

interface State {
  /** Rows about people that queries gave so far, by table. */
  rows?: Record<string, number>;
}

interface Config {
  /** Rows of one table in one session from which it is worth a look, and from which it is an incident. */
  many: number;
  most: number;
}

const MAX_TABLES = 50;

export const bulkRead: Detector<State, Config> = {
  manifest,
  defaults: { many: 5_000, most: 100_000 },
  init: () => ({}),
  step(state, event, { analysis }, config) {
    if (event.phase === 'denied') return NO_DETECTIONS;
    const reads = readsIn(event, analysis);
    if (reads.length === 0) return NO_DETECTIONS;
    const found = reads.slice(0, 16).flatMap((read) => judge(state, event, read, config));
    return found.length === 0 ? NO_DETECTIONS : found;
  },
};

function judge(state: State, event: AgentEvent, read: Read, { many, most }: Config): Detection[] {
  const { way, what, rows, by } = read;
  if (way === 'broken-into')
    return [
      tell(
        event,
        `${by} breaks into a database and takes out ${what}${rows > 0 ? `, ${rows} rows` : ''}`,
        'high',
        what,
        ['T1190', 'T1213'],
      ),
    ];
  if (way === 'whole-server')
    return [tell(event, `${by} takes all databases out of ${what}`, 'low', what, ['T1213', 'T1005'])];
  const before = state.rows?.[what] ?? 0;
  const sum = add(state, what, rows);
  if (sum < many || before >= most) return [];
  return [
    tell(
      event,
      `Queries took ${sum >= most ? 'a great many' : 'many'} rows about people out of ${what} in one session`,
      sum >= most ? 'medium' : 'low',
      what,
      ['T1213'],
    ),
  ];
}

function add(state: State, table: string, rows: number): number {
  const counted = (state.rows ??= {});
  if (!Object.hasOwn(counted, table) && Object.keys(counted).length >= MAX_TABLES) return rows;
  return (counted[table] = (counted[table] ?? 0) + rows);
}

const tell = (
  { action }: AgentEvent,
  why: string,
  severity: 'low' | 'medium' | 'high',
  what: string,
  techniques: string[],
): Detection => ({
  why,
  severity,
  dedupeKey: `records ${what}`,
  techniques,
  excerpt: (action.type === 'exec'
    ? (action.command ?? '')
    : 'arguments' in action
      ? (action.arguments ?? '')
      : ''
  ).slice(0, 300),
});
