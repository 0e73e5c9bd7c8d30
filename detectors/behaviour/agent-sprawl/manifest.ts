import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'agent-sprawl',
  version: '1.0.0',
  title: 'Sub-agents multiply',
  description:
    'One session has started, or runs, far more sub-agents within minutes than work needs. Counts the distinct sub-agents that are started and those that act, whichever the source tells; needs no content.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'experimental',
  attack: ['T1496'],
  atlas: ['AML.T0034'],
  owasp: ['ASI08', 'ASI10', 'LLM10'],
  needs: ['agent.spawn', 'exec', 'file.read', 'file.write', 'tool.call', 'mcp.call', 'hidden'],
  fields: ['agent.id'],
  order: 'event-time',
  keyBy: 'scope',
  window: { seconds: 3_600, maxKeys: 50_000 },
  falsePositives: ['A planned fan-out: raise `many` for installations that work so.'],
  blindSpots: [
    'Sub-agents that have conversations of their own and are not linked to their parent by the source.',
    'A swarm that grows slower than the window.',
  ],
  triage: [
    'Look at what the first sub-agents were asked to do, and whether their tasks are the same.',
    'See tokens and cost of the session in the last hour.',
    'If nobody meant it: stop the main session, then its sub-agents.',
  ],
};
