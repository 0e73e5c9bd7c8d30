/** All routes of the API, and the document that tells of them. */
import { z } from 'zod';
import { openApiOf } from '../openapi';
import type { RouteParts } from '../parts';
import { route } from '../route';
import type { Route } from '../route';
import { alertRoutes } from './alerts';
import { incidentRoutes } from './incidents';
import { installationRoutes } from './installation';
import { sessionRoutes } from './session';
import { sessionsRoutes } from './sessions';
import { streamRoutes } from './stream';
import { suppressionRoutes } from './suppressions';

export function routesOf(parts: RouteParts): Route[] {
  const routes = [
    ...sessionRoutes(parts),
    ...alertRoutes(parts),
    ...incidentRoutes(parts),
    ...sessionsRoutes(parts),
    ...suppressionRoutes(parts),
    ...installationRoutes(parts),
    ...streamRoutes(parts),
  ];
  const document = route({
    method: 'get',
    path: '/api/openapi.json',
    operation: 'getDocument',
    summary: 'This document.',
    answer: z.looseObject({ openapi: z.string() }),
    handle: () => Promise.resolve(made),
  });
  const made = openApiOf([...routes, document]);
  return [...routes, document];
}
