/** Server-sent events: which alerts and incidents are new or have changed. */
import { z } from 'zod';
import type { RouteParts } from '../parts';
import { ProblemError, wrongField } from '../problem';
import { csrf } from '../query';
import { route } from '../route';
import type { Route } from '../route';

const FULL = {
  status: 429,
  code: 'too_many_requests',
  detail: 'A hundred read along already.',
} as const;

export const streamRoutes = ({ changes, sessions }: RouteParts): Route[] => [
  route({
    method: 'get',
    path: '/api/stream',
    operation: 'follow',
    summary:
      'Server-sent events alert and incident, each with the id of what is new or has changed; with Last-Event-ID from there on. reset: too much was missed, read all again.',
    query: z.strictObject({ csrf: csrf.exactOptional() }),
    media: 'text/event-stream',
    problems: [429],
    handle: async ({ request, response, caller }) => {
      const after = placeOf(request.headers['last-event-id']);
      const { cookie, csrf: shown = '' } = caller;
      const isAllowed = () => cookie === undefined || sessions.find(cookie, shown) !== undefined;
      // What stands between must not gather it.
      response.set({ 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' });
      if (request.method === 'HEAD') return undefined;
      if (await changes.follow({ outlet: response, after, isAllowed })) return undefined;
      throw new ProblemError(FULL);
    },
  }),
];

function placeOf(given: string | string[] | undefined): number | undefined {
  if (given === undefined || given === '') return undefined;
  if (typeof given === 'string' && /^\d{1,15}$/.test(given)) return Number(given);
  throw wrongField('Last-Event-ID', 'must be the id of an event of this stream');
}
