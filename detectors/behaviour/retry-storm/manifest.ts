import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'retry-storm',
  version: '1.0.0',
  title: 'The same act fails again and again',
  description:
    'A session repeats the same call, or the same short cycle of calls, with the same failure and without changing anything in between. Numbers, ids and temporary names in the arguments are taken as equal.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'experimental',
  attack: ['T1499'],
  atlas: ['AML.T0034'],
  owasp: ['ASI08', 'LLM10'],
  needs: ['exec', 'file.read', 'file.write', 'file.delete', 'net.fetch', 'mcp.call', 'tool.call'],
  fields: ['outcome.status'],
  order: 'event-time',
  keyBy: 'scope',
  window: { seconds: 3_600, maxKeys: 50_000 },
  falsePositives: [
    'Waiting for a service that comes up, when the probe fails until then: a pause in the command is recognised, a pause of the agent is not.',
  ],
  blindSpots: [
    'Commands whose text is hidden: only the tool name is compared, and that is not taken as the same act.',
    'A loop that edits a file in between, and changes nothing that matters.',
  ],
  triage: [
    'Look at the failure of the first repetition: what does the agent not understand?',
    'See whether other sessions repeat the same: then a service is down.',
    'Stop the session when nobody watches it.',
  ],
};
