import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'subagent-rights',
  version: '1.0.0',
  title: 'A sub-agent may do more than its parent',
  description:
    'Within a session a sub-agent runs in a permission mode that asks less than the mode of the agent that started it, or it does what was refused to that agent: the same program with the same words, the same file, address or tool call.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1548'],
  atlas: [],
  owasp: ['ASI03', 'ASI07'],
  needs: ['exec', 'file.write', 'file.delete', 'net.fetch', 'mcp.call', 'tool.call', 'session.start', 'config.change'],
  fields: ['permission.mode', 'agent.id'],
  order: 'event-time',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'Orchestrators that by design give their workers an isolated place and no questions.',
    'A person who refused the call once, and allowed it to the sub-agent a moment later.',
  ],
  blindSpots: [
    'Agents whose records do not tell sub-agents apart or do not carry the mode.',
    'Tools that the sub-agent has and its parent has not: telemetry does not list them.',
    'A sub-agent in a session of its own that no record links to its parent.',
    'The same effect by other words: another detector.',
  ],
  triage: [
    'Read why the parent was refused, and by whom: a person, a rule or a hook.',
    'See what the parent told the sub-agent to do.',
    'Set the mode of sub-agents in the managed settings of the agent.',
  ],
};
