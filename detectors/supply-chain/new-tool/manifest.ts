import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'new-tool',
  version: '1.0.0',
  title: 'An MCP server that nobody here has used before',
  description:
    'The first call of an MCP server, or of another tool of a known one, in the whole organisation as the agents’ telemetry names it. Told after some days and calls, when it is known what is usual. It is no alarm: it says what to read beside one. Approved servers are left out.',
  severity: 'low',
  confidence: 'high',
  maturity: 'experimental',
  attack: ['T1195.002'],
  atlas: ['AML.T0010.005'],
  owasp: ['ASI02', 'ASI04'],
  needs: ['mcp.call'],
  fields: ['action.server'],
  order: 'event-time',
  keyBy: 'account',
  window: { seconds: 60 * 86_400, maxKeys: 5_000 },
  falsePositives: ['A server that is being introduced: list it under context.approvedMcpServers.'],
  blindSpots: [
    'Agents whose telemetry names no organisation or account.',
    'A server under the name of a known one.',
    'What is new in the first days.',
  ],
  triage: [
    'Find out who added the server, from where, and which version runs.',
    'Read what its tools say of themselves.',
    'If it is wanted, list it as approved.',
  ],
};
