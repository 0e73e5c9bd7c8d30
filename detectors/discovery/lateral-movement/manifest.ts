import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'lateral-movement',
  version: '1.0.0',
  title: 'Way to other machines',
  description:
    "A login to another machine with a key that the session read before, or with a password on the command line; logins to every host that this machine knows; many machines in a short time; somebody's running SSH agent used by its socket; tools that run commands on machines of a domain. A login with one's own key is daily work and quiet.",
  severity: 'medium',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1021', 'T1021.004', 'T1550', 'T1563.001', 'T1570'],
  atlas: [],
  owasp: ['ASI10', 'ASI03'],
  needs: ['exec', 'file.read', 'mcp.call', 'tool.call'],
  fields: ['action.command', 'action.path'],
  order: 'event-time',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'Operators who roll something out to a list of machines.',
    'Test machines whose password stands in the documentation.',
  ],
  blindSpots: [
    'A key that is copied under another name before it is used.',
    'Logins inside a program, and remote tools that run without a shell (agents of management systems).',
    'The first login to a machine, when nothing else is known of it.',
  ],
  triage: [
    'See what was run on the other machine, and from there on.',
    'Ask the owner of the key or password whether the task needed it.',
    'Look at the login records of the machines named.',
  ],
};
