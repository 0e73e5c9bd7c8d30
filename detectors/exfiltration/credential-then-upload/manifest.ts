import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'credential-then-upload',
  version: '1.0.0',
  title: 'Credentials read, then unknown data sent to a new host',
  description:
    'A key or cloud credential is read in one act, and within half an hour a later act sends data that only running shows to a public host that the session has not named before. That the two are one is not proven: where the value or the file can be followed, other detectors do. What is sent and known to be something else says nothing.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1552', 'T1041', 'T1567'],
  atlas: [],
  owasp: ['ASI02', 'ASI03'],
  needs: ['exec', 'file.read', 'mcp.call', 'tool.call'],
  fields: ['action.command', 'action.path'],
  order: 'event-time',
  keyBy: 'scope',
  window: { seconds: 1_800, maxKeys: 20_000 },
  falsePositives: [
    'Deployment that reads a credential and then calls the service for which it is, with a body made at run time: own the domain.',
  ],
  blindSpots: [
    'Hosts that the session talked to before the credential was read.',
    'Other ways out than an upload: names asked of DNS, git, messages. Other detectors look at those.',
    'More than half an hour between, or a sub-agent with a conversation of its own.',
  ],
  triage: [
    'See what the later act sent: the file it names, or what its substitutions read.',
    'See whose the host is, and whether a prompt asked for it.',
    'Rotate the credential when the host is not yours, and look at its use since.',
  ],
};
