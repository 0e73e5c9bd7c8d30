import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'root-certificate',
  version: '1.0.0',
  title: 'Root certificate trusted',
  description:
    'The agent makes the machine trust another certificate authority: into the keychain, the certificate store of Windows, the trust anchors of Linux, of Java or of a browser. Who holds its key can read and change encrypted traffic.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1553.004'],
  atlas: [],
  owasp: ['ASI10'],
  needs: ['exec', 'file.write'],
  fields: ['action.command', 'action.path'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'Local development certificates (mkcert: low).',
    'Corporate proxies whose authority a person installs.',
    'Image builds that add a company authority (low).',
  ],
  blindSpots: ['Trust set by a browser or device policy.'],
  triage: [
    'Whose authority is it; who has its key?',
    'Take it out of the store, and see what was fetched while it was trusted.',
  ],
};
