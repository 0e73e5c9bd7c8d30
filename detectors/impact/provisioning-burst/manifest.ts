import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'provisioning-burst',
  version: '1.0.0',
  title: 'Much computing power ordered',
  description:
    'One session orders machines with GPUs, a fleet of spot machines, very many replicas, or machines in several regions within an hour. It counts what the commands and tools of the agent ask for, over calls. A single machine is nothing, a single one with a GPU is recorded and no more.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1578.002', 'T1496.001', 'T1535'],
  atlas: ['AML.T0034'],
  owasp: ['ASI02', 'ASI08', 'LLM10'],
  needs: ['exec', 'mcp.call', 'tool.call'],
  fields: ['action.command', 'action.arguments'],
  order: 'event-time',
  keyBy: 'scope',
  window: { seconds: 7_200, maxKeys: 20_000 },
  falsePositives: ['A load test, or a training run, that a person planned.', 'Scaling for an expected event.'],
  blindSpots: [
    'Orders made by applying a configuration: what it asks for is not in the command.',
    'Quotas and prices are not known; a bound of machines stands for money.',
  ],
  triage: [
    'See in the account what runs, and where; end what nobody planned.',
    'Look at what the machines were started with: user data, image, container.',
    'Set a quota or budget alarm for the account.',
    'Read the prompt: how much was asked for?',
  ],
};
