import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'network-scan',
  version: '1.0.0',
  title: 'Network searched for hosts and services',
  description:
    'A scanner over a network, a prober of web services, a loop over addresses or ports by hand (ping, netcat, /dev/tcp), or many different private addresses within minutes. The loopback, a single port, and a health check are not scans; one host scanned by name is recorded as low.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1046', 'T1018', 'T1595'],
  atlas: [],
  owasp: ['ASI10'],
  needs: ['exec', 'net.fetch', 'mcp.call', 'tool.call'],
  fields: ['action.command'],
  order: 'event-time',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'Administration of a network, inventory, and penetration tests that were asked for: list the repository under `context.engagements`.',
    'Health checks over a cluster that has many nodes.',
  ],
  blindSpots: [
    'A slow scan, over hours or several sessions.',
    'Scans inside a program that is built or downloaded; the firewall sees them.',
    'Services asked for by name through a proxy.',
  ],
  triage: [
    'See which addresses answered, and what the session did with them next.',
    'Ask whether the task was about the network at all.',
    'Compare with the firewall: which hosts were really reached from this one.',
  ],
};
