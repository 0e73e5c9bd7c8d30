/** The metadata service of cloud machines: who asks it for an identity gets the machine's credentials. */
import type { Destination, EventAnalysis } from '../../../contracts/analysis';
import type { AgentEvent } from '../../../contracts/event';
import { RELAYS, argv, invocations } from '../../programs';
import type { Access } from './access';

/** Paths of the metadata services that hand out credentials, not facts about the machine. */
const IDENTITY = /security-credentials|\/token\b|identity|oauth2|user-data|service-accounts|\/credentials|role-arn/i;

/** What a machine is started with; passwords and join tokens are often in it. */
const START_UP = /user_?data|vendor_data|meta_data\.json|customdata|startup-script/i;

export function inRequests(event: AgentEvent, analysis: EventAnalysis): Access[] {
  const asked = analysis.destinations.find((destination) => destination.class === 'metadata');
  if (!asked) return [];
  const text = requestText(event, analysis, asked);
  const spoken = `${text}\n${spokenText(analysis, asked)}`;
  const identity = IDENTITY.test(spoken);
  const startUp = START_UP.test(spoken);
  return [
    {
      what: `metadata:${asked.host}`,
      why: identity
        ? `The cloud metadata service (${asked.host}) is asked for credentials`
        : `The cloud metadata service (${asked.host}) is asked about the machine${startUp ? ' and what it was started with' : ''}`,
      severity: identity || asked.disguised ? 'high' : startUp ? 'medium' : 'low',
      techniques: ['T1552.005'],
      excerpt: text.slice(0, 300),
    },
  ];
}

/** The request may be written by another program than the one that connects: `printf 'GET …' | nc`, or to a descriptor. */
function spokenText(analysis: EventAnalysis, { given, host }: Destination): string {
  const all = invocations(analysis);
  const byHand = all.some(
    (one) =>
      (RELAYS.has(one.program) && argv(one).some((word) => word === host || given.startsWith(word))) ||
      one.redirections.some(({ target }) => target.text === given),
  );
  return byHand
    ? all
        .slice(0, 50)
        .map((one) => argv(one).join(' ').slice(0, 1_000))
        .join('\n')
    : '';
}

function requestText(event: AgentEvent, analysis: EventAnalysis, asked: Destination): string {
  if (event.action.type === 'net.fetch') return event.action.url ?? asked.given;
  // Of those that name it the innermost: the others only hand it on, as text.
  const call = invocations(analysis).findLast((one) =>
    argv(one).some((word) => word.includes(asked.given) || word.includes(asked.host)),
  );
  return call ? [call.path, ...argv(call)].join(' ') : asked.given;
}
