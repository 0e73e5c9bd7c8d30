import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'tool-description-changed',
  version: '1.0.0',
  title: 'An MCP tool gives orders, or is not what it was',
  description:
    'A server lists its tools with descriptions that speak to the agent: orders to read secrets first, to call other tools, to tell the user nothing. Or it describes a tool that it listed before in this session otherwise now. A tool that only disappears is not told: lists fail and differ by user.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'experimental',
  attack: ['T1195.002', 'T1554'],
  atlas: ['AML.T0110', 'AML.T0010.005'],
  owasp: ['ASI02', 'ASI04'],
  needs: ['mcp.call', 'tool.call'],
  fields: ['outcome.output'],
  order: 'event-time',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 20_000 },
  falsePositives: ['A server that was updated while the session ran (low).', 'Honest descriptions with many musts.'],
  blindSpots: [
    'Agents and servers that do not tell the list of tools with its answer: most do not.',
    'A change between two sessions.',
    'A tool that keeps its words and does something else.',
  ],
  triage: [
    'Read both descriptions.',
    'See which version of the server runs and who published it.',
    'Look at what the agent did after the list came: files read, other tools called.',
  ],
};
