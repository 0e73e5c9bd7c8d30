import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'login-control',
  version: '1.0.0',
  title: 'Login or loading of programs changed',
  description:
    'The agent changes who may log in or what is loaded into programs: PAM rules and modules, ld.so.preload, nsswitch, passwd and group files, authorization plug-ins, and programs in the PATH that stand in for sudo, su or ssh. sudoers is told by the privilege detectors.',
  severity: 'high',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1556.003', 'T1574.006', 'T1556', 'T1547.002', 'T1574.007', 'T1136.001'],
  atlas: [],
  owasp: ['ASI03'],
  needs: ['exec', 'file.write', 'mcp.call', 'tool.call'],
  fields: ['action.command', 'action.path', 'action.content'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'Hardening or identity work on a server that a person asked for.',
    'Entries in /etc/hosts for local development (low).',
  ],
  blindSpots: ['Settings of identity providers and directory services.', 'Libraries replaced in place.'],
  triage: [
    "Compare the file with the package's own or with a machine that is known to be good.",
    'Treat logins since the change as untrusted; restore the file from a trusted source.',
    'Look for how the session got the rights to write there.',
  ],
};
