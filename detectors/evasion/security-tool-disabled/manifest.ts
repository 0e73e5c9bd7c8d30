import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'security-tool-disabled',
  version: '1.0.0',
  title: 'Protection of the machine switched off',
  description:
    'The agent stops, removes or weakens what protects or watches the machine or cloud account: firewall, SELinux and AppArmor, audit, antivirus and endpoint sensors, Gatekeeper and system integrity, Defender, cloud audit trails and detectors. Opening one port and stopping development services are none.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1685', 'T1686', 'T1685.004', 'T1685.002', 'T1685.001', 'T1553.001', 'T1686.003'],
  atlas: [],
  owasp: ['ASI10'],
  needs: ['exec', 'file.write'],
  fields: ['action.command', 'action.path'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    "Troubleshooting on a machine of one's own that a person asked for.",
    'Replacing one product by another.',
  ],
  blindSpots: ['Policies changed in a console.', 'Sensors starved rather than stopped.'],
  triage: [
    'Switch it on again.',
    'Look at what the session did while it was off, from another source than this machine.',
  ],
};
