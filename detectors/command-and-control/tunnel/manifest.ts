import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'tunnel',
  version: '1.0.0',
  title: 'A tunnel out of the network was opened',
  description:
    'A way through the firewall is opened: reverse and dynamic forwards of ssh and its kin, relays such as chisel, frp, ligolo or gost, services that publish a local port, shared terminals, tunnels in DNS or ICMP, and configuration files of these, also when the program has another name. What lets others in (a reverse forward of the login port, a SOCKS server, a relay to a bare address) is high; showing a development server to a colleague is low; a local forward through a bastion is silent.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1572', 'T1090'],
  atlas: [],
  owasp: ['ASI05', 'ASI10'],
  needs: ['exec', 'mcp.call', 'tool.call', 'file.write'],
  fields: ['action.command'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'A demonstration or a webhook under development that the person wants seen from outside.',
    'The company’s own relay: list its domain under `context.ownedDomains`.',
  ],
  blindSpots: [
    'Tunnels in libraries of a program, and programs of other names whose arguments say nothing.',
    'A virtual network that is already up.',
  ],
  triage: [
    'See whether it is up (ss -tnp, ps) and who is at the other end.',
    'Ask whether the person wanted this port seen from outside.',
    'End it; look for what came in through it, and for what starts it again.',
  ],
};
