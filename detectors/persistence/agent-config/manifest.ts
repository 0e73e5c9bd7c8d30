import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'agent-config',
  version: '1.0.0',
  title: "An agent's own configuration changed",
  description:
    'The agent changes what steers agents and editors: hooks, MCP servers, environment and base URLs, key helpers, status lines, commands, skills and plug-ins, and editor tasks that start when a folder is opened. What is put in decides: a hook that fetches or sends, a server from a scratch folder or a raw address, model traffic moved to another host. Loosened permissions and sandboxes are told by guard-bypass.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1546', 'T1554', 'T1557'],
  atlas: ['AML.T0081'],
  owasp: ['ASI04', 'ASI06'],
  needs: ['exec', 'file.write', 'mcp.call', 'tool.call', 'config.change'],
  fields: ['action.command', 'action.path', 'action.content'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'A person has the agent set up its own hooks or servers.',
    'Teams that share settings in the repository (low).',
  ],
  blindSpots: [
    'Settings managed in a console or pushed by an administrator.',
    'Files that the settings name and that change later.',
  ],
  triage: [
    'Read what was put in; which program, server or address is named?',
    'Did the person ask for it, or did it come with text from outside?',
    'Take it back, and look at all agents that have started since in that folder or by that user.',
  ],
};
