import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'agent-state-read',
  version: '1.0.0',
  title: "An agent's own state read by another",
  description:
    'The folder in which an AI agent keeps its credentials, conversations and settings (~/.claude, ~/.codex, ~/.gemini and their like) is read by another agent, or copied as a whole by anyone. Conversations hold what was pasted and read, secrets included.',
  severity: 'low',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1552.001', 'T1005'],
  atlas: ['AML.T0055'],
  owasp: ['ASI03'],
  needs: ['exec', 'file.read', 'mcp.call', 'tool.call'],
  fields: ['action.command', 'action.path'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'A move of settings or conversations from one agent to another that the person asked for.',
    'Backups of the home folder.',
  ],
  blindSpots: [
    'Programs that are no watched agent: their reads are not in the telemetry of agents.',
    'An agent that reads its own conversations, which is daily work.',
    'Folders moved by a setting, such as CLAUDE_CONFIG_DIR.',
  ],
  triage: [
    'See what was read, and whether anything was sent afterwards.',
    'Log the other agent out and in again when its credentials were read.',
    'Look for secrets in the conversations that were read, and rotate them.',
  ],
};
