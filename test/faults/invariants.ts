/** What must hold after any fault, once everything is back and drained. */
import type { Alert } from '../../contracts/alert';
import { markOf } from '../support/acts';
import type { Received } from '../support/webhook-receiver';

/**
 * Everything that is wrong, a line each. `expected`: marks of the harmful acts that were acknowledged, all that were sent. `taken`: ids of the
 * messages that the receiver has taken.
 */
export function problemsOf(
  expected: ReadonlySet<string>,
  alerts: readonly Alert[],
  received: readonly Received[],
  taken: ReadonlySet<string>,
): string[] {
  const byMark = Map.groupBy(alerts, markOf);
  const messages = Map.groupBy(received, ({ body }) => {
    const what = body.type === 'alert.created' ? 'created' : `escalated to ${body.data.severity}`;
    return `${body.data.id} ${what}`;
  });
  const told = new Set(received.filter(({ id }) => taken.has(id)).map(({ body }) => body.data.id));
  return [
    ...[...expected].filter((mark) => !byMark.has(mark)).map((mark) => `acknowledged, no alert: ${mark}`),
    ...[...byMark].filter(([, same]) => same.length > 1).map(([mark, same]) => `${same.length} alerts: ${mark}`),
    ...[...byMark.keys()].filter((mark) => !expected.has(mark)).map((mark) => `an alert of nothing sent: ${mark}`),
    ...alerts.filter(({ id }) => !told.has(id)).map((alert) => `nobody was told: ${markOf(alert)}`),
    ...[...messages]
      .filter(([, same]) => new Set(same.map(({ id }) => id)).size > 1)
      .map(([what]) => `told under several ids: ${what}`),
  ];
}
