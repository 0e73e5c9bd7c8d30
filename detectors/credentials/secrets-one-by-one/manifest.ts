import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'secrets-one-by-one',
  version: '1.0.0',
  title: 'Many secrets taken one by one',
  description:
    'Within half an hour a session takes many different secrets out of secret stores (keychains, password managers, Vault, secret managers of clouds and clusters, tools that hand out secrets), each by its name. One by name is daily work; so many are a harvest that keeps below what a bulk read would show.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1555', 'T1555.005', 'T1555.006'],
  atlas: ['AML.T0055'],
  owasp: ['ASI03', 'LLM02'],
  needs: ['exec', 'mcp.call', 'tool.call'],
  fields: ['action.command', 'action.arguments'],
  order: 'event-time',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: ['A move of secrets from one store to another, or a deployment that fills many settings.'],
  blindSpots: ['Over hours or several sessions.', 'A library that asks the store itself.'],
  triage: [
    'See which secrets were taken and whether the task needs each of them.',
    "Compare with the store's own audit log.",
    'Rotate those that were not needed.',
  ],
};
