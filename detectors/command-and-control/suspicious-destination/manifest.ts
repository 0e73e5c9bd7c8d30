import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'suspicious-destination',
  version: '1.0.0',
  title: 'Contact with an odd address',
  description:
    'The agent talks to an address that ordinary software seldom uses: a bare public address on an odd port, a hidden service, a name whose look misleads, a name under a domain that is mostly abused, or one that looks made by a program. Weak by itself, so it is low; a transfer to a hidden service or a misleading name is medium.',
  severity: 'low',
  confidence: 'low',
  maturity: 'stable',
  attack: ['T1071', 'T1571'],
  atlas: [],
  owasp: ['ASI02'],
  needs: ['exec', 'net.fetch', 'mcp.call', 'tool.call'],
  fields: ['action.command', 'action.url'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'A server of the own company that has no name yet: list it under `context.ownedDomains`.',
    'A service that names its hosts by digests.',
  ],
  blindSpots: [
    'Clean names and ports, and addresses that are known only when the command runs.',
    'What programs contact by themselves.',
  ],
  triage: [
    'See what else the session did with this address: a download that was run, a file that was sent.',
    'Look the address up in the logs of proxy and firewall, and in what is known of it.',
  ],
};
