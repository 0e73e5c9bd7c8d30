/** Changes of alerts: shown at once, sent with the revision that was read, taken back when refused, undone on demand. */
import type { AlertState } from '../../../../contracts/alert';
import { ask, Problem, send } from '../api/client';
import type { Alert } from '../api/types';
import { queries } from '../app/queries';
import { alertStore } from '../inbox/alert-store';
import { say } from '../parts/toast';

export interface Change {
  state?: AlertState;
  reason?: string;
  /** When an accepted risk ends, milliseconds since 1970. */
  until?: number;
  assignee?: string;
  comment?: string;
}

const DONE: Readonly<Record<AlertState, string>> = {
  new: 'Back to new',
  acknowledged: 'Acknowledged',
  'in-progress': 'In progress',
  resolved: 'Resolved',
  'false-positive': 'Marked as false positive',
  'risk-accepted': 'Risk accepted',
};

const STALE = 412;

async function post(id: string, change: Change): Promise<{ before: Alert; after: Alert }> {
  const path = `/api/alerts/${encodeURIComponent(id)}`;
  for (let tries = 1; ; tries++) {
    const { body, etag } = await ask<Alert>(path);
    try {
      return { before: body, after: await send<Alert>('POST', `${path}/changes`, change, etag) };
    } catch (error) {
      // New evidence came between reading and writing; what the person wants is not changed by it.
      if (!(error instanceof Problem) || error.status !== STALE || tries === 3) throw error;
    }
  }
}

/** Changes an alert. Resolves with what became of it, or undefined when it was refused and the reader has been told. */
export async function changeAlert(id: string, change: Change, title: string): Promise<Alert | undefined> {
  const back = change.state === undefined ? () => undefined : alertStore.guess(id, { state: change.state });
  try {
    const { before, after } = await post(id, change);
    keep(after);
    if (change.state !== undefined) say(`${DONE[change.state]}: ${title}`, () => void undo(before, title));
    return after;
  } catch (error) {
    back();
    say(`Not changed: ${(error as Error).message}`);
    return undefined;
  }
}

/** Wherever the alert is on the screen. */
function keep(alert: Alert): void {
  alertStore.put(alert);
  queries.setQueryData(['alert', alert.id], alert);
}

/** Back to the state before, with what that state demands. */
async function undo({ id, state, history = [], acceptedUntil }: Alert, title: string): Promise<void> {
  const reason = history.findLast(({ to }) => to === state)?.text;
  const change = {
    state,
    ...(reason !== undefined && { reason }),
    ...(acceptedUntil !== undefined && { until: acceptedUntil }),
  };
  try {
    const { after } = await post(id, change);
    keep(after);
    say(`Undone: ${title}`);
  } catch (error) {
    say(`Not undone: ${(error as Error).message}`);
  }
}
