import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'local-account',
  version: '1.0.0',
  title: 'Local account made or raised',
  description:
    'The agent makes a user of this machine, lets one become root, hides one, or sets the password of root. Accounts of services, and those made while an image is built, are daily work.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1136.001', 'T1098.007', 'T1564.002', 'T1098'],
  atlas: [],
  owasp: ['ASI03'],
  needs: ['exec'],
  fields: ['action.command'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: ['Setting up a server or a container that a person asked for.'],
  blindSpots: ['Accounts of directory services and identity providers.'],
  triage: ['Whose account is it, and who asked for it?', 'Lock it, look for logins with it and for its keys.'],
};
