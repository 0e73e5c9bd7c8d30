import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'rare-sequence',
  version: '1.0.0',
  title: 'An order of acts that is rare for this agent',
  description:
    'In five minutes one session goes from act to act in an order that sessions of the same agent hardly ever show. Counts only how often one kind of act (a program, a read, an edit, an MCP server) follows another.',
  severity: 'low',
  confidence: 'low',
  maturity: 'experimental',
  attack: ['T1059'],
  atlas: ['AML.T0053'],
  owasp: ['ASI10'],
  needs: ['activity'],
  fields: ['agent.id'],
  order: 'event-time',
  keyBy: 'entity',
  window: { seconds: 60 * 86_400, maxKeys: 1000 },
  falsePositives: ['A new kind of task.'],
  blindSpots: ['Acts in a usual order, whatever they do.', 'Fewer acts than a mix needs.'],
  triage: [
    'Read the acts of these minutes in order.',
    'See whether other alerts are about the same session; alone it proves nothing.',
  ],
};
