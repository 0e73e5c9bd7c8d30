import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'rendered-link',
  version: '1.0.0',
  title: 'A link in the answer carries data',
  description:
    'Text that the agent answers with holds an image or link whose address carries a secret, or encoded data to a place that catches it. Images are fetched as soon as the answer is shown; links when somebody clicks.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'experimental',
  attack: ['T1567', 'T1041'],
  atlas: ['AML.T0077'],
  owasp: ['ASI02', 'LLM05'],
  needs: ['output'],
  fields: ['action.text'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: ['Links to dashboards, badges or images whose address is signed (low).'],
  blindSpots: ['Short codes that stand for data.', 'Agents that hide their answers.'],
  triage: [
    'Do not open the link. Decode what its query carries.',
    'Whose is the host?',
    'Look at what the agent read from outside before the answer.',
  ],
};
