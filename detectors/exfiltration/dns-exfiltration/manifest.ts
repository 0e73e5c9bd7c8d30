import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'dns-exfiltration',
  version: '1.0.0',
  title: 'Data carried out in names asked of DNS',
  description:
    'A command asks for host names that are made of data: the output of a program or a file put in front of a zone, encoded text as a label, many such names of one zone, or a tool that does nothing else. Any program that resolves names can do it (ping, dig, nslookup, host, getent, curl), and DNS is rarely blocked.',
  severity: 'high',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1048', 'T1048.003', 'T1071.004', 'T1132.001'],
  atlas: ['AML.T0025'],
  owasp: ['ASI02', 'LLM02'],
  needs: ['exec', 'mcp.call', 'tool.call', 'net.fetch'],
  fields: ['action.command', 'action.url'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'Looking up the names of a list, one by one (not told, unless the words are encoded).',
    'Host names of content networks and clouds that hold hashes (names of known services are left out).',
  ],
  blindSpots: [
    'Words of a dictionary as a code; one short label in each call over days.',
    'Names that a program makes inside itself.',
  ],
  triage: [
    'Whose is the zone? Look at its name servers and its age.',
    'See what was put into the names: the file or program in front of the encoder.',
    'Look at the resolver’s log for further names of that zone, from this host and others.',
  ],
};
