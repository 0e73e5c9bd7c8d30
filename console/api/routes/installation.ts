/** What is installed and who sends: sources, the fleet, and detectors. */
import { z } from 'zod';
import { ALERT_STATES } from '../../../contracts/alert';
import type { Manifest } from '../../../contracts/detector';
import type { AlertCount } from '../../../contracts/store';
import { fleetOf } from '../fleet';
import { fromStore } from '../parts';
import type { RouteParts } from '../parts';
import { TENANT_QUERY } from '../query';
import { route } from '../route';
import type { Route } from '../route';
import { sourceSchema } from '../schema/archive';
import { detectorSchema } from '../schema/detector';
import { agentSchema } from '../schema/fleet';

export const installationRoutes = (parts: RouteParts): Route[] => [
  route({
    method: 'get',
    path: '/api/sources',
    operation: 'listSources',
    summary: 'Who sends, and what each hides with the setting that shows it.',
    query: TENANT_QUERY,
    answer: z.strictObject({ sources: z.array(sourceSchema) }),
    handle: async ({ query }) => ({ sources: await fromStore(parts.store.sources(query.tenant)) }),
  }),
  route({
    method: 'get',
    path: '/api/fleet',
    operation: 'listAgents',
    summary:
      'Agents by family, version, host and user, last seen first; complete is false when there are more sessions than were looked at.',
    query: TENANT_QUERY,
    answer: z.strictObject({ agents: z.array(agentSchema), complete: z.boolean() }),
    handle: ({ query }) => fleetOf(parts.store, query.tenant),
  }),
  route({
    method: 'get',
    path: '/api/detectors',
    operation: 'listDetectors',
    summary: 'Detectors that run: manifest, how loud each is, and its alerts by state.',
    query: TENANT_QUERY,
    answer: z.strictObject({ detectors: z.array(detectorSchema) }),
    handle: async ({ query }) => {
      const counts = await fromStore(parts.store.alertCounts(query.tenant));
      return { detectors: parts.detectors.map((manifest) => ({ ...manifest, ...stateOf(manifest, parts, counts) })) };
    },
  }),
];

/** As configured; else an experimental detector does not page. */
function stateOf({ id, maturity }: Manifest, { config }: RouteParts, counts: readonly AlertCount[]) {
  const own = counts.filter(({ detector }) => detector === id);
  return {
    mode: config.engine?.detectors[id]?.mode ?? (maturity === 'experimental' ? 'alert' : 'page'),
    alerts: Object.fromEntries(
      ALERT_STATES.flatMap((state) => own.filter((one) => one.state === state).map(({ count }) => [state, count])),
    ),
  };
}
