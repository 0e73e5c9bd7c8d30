import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'memory-poisoning',
  version: '1.0.0',
  title: "Orders planted in an agent's memory",
  description:
    'The agent writes orders into what it or other agents read at each start (CLAUDE.md, AGENTS.md, GEMINI.md, MEMORY.md, rules, memory tools): to run something from the network, to send secrets or work away, to hide it from people, to ask nobody; or text that is hidden from people, or that came from outside. Notes about the project are daily work and say nothing.',
  severity: 'high',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1546', 'T1565.001'],
  atlas: ['AML.T0080'],
  owasp: ['ASI06', 'LLM04'],
  needs: ['exec', 'file.write', 'mcp.call', 'tool.call'],
  fields: ['action.command', 'action.path', 'action.content'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: ['Security notes that quote such orders.', 'Setup sections with an installer line.'],
  blindSpots: ['Orders in neutral words.', 'Memories kept by a vendor, out of sight.'],
  triage: [
    'Read what was written, with hidden characters shown; who wrote that text?',
    'Take it out, in all branches and copies; see which sessions read it since.',
    'Look at what those sessions sent or ran.',
  ],
};
