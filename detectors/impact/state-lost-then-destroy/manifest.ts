import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'state-lost-then-destroy',
  version: '1.0.0',
  title: 'Destroyed after the way back was lost',
  description:
    'Two steps of one session that together are worse than each: the record of what infrastructure there is was replaced, removed, unpacked from an archive or pointed elsewhere, and then something is destroyed by it; or backups, snapshots or the protection against deletion went first, and then the data.',
  severity: 'high',
  confidence: 'high',
  maturity: 'stable',
  attack: ['T1485', 'T1490'],
  atlas: [],
  owasp: ['ASI10', 'ASI08'],
  needs: ['exec', 'file.write', 'file.delete'],
  fields: ['action.command'],
  order: 'event-time',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 20_000 },
  falsePositives: [
    'An environment that is taken down for good, backups included, as a person asked.',
    'A state file restored from a copy on purpose, and a destroy of what it then rightly names.',
  ],
  blindSpots: ['The steps in two sessions that no link joins.', 'State that was replaced on the server side.'],
  triage: [
    'Stop the session at once: each further apply makes recovery harder.',
    'Find older versions of the state file: versioned bucket, git, the backup file beside it.',
    'List what was destroyed from the output, and which of it held data.',
    'Look for copies that the session could not reach: another account, offline, the vendor.',
  ],
};
