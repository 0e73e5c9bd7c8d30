/** Sessions of agents. */
import { z } from 'zod';
import { fromStore } from '../parts';
import type { RouteParts } from '../parts';
import { notFound } from '../problem';
import { PAGE_QUERY, ownTenant } from '../query';
import { route } from '../route';
import type { Route } from '../route';
import { sessionSchema } from '../schema/archive';
import { pageOf } from '../schema/words';

export const sessionsRoutes = ({ store }: RouteParts): Route[] => [
  route({
    method: 'get',
    path: '/api/sessions',
    operation: 'listSessions',
    summary: 'Sessions, last seen first.',
    query: PAGE_QUERY,
    answer: pageOf('sessions', sessionSchema),
    handle: ({ query }) => fromStore(store.sessions(query)),
  }),
  route({
    method: 'get',
    path: '/api/sessions/:id',
    operation: 'getSession',
    summary: 'One session; events without one are found under their scope, such as host:build-1.',
    query: z.strictObject({ tenant: ownTenant }),
    answer: sessionSchema,
    problems: [404],
    handle: async ({ id, query }) => {
      const row = await fromStore(store.session(query.tenant, id));
      if (row === undefined) throw notFound('There is no session of this id.');
      return row;
    },
  }),
];
