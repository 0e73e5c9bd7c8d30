/** Suppressions: who decided that what is harmless, why, and until when. */
import { z } from 'zod';
import { makeSuppression } from '../../../alerts/suppress';
import { fromStore } from '../parts';
import type { RouteParts } from '../parts';
import { notFound } from '../problem';
import { TENANT_QUERY, ownTenant } from '../query';
import { preview } from '../preview';
import { route } from '../route';
import type { Route } from '../route';
import { alertSchema } from '../schema/alert';
import { suppressionSchema } from '../schema/suppression';
import { count, texts } from '../schema/words';

/** Which fields there are, and how long values may be, is said where suppressions are checked. */
const match = z.record(z.string(), z.string());
const said = z.string().max(10_000);

export const suppressionRoutes = ({ store, clock, detectors }: RouteParts): Route[] => [
  route({
    method: 'get',
    path: '/api/suppressions',
    operation: 'listSuppressions',
    summary: 'Suppressions, newest first, those that were revoked or have ended too; at most 1,000.',
    query: TENANT_QUERY,
    answer: z.strictObject({ suppressions: z.array(suppressionSchema) }),
    handle: async ({ query }) => ({ suppressions: await fromStore(store.suppressions(query.tenant)) }),
  }),
  route({
    method: 'post',
    path: '/api/suppressions',
    operation: 'addSuppression',
    summary:
      'Keeps alerts from people that fit all fields of the match, at least two; a value that ends in * stands for all that begin so. A year at most.',
    body: z.strictObject({
      match,
      reason: said,
      expiresAt: z.number().int(),
      owner: said.exactOptional(),
      tenant: ownTenant,
    }),
    status: 201,
    answer: suppressionSchema,
    handle: async ({ body: { tenant, ...body }, caller }) => {
      const suppression = makeSuppression({ owner: caller.user, ...body }, tenant, clock());
      await fromStore(store.addSuppression(suppression));
      return suppression;
    },
  }),
  route({
    method: 'post',
    path: '/api/suppressions/preview',
    operation: 'previewSuppression',
    summary:
      'What it would have hidden: past alerts, and attack cases of the detectors in which it would tell nothing. refused says why it cannot be made.',
    body: z.strictObject({ match, tenant: ownTenant }),
    answer: z.strictObject({
      count,
      alerts: z.array(alertSchema),
      protected: count,
      complete: z.boolean(),
      refused: z.string().exactOptional(),
      blinds: texts,
    }),
    handle: ({ body }) => preview(store, detectors, body.match, body.tenant),
  }),
  route({
    method: 'delete',
    path: '/api/suppressions/:id',
    operation: 'revokeSuppression',
    summary: 'Ends a suppression; it stays in the list.',
    answer: suppressionSchema,
    problems: [404],
    handle: async ({ id }) => {
      const suppression = await fromStore(store.revokeSuppression(id, clock()));
      if (suppression === undefined) throw notFound('There is no suppression of this id.');
      return suppression;
    },
  }),
];
