import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'exposure',
  version: '1.0.0',
  title: 'Data or services opened to everyone',
  description:
    'A protection is taken off so that strangers get in: a firewall opened to every address, a bucket, snapshot or repository made public, a policy that allows everything, authentication or TLS verification switched off for good, a credential file put into version control. Flags for one call on this machine are left out; settings that are only written to a file are recorded and no more unless they are of production.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1686.001', 'T1530', 'T1552.001'],
  atlas: [],
  owasp: ['ASI03', 'ASI10'],
  needs: ['exec', 'file.write', 'mcp.call', 'tool.call'],
  fields: ['action.command', 'action.content'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'A public web site: its bucket and its ports 80 and 443 are meant for everyone.',
    'A repository that is published on purpose.',
    'A test key or an encrypted file with the name of a credential.',
  ],
  blindSpots: [
    'Policies in files that the session did not write.',
    'Widening in small steps, or to one foreign account.',
    'What `git add .` takes in.',
  ],
  triage: [
    'See from the outcome whether it took effect, and take it back first.',
    'Find out what lies behind it, and since when it has been open.',
    'A committed or published secret is to be changed, not only removed.',
    'Look in the access logs for strangers in between.',
  ],
};
