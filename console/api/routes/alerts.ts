/** Alerts: the inbox, and what people make of them. */
import { z } from 'zod';
import { changeAlert } from '../../../alerts/lifecycle';
import { ALERT_STATES } from '../../../contracts/alert';
import type { StoredAlert } from '../../../contracts/store';
import { feedbackMessage } from '../../../stream/feedback';
import { checkRevision, writeUnlessStale } from '../changing';
import { fromStore } from '../parts';
import type { RouteParts } from '../parts';
import { notFound } from '../problem';
import { flag, name, oneOf, page, severity, tenant, time, words } from '../query';
import { route, tagOf } from '../route';
import type { Route } from '../route';
import { alertSchema } from '../schema/alert';
import { pageOf } from '../schema/words';

const ALERT_QUERY = z.strictObject({
  ...page,
  tenant,
  severity: severity.exactOptional(),
  detector: name.exactOptional(),
  session: name.exactOptional(),
  state: oneOf(ALERT_STATES).exactOptional(),
  incident: name.exactOptional(),
  host: name.exactOptional(),
  user: name.exactOptional(),
  since: time.exactOptional(),
  until: time.exactOptional(),
  q: words.exactOptional(),
  hidden: flag.default(false).meta({ description: 'true: also those that are suppressed or only counted' }),
});

/** Lengths are the lifecycle's own; these only keep nonsense out. */
const said = z.string().max(10_000);
const CHANGE = z.strictObject({
  state: oneOf(ALERT_STATES).exactOptional(),
  reason: said.exactOptional(),
  until: z.number().int().exactOptional(),
  assignee: said.exactOptional(),
  comment: said.exactOptional(),
});

/** How long a baseline keeps silent about what a person called a false alarm, unless it is said again. */
const TAUGHT_MS = 30 * 86_400_000;

export function alertRoutes({ store, stream, clock }: RouteParts): Route[] {
  const storedOf = async (id: string): Promise<StoredAlert> => {
    const stored = await fromStore(store.alert(id));
    if (stored === undefined) throw notFound('There is no alert of this id.');
    return stored;
  };
  return [
    route({
      method: 'get',
      path: '/api/alerts',
      operation: 'listAlerts',
      summary:
        'Alerts, newest first by creation; since and until ask for evidence in that time, until exclusive; q for words in title, sentence, entities or excerpts.',
      query: ALERT_QUERY,
      answer: pageOf('alerts', alertSchema),
      handle: ({ query: { q, hidden, ...query } }) =>
        fromStore(store.alerts({ ...query, ...(q !== undefined && { text: q }), ...(!hidden && { hidden }) })),
    }),
    route({
      method: 'get',
      path: '/api/alerts/:id',
      operation: 'getAlert',
      summary: 'One alert.',
      answer: alertSchema,
      versioned: true,
      problems: [404],
      handle: async ({ id, response }) => {
        const { alert, revision } = await storedOf(id);
        response.set('ETag', tagOf(revision));
        return alert;
      },
    }),
    route({
      method: 'post',
      path: '/api/alerts/:id/changes',
      operation: 'changeAlert',
      summary:
        'Changes state, assignee, or adds a comment. A false positive needs a reason, an accepted risk a reason and until when; no assignee is the empty text.',
      body: CHANGE,
      answer: alertSchema,
      versioned: true,
      conditional: true,
      problems: [404],
      handle: async ({ id, body, revision, caller, response }) => {
        const stored = await storedOf(id);
        checkRevision(revision, stored.revision);
        const at = clock();
        const alert = changeAlert(stored.alert, body, { by: caller.user, at });
        const changed = alert !== stored.alert;
        if (changed)
          await writeUnlessStale(store.writeAlerts({ at, alerts: [{ ...stored, alert }], findings: [], outbox: [] }));
        if (changed && body.state === 'false-positive') {
          const told = feedbackMessage(alert, { by: caller.user, until: at + TAUGHT_MS, at });
          if (told !== undefined) await stream.publish([told]);
        }
        response.set('ETag', tagOf(changed ? revision + 1 : revision));
        return alert;
      },
    }),
  ];
}
