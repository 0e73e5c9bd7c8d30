import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'agent-drift',
  version: '1.0.0',
  title: 'What an agent does has moved over weeks',
  description:
    'The mix of acts of an agent in the last days is far from that of the two weeks before. Told once, with the versions, models and changes of instruction files that are new in these weeks.',
  severity: 'low',
  confidence: 'low',
  maturity: 'experimental',
  attack: ['T1565'],
  atlas: ['AML.T0018'],
  owasp: ['ASI10', 'ASI06'],
  needs: ['activity'],
  fields: ['agent.id'],
  order: 'event-time',
  keyBy: 'entity',
  window: { seconds: 60 * 86_400, maxKeys: 1000 },
  falsePositives: ['A change of season: from building to mending, or another team.'],
  blindSpots: ['A change that is slower than weeks.', 'Acts of the usual kinds with another aim.'],
  triage: ['Look at what is new beside it: version, model, instructions.', 'Compare some sessions of then and now.'],
};
