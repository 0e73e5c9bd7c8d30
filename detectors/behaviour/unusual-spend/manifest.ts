import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'unusual-spend',
  version: '1.0.0',
  title: 'Far more tokens or money than is usual here',
  description:
    'Tokens or cost in five minutes are far above what was learnt for the host, repository, account, agent or fleet, or one session uses many times what sessions of the same agent use, or a hard bound is broken. The hard bounds are settings and need no learning.',
  severity: 'medium',
  confidence: 'low',
  maturity: 'experimental',
  attack: ['T1496'],
  atlas: ['AML.T0034'],
  owasp: ['ASI08', 'LLM10'],
  needs: ['activity'],
  fields: ['account'],
  order: 'event-time',
  keyBy: 'entity',
  window: { seconds: 60 * 86_400, maxKeys: 5000 },
  falsePositives: ['A session with a very large context, or a batch job: raise the bounds.'],
  blindSpots: ['Agents that tell neither tokens nor cost.', 'Spending of keys that no agent here uses.'],
  triage: [
    'Look at the model and the size of the context, and at whether calls repeat.',
    'Ask whether the work was planned; stop the session when nobody knows it.',
    'Set a limit at the provider.',
  ],
};
