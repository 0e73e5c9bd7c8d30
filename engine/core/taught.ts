/** What people have said of alerts of baselines, and for how long it holds. */
import type { AgentEvent } from '../../contracts/event';
import { FEEDBACK_SETTING, MAX_TAUGHT_MS } from '../../contracts/feedback';
import type { Feedback } from '../../contracts/feedback';
import type { Finding } from '../../contracts/finding';
import type { Counts } from './counts';

export interface Taught {
  /** Takes up a control event, when it is feedback that can be read. */
  hear(event: AgentEvent): boolean;
  /** Whether people need not hear of it again. */
  silences(finding: Finding): boolean;
  /** Forgets what has run out. */
  expire(now: number): void;
  /** Of a snapshot; left out of one, nothing was taught. */
  list(): [alert: string, until: number][];
  replace(list: readonly [alert: string, until: number][] | undefined): void;
}

const MAX_TAUGHT = 10_000;

export function createTaught(counts: Counts): Taught {
  let until = new Map<string, number>();
  return {
    hear(event) {
      const feedback = feedbackFrom(event);
      if (!feedback) return false;
      const key = keyOf(feedback.tenant, feedback.alert);
      until.delete(key);
      until.set(key, Math.min(feedback.until, event.at + MAX_TAUGHT_MS));
      const [oldest] = until.keys();
      if (until.size > MAX_TAUGHT && oldest !== undefined) until.delete(oldest);
      counts.add('gander_engine_feedback_total', { result: 'heard' });
      return true;
    },
    silences({ tenant, alertId, facts, at }) {
      if (until.size === 0 || facts.includes('hard-bound')) return false;
      if ((until.get(keyOf(tenant, alertId)) ?? 0) <= at) return false;
      counts.add('gander_engine_feedback_total', { result: 'silenced' });
      return true;
    },
    expire(now) {
      for (const [key, end] of until)
        if (end <= now && until.delete(key)) counts.add('gander_engine_feedback_total', { result: 'expired' });
    },
    list: () => [...until],
    replace: (list) => void (until = new Map(list)),
  };
}

const keyOf = (tenant: string, alert: string): string => `${tenant}\n${alert}`;

function feedbackFrom({ action }: AgentEvent): Feedback | undefined {
  if (action.type !== 'config.change' || action.setting !== FEEDBACK_SETTING || action.to === undefined)
    return undefined;
  try {
    const given = JSON.parse(action.to) as Partial<Record<keyof Feedback, unknown>>;
    const { tenant, alert, until, by } = given;
    const isRight = typeof tenant === 'string' && typeof alert === 'string' && /^[0-9a-f]{32}$/.test(alert);
    if (!isRight || !Number.isSafeInteger(until)) return undefined;
    return { tenant, alert, until: until as number, by: typeof by === 'string' ? by : '' };
  } catch {
    return undefined;
  }
}
