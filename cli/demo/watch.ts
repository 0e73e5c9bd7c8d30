/** Shows alerts as they come, by asking the API often: those that are medium and up, as an inbox does. */
import type { Alert, AlertPage } from '../../contracts/alert';
import { GanderError } from '../../platform/errors';

export interface Watch {
  /** Alerts that were there before are known, and not shown. */
  ready: Promise<void>;
  /** Marks that something was sent now: latencies count from here. */
  sent(): void;
  /** Alerts shown so far. */
  seen(): number;
  stop(): void;
}

const EVERY_MS = 100;

export function watchAlerts(api: string, token: string, show: (alert: Alert, afterMs: number) => void): Watch {
  const known = new Set<string>();
  let sentAt = Date.now();
  let seen = 0;
  let first = true;
  const ask = async () => {
    const response = await fetch(new URL('/api/alerts?limit=200&severity=medium,high,critical', api), {
      headers: { authorization: `Bearer ${token}` },
    });
    if (!response.ok)
      throw new GanderError(
        'unauthenticated',
        `${api} answered ${response.status}: is the api-token of this Gander's data folder the right one?`,
      );
    const { alerts } = (await response.json()) as AlertPage;
    for (const alert of alerts.reverse()) {
      if (known.has(alert.id)) continue;
      known.add(alert.id);
      if (first) continue;
      seen += 1;
      show(alert, Date.now() - sentAt);
    }
    first = false;
  };
  let asking = ask();
  const ready = asking;
  const timer = setInterval(() => {
    asking = asking.then(ask, ask).catch(() => undefined);
  }, EVERY_MS);
  return {
    ready,
    sent: () => {
      sentAt = Date.now();
    },
    seen: () => seen,
    stop: () => {
      clearInterval(timer);
    },
  };
}
