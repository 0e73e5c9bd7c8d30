import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'provider-outage',
  version: '1.0.0',
  title: 'Model calls fail across the fleet',
  description:
    'Calls of models fail in several sessions at once. One notice for the fleet; failed model calls raise no other statistical alert.',
  severity: 'low',
  confidence: 'medium',
  maturity: 'experimental',
  attack: ['T1499'],
  atlas: [],
  owasp: ['ASI08'],
  needs: ['activity'],
  fields: ['outcome.status'],
  order: 'event-time',
  keyBy: 'entity',
  window: { seconds: 1 * 86_400, maxKeys: 1000 },
  falsePositives: ['Several sessions that share one wrong key or one exhausted budget.'],
  blindSpots: ['Agents that do not tell failed calls of models.'],
  triage: [
    'Look at the status page of the provider and at your gateway.',
    'If only one account fails, look at its key and budget.',
  ],
};
