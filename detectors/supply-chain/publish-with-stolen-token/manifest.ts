import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'publish-with-stolen-token',
  version: '1.0.0',
  title: 'A publish token is read, then something is published',
  description:
    'The session opens the file that holds the token of a package registry or forge, and later publishes a package of that registry or starts a workflow of that forge. Publishing by itself needs no one to look into that file.',
  severity: 'high',
  confidence: 'medium',
  maturity: 'experimental',
  attack: ['T1195.002', 'T1552.001', 'T1078'],
  atlas: ['AML.T0010'],
  owasp: ['ASI03', 'ASI04'],
  needs: ['exec', 'file.read'],
  fields: ['action.command', 'action.path'],
  order: 'event-time',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: ['A person has a failing release debugged: the agent looks at the settings and publishes again.'],
  blindSpots: [
    'A token taken from a variable, or used from another machine.',
    'The token is read in one session and used in another.',
  ],
  triage: [
    'Which version was published? Withdraw it if nobody meant it.',
    'Revoke the token.',
    'Look at what the agent read from outside before.',
  ],
};
