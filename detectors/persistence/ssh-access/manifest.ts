import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'ssh-access',
  version: '1.0.0',
  title: 'SSH access opened',
  description:
    'The agent lets somebody in by SSH: a key added to authorized_keys, a server setting that allows root, passwords or foreign key files, or a client setting that runs a command at each connection. Known hosts and ordinary host entries are daily work.',
  severity: 'high',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1098.004', 'T1021.004'],
  atlas: [],
  owasp: ['ASI03'],
  needs: ['exec', 'file.write', 'mcp.call', 'tool.call'],
  fields: ['action.command', 'action.path', 'action.content'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: ['Provisioning a machine that a person asked for.', 'Repositories that hold keys for images (low).'],
  blindSpots: ['Keys that a cloud console or an image brings.', 'Certificates signed by a trusted SSH authority.'],
  triage: [
    'Whose key is it? Compare with the keys that are known.',
    'Remove it, look for logins with it since, and at where the session got the key from.',
  ],
};
