/** The metadata service of cloud machines: who asks it for an identity gets the machine's credentials. */
import type { Destination, EventAnalysis } from '../../contracts/analysis';
import type { AgentEvent } from '../../contracts/event';
import { argv, invocations } from '../programs';
import type { Access } from './detector';

/** Paths of the metadata services that hand out credentials, not facts about the machine. */
const IDENTITY = /security-credentials|\/token\b|identity|oauth2|user-data|service-accounts|\/credentials|role-arn/i;

export function inRequests(event: AgentEvent, analysis: EventAnalysis): Access[] {
  const asked = analysis.destinations.find((destination) => destination.class === 'metadata');
  if (!asked) return [];
  const text = requestText(event, analysis, asked);
  const identity = IDENTITY.test(text);
  return [
    {
      what: `metadata:${asked.host}`,
      why: identity
        ? `The cloud metadata service (${asked.host}) is asked for credentials`
        : `The cloud metadata service (${asked.host}) is asked about the machine`,
      severity: identity || asked.disguised ? 'high' : 'low',
      techniques: ['T1552.005'],
      excerpt: text.slice(0, 300),
    },
  ];
}

function requestText(event: AgentEvent, analysis: EventAnalysis, asked: Destination): string {
  if (event.action.type === 'net.fetch') return event.action.url ?? asked.given;
  const call = invocations(analysis).find((one) =>
    argv(one).some((word) => word.includes(asked.given) || word.includes(asked.host)),
  );
  return call ? [call.path, ...argv(call)].join(' ') : asked.given;
}
