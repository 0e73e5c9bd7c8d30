/** Sessions of agents, what they did, and the search in it. */
import { z } from 'zod';
import type { SessionRow } from '../../../contracts/store';
import { ACTION_TYPES } from '../../../contracts/manifest';
import { DEFAULT_TENANT } from '../../../contracts/tenant';
import { createExplainer } from '../explain';
import { fromStore } from '../parts';
import type { RouteParts } from '../parts';
import { notFound } from '../problem';
import { PAGE_QUERY, name, ownTenant, page, someOf, tenant, words } from '../query';
import { route } from '../route';
import type { Route } from '../route';
import { hitSchema, sessionBriefSchema, sessionSchema } from '../schema/archive';
import { analysisSchema, eventSchema } from '../schema/event';
import { moment, pageOf, text } from '../schema/words';
import { SessionEvents } from '../session-events/session-events';
import { resourceSeries, tokensByMinute } from '../session-events/series';

const SERIES_MS = 3_000;

export function sessionsRoutes(parts: RouteParts): Route[] {
  const { store, stream, metrics } = parts;
  const sessions = new SessionEvents(stream, metrics);
  const explain = createExplainer();
  const rowOf = async (of: string, id: string): Promise<SessionRow> => {
    const row = await fromStore(store.session(of, id));
    if (row === undefined) throw notFound('There is no session of this id.');
    return row;
  };
  return [
    route({
      method: 'get',
      path: '/api/sessions',
      operation: 'listSessions',
      summary: 'Sessions, last seen first.',
      query: PAGE_QUERY,
      answer: pageOf('sessions', sessionBriefSchema),
      handle: ({ query }) => fromStore(store.sessions(query)),
    }),
    route({
      method: 'get',
      path: '/api/sessions/:id',
      operation: 'getSession',
      summary:
        'One session, and where its events lie in the stream; events without one are found under their scope, such as host:build-1.',
      query: z.strictObject({ tenant: ownTenant }),
      answer: sessionSchema,
      problems: [404],
      handle: ({ id, query }) => rowOf(query.tenant, id),
    }),
    route({
      method: 'get',
      path: '/api/sessions/:id/events',
      operation: 'listEvents',
      summary:
        'The events of a session in order of event time. complete is false when it was not read to its end in the time allowed: ask again.',
      query: z.strictObject({ ...page, tenant: ownTenant, types: someOf(ACTION_TYPES).exactOptional() }),
      answer: z.strictObject({ events: z.array(eventSchema), next: text.exactOptional(), complete: z.boolean() }),
      problems: [404, 429],
      handle: async ({ id, query: { tenant: of, ...query } }) => sessions.page(await rowOf(of, id), query),
    }),
    route({
      method: 'get',
      path: '/api/sessions/:id/series',
      operation: 'getSeries',
      summary: 'Tokens a minute, and how busy the host was meanwhile; of what counts up, its growth a second.',
      query: z.strictObject({ tenant: ownTenant }),
      answer: seriesSchema,
      problems: [404, 429],
      handle: async ({ id, query }) => {
        const row = await rowOf(query.tenant, id);
        const { index, complete } = await sessions.index(row);
        const host =
          row.host === undefined ? undefined : await fromStore(store.session(row.tenant, `host:${row.host}`));
        const end = performance.now() + SERIES_MS;
        const load = host && (await resourceSeries(stream, host, row, () => performance.now() > end));
        return {
          resource: load?.series ?? [],
          tokens: tokensByMinute(index.entries()),
          complete: complete && (load?.complete ?? true),
        };
      },
    }),
    route({
      method: 'get',
      path: '/api/events/:id',
      operation: 'getEvent',
      summary: 'One event of a session, and what its command, paths and addresses really do.',
      query: z.strictObject({ session: name, tenant: ownTenant }),
      answer: z.strictObject({ event: eventSchema, analysis: analysisSchema }),
      problems: [404, 429],
      handle: async ({ id, query }) => {
        const event = await sessions.event(await rowOf(query.tenant, query.session), id);
        if (event === undefined) throw notFound('The session has no such event, or the stream has dropped it.');
        return { event, analysis: explain(event) };
      },
    }),
    route({
      method: 'get',
      path: '/api/search',
      operation: 'search',
      summary:
        'Acts whose tool, command, path, address or text holds all the words, newest first; the last may be the beginning of one.',
      query: z.strictObject({ ...page, tenant, q: words, session: name.exactOptional() }),
      answer: pageOf('hits', hitSchema),
      problems: [404],
      handle: async ({ query: { q, session, ...query } }) => {
        const scope = session && (await rowOf(query.tenant ?? DEFAULT_TENANT, session)).scope;
        const { hits, next } = await fromStore(store.search({ ...query, text: q, ...(scope && { scope }) }));
        return { hits: hits.map((hit) => ({ ...hit, ...sessionOf(hit.scope) })), ...(next && { next }) };
      },
    }),
  ];
}

const seriesSchema = z.strictObject({
  resource: z.array(
    z.strictObject({ metric: text, unit: text, series: text, points: z.array(z.tuple([moment, z.number()])) }),
  ),
  tokens: z.array(z.strictObject({ at: moment, input: z.number(), output: z.number(), cached: z.number() })),
  complete: z.boolean(),
});

/** `session:<dialect>:<id>`; what has no session is found under its scope. */
function sessionOf(scope: string): { session: string } | undefined {
  const [, session] = /^session:[^:]{1,100}:(.+)$/s.exec(scope) ?? [];
  if (session !== undefined) return { session };
  return scope.startsWith('host:') ? { session: scope } : undefined;
}
