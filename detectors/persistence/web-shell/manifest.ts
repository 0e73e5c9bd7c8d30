import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'web-shell',
  version: '1.0.0',
  title: 'Web shell written',
  description:
    'The agent writes a page that runs what a request asks for: PHP, JSP, ASP and their like that pass a parameter to a shell or to eval.',
  severity: 'high',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1505.003'],
  atlas: [],
  owasp: ['ASI05'],
  needs: ['exec', 'file.write', 'mcp.call', 'tool.call'],
  fields: ['action.command', 'action.path', 'action.content'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: ['Exercises and tests about such holes.', "A scanner's signatures."],
  blindSpots: ['Holes in a program of the project that are no page by themselves.', 'Obfuscated pages.'],
  triage: [
    'Where does the file lie, and is the folder served?',
    "Take it out; look at the web server's log for requests to it.",
  ],
};
