import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'staged-upload',
  version: '1.0.0',
  title: 'Data prepared in one call and sent in another',
  description:
    'A session packs, encrypts, encodes, dumps or copies credentials, a home or system folder or a database into a file, and a later call sends that very file outside. The file is followed by its path, and what went into it decides.',
  severity: 'high',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1074.001', 'T1560', 'T1560.001', 'T1041', 'T1567', 'T1048', 'T1213', 'T1005'],
  atlas: ['AML.T0025'],
  owasp: ['ASI02', 'LLM02'],
  needs: ['exec'],
  fields: ['action.command'],
  order: 'event-time',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'Backups in two steps to a host that is not listed as ours.',
    'An export that a person asked for and had sent.',
  ],
  blindSpots: [
    'A file that is renamed by a program that is not known.',
    'Data that stays in memory between calls.',
    'Two sessions: one prepares, the other sends.',
  ],
  triage: [
    'Look at both calls: what went into the file, and whose is the place it was sent to?',
    'See whether the prompt asked for an export or backup.',
    'Rotate the credentials in it; for personal data, tell those who must know.',
  ],
};
