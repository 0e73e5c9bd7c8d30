import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'model-endpoint-moved',
  version: '1.0.0',
  title: "An agent's model calls are sent elsewhere",
  description:
    'A variable or setting that says where model calls go is set, in a command or by a change of configuration, to an address that is neither a known provider nor configured as ours. Prompts, code and the API key then go there. Medium for an address without a name or encryption and for tunnels, low for other hosts, as gateways are. Settings files are told by agent-config.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1567', 'T1557'],
  atlas: ['AML.T0025'],
  owasp: ['ASI04', 'LLM02'],
  needs: ['exec', 'config.change'],
  fields: ['action.command'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: ['A gateway of the company: list it under context.modelEndpoints.'],
  blindSpots: [
    'A proxy or name server that sends a known name elsewhere.',
    'An SDK that takes the address in its code.',
  ],
  triage: ['Whose is the address?', 'See which calls were made since, and rotate the API key if any was.'],
};
