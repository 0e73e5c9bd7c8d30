import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'guard-bypass',
  version: '1.0.0',
  title: "An agent's guard is switched off",
  description:
    'An agent is made to ask nobody or to leave its sandbox: started with a bypass flag or mode, permissions widened to everything (`Bash(*)`), automatic approval or a disabled sandbox written into its settings by edit, jq, sed or a file moved into place, with keys spelt in escapes and numbers for false as well, or its mode raised in the middle of a session.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1685', 'T1548'],
  atlas: ['AML.T0081'],
  owasp: ['ASI09', 'ASI10'],
  needs: ['exec', 'file.write', 'mcp.call', 'tool.call', 'config.change'],
  fields: ['action.command', 'action.path', 'action.content', 'action.setting'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'Runs in containers and CI that have no person by design.',
    'A developer who switches modes for a while (low).',
    'Allow rules for single commands (silent).',
  ],
  blindSpots: [
    'Settings that were there before the session began.',
    'Bypass by an environment file that a wrapper reads.',
  ],
  triage: [
    'Who switched it off: the person, or the agent itself?',
    'Look at what was done without asking since.',
    'Put the guard back; if the agent did it by itself, treat the session as hostile.',
  ],
};
