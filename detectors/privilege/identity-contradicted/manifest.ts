import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'identity-contradicted',
  version: '1.0.0',
  title: 'Identity contradicted or missing',
  description:
    "A record claims another host or user than the token that it came with: somebody forges records, or a token is used by another machine. Also a session that goes on at a second host under that host's token, and, when the setting `requireIdentity` is on, sessions that nobody vouches for.",
  severity: 'medium',
  confidence: 'high',
  maturity: 'stable',
  attack: ['T1036', 'T1550', 'T1078'],
  atlas: [],
  owasp: ['ASI03'],
  needs: [
    'exec',
    'file.read',
    'file.write',
    'file.delete',
    'net.fetch',
    'mcp.call',
    'tool.call',
    'prompt',
    'session.start',
  ],
  fields: ['host', 'user', 'identityBasis'],
  order: 'event-time',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'A host that was renamed, or a token that was handed to a second machine without a new one being made.',
    'A session that its person moved to another machine on purpose.',
  ],
  blindSpots: [
    'Listeners without tokens: nothing vouches, so nothing can be contradicted.',
    'Records that claim nothing about host and user.',
    'Several hosts behind one token that names no host.',
  ],
  triage: [
    'Find which machine holds the token: the name of the token is in the console under Sources.',
    'Compare the record with what the machine itself logged at that time.',
    'Make a new token for each machine and end the shared one.',
  ],
};
