/** Whether this process can do its work now, with reasons. */
import type { Store } from '../../contracts/store';
import type { Stream } from '../../contracts/stream';
import { messageOf } from '../../platform/errors';
import type { Metrics } from '../../platform/metrics';
import { inTime } from './in-time';

/** Name of a role, and why it does not work, or undefined when it does. */
export type RoleStates = Readonly<Record<string, string | undefined>>;

export interface Readiness {
  ready: boolean;
  /** `ok`, or the reason. */
  checks: Record<string, string>;
}

const STORE_MS = 2_000;

export async function readiness(stream: Stream, store: Store, roles: RoleStates): Promise<Readiness> {
  const answered = inTime('the store', STORE_MS, store.outboxCounts());
  const checks: Record<string, string> = {
    stream: stream.healthy() ? 'ok' : 'the stream does not take writes now',
    store: await answered.then(() => 'ok', messageOf),
  };
  for (const [role, problem] of Object.entries(roles)) checks[role] = problem ?? 'ok';
  return { ready: Object.values(checks).every((state) => state === 'ok'), checks };
}

/** Brings the gauge `gander_ready` up to date. */
export function showReadiness(metrics: Metrics, { checks }: Readiness): void {
  for (const [check, state] of Object.entries(checks)) metrics.set('gander_ready', state === 'ok' ? 1 : 0, { check });
}
