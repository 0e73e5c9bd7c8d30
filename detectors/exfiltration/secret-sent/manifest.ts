import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'secret-sent',
  version: '1.0.0',
  title: 'Secret sent to a foreign destination',
  description:
    'The value of a secret goes to a public destination that is neither its own service nor configured as ours: in a URL, a body, a header, a host name that is looked up, a git address, or what a tool sends. Gander never sees the value: the collector puts a keyed fingerprint in its place, which follows it through base64, hex and URL encoding. When the session met the same fingerprint before (a file that was read, output, a prompt), the two are one secret.',
  severity: 'high',
  confidence: 'high',
  maturity: 'stable',
  attack: ['T1041', 'T1567', 'T1552'],
  atlas: [],
  owasp: ['ASI02', 'LLM02'],
  needs: ['exec', 'net.fetch', 'mcp.call', 'tool.call'],
  fields: ['action.command', 'action.url', 'action.arguments'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'A self-hosted service or a gateway that takes tokens of the maker: add it to the owned domains or model endpoints.',
    'Moving settings to a hosting service that Gander does not know as one.',
  ],
  blindSpots: [
    'Values without a form of their own (a password from a file, sent as bare text), unless a name stands beside them.',
    'A secret that is read and sent within one program, or through a variable whose value the command does not show.',
    'Passwords and tokens without a maker that log in to a public host: which host they are for is not known.',
    'Encryption, own encodings, and values cut into pieces.',
  ],
  triage: [
    'Revoke the secret first: the entity names its fingerprint and class, the evidence where the session met it.',
    'See whether the request succeeded, and whose the destination is.',
    'Look for what made the agent do it: text from outside before it, or a prompt.',
    'Search the fingerprint in other sessions.',
  ],
};
