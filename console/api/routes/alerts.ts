/** Alerts. */
import { z } from 'zod';
import { ALERT_STATES } from '../../../contracts/alert';
import { fromStore } from '../parts';
import type { RouteParts } from '../parts';
import { notFound } from '../problem';
import { name, oneOf, page, severity, tenant, time } from '../query';
import { route } from '../route';
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
  since: time.exactOptional(),
  until: time.exactOptional(),
});

export const alertRoutes = ({ store }: RouteParts): Route[] => [
  route({
    method: 'get',
    path: '/api/alerts',
    operation: 'listAlerts',
    summary: 'Alerts, newest first by creation; since and until ask for evidence in that time, until exclusive.',
    query: ALERT_QUERY,
    answer: pageOf('alerts', alertSchema),
    handle: ({ query }) => fromStore(store.alerts(query)),
  }),
  route({
    method: 'get',
    path: '/api/alerts/:id',
    operation: 'getAlert',
    summary: 'One alert.',
    answer: alertSchema,
    problems: [404],
    handle: async ({ id }) => {
      const [alert] = await fromStore(store.alertsById([id]));
      if (alert === undefined) throw notFound('There is no alert of this id.');
      return alert;
    },
  }),
];
