import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'spend-and-publish',
  version: '1.0.0',
  title: 'Money spent, or something said in public',
  description:
    'Acts that cannot be taken back and that a person would want to be asked about: a payment, a purchase or a transfer of coins, messages to many people, a package or release published, a public post; by commands, tools of the agent and calls of payment interfaces. Test modes and rehearsals are left out. Publishing is recorded and no more, as releases are daily work.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1657'],
  atlas: [],
  owasp: ['ASI02', 'ASI09'],
  needs: ['exec', 'mcp.call', 'tool.call', 'net.fetch'],
  fields: ['action.command', 'action.arguments'],
  order: 'event-time',
  keyBy: 'scope',
  window: { seconds: 3_600, maxKeys: 20_000 },
  falsePositives: [
    'An agent whose work it is to pay or to write to customers.',
    'A payment interface in a test mode that does not say so.',
  ],
  blindSpots: [
    'Payments by clicks in a browser.',
    'Releases made by a pipeline after a push.',
    'Amounts are not weighed against each other.',
  ],
  triage: [
    'See whether it went through, and whether it can be stopped: void, refund, unpublish within the first hours.',
    'Find out who approved the call: a person, a rule, nobody.',
    'Read what came before: text from outside that asked for it?',
  ],
};
