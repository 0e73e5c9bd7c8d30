import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'listener',
  version: '1.0.0',
  title: 'A way in from the network was opened',
  description:
    'A program waits for connections from other machines and gives whoever comes more than a web page: a raw netcat or socat listener (low), a folder with credentials served by a one-line web server, a debugger, notebook, remote screen or database without a password, or the socket of the container engine put on the network. Development servers and anything on the loopback are silent; a shell that is offered is the matter of reverse-shell.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1571', 'T1059'],
  atlas: [],
  owasp: ['ASI05'],
  needs: ['exec', 'mcp.call', 'tool.call', 'file.write'],
  fields: ['action.command'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'A container that publishes no port: what listens on all its addresses is not reachable.',
    'Debugging across two machines of a laboratory network.',
  ],
  blindSpots: [
    'Programs that open their port by a configuration file, or by code that Gander did not see.',
    'Firewalls and port forwarding that make a loopback service reachable: see tunnel.',
  ],
  triage: [
    'See what listens now (ss -ltnp) and from where it can be reached.',
    'Look at the log of connections since; an unknown address that came in is an incident.',
    'Stop it or bind it to 127.0.0.1.',
  ],
};
