/** What is installed and who sends: sources and detectors. */
import { z } from 'zod';
import { fromStore } from '../parts';
import type { RouteParts } from '../parts';
import { TENANT_QUERY } from '../query';
import { route } from '../route';
import type { Route } from '../route';
import { sourceSchema } from '../schema/archive';
import { detectorSchema } from '../schema/detector';

export const installationRoutes = ({ store, detectors }: RouteParts): Route[] => [
  route({
    method: 'get',
    path: '/api/sources',
    operation: 'listSources',
    summary: 'Who sends, and what each hides with the setting that shows it.',
    query: TENANT_QUERY,
    answer: z.strictObject({ sources: z.array(sourceSchema) }),
    handle: async ({ query }) => ({ sources: await fromStore(store.sources(query.tenant)) }),
  }),
  route({
    method: 'get',
    path: '/api/detectors',
    operation: 'listDetectors',
    summary: 'Manifests of the detectors that run.',
    answer: z.strictObject({ detectors: z.array(detectorSchema) }),
    handle: () => Promise.resolve({ detectors }),
  }),
];
