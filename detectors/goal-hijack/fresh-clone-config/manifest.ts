import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'fresh-clone-config',
  version: '1.0.0',
  title: 'A fresh clone carries settings that run',
  description:
    'A repository that this session cloned or unpacked holds settings of an agent or editor that start something by themselves or send model calls elsewhere: hooks, MCP servers, a base URL, tasks that run when the folder is opened, rules that allow every command. Low when the settings are only read; high when an agent or editor is then started in that folder.',
  severity: 'low',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1195.002', 'T1546'],
  atlas: ['AML.T0010.005'],
  owasp: ['ASI04', 'LLM03'],
  needs: ['exec', 'file.read'],
  fields: ['action.command', 'action.path', 'outcome.output'],
  order: 'event-time',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: ['Teams that commit shared hooks, MCP servers or editor tasks to their own repositories.'],
  blindSpots: [
    'Settings that come with a later pull, or with a clone made before the session.',
    'Settings that the agent program reads itself without a tool call, when nobody looked at them.',
    'Agents that hide the answers of their tools.',
  ],
  triage: [
    'Read the settings: what would they start, and where would they send calls?',
    'See whether the folder was trusted or an agent or editor was started in it; if so, treat keys and tokens of that account as shown.',
    'Ask where the repository came from (a job interview, an issue, a message).',
  ],
};
