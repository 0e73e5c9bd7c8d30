import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'ransom',
  version: '1.0.0',
  title: 'Files encrypted and originals removed',
  description:
    'Many files are encrypted in a loop and their originals removed or renamed, by command-line tools or by code; or a system file is encrypted; or a note is left that asks for payment to get files back. A note after encryption in the same session is the strongest sign.',
  severity: 'high',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1486'],
  atlas: [],
  owasp: ['ASI10'],
  needs: ['exec', 'file.write', 'tool.call', 'mcp.call'],
  fields: ['action.command', 'action.content'],
  order: 'event-time',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 20_000 },
  falsePositives: [
    'A backup job that encrypts and then removes the plain copies.',
    'Work on ransomware samples or on detection of them.',
  ],
  blindSpots: [
    'Encryption by a program that the session did not show.',
    'Server-side encryption with a foreign key, beyond what the command says.',
  ],
  triage: [
    'Isolate the host; running processes go on encrypting.',
    'Keep memory and the script: the key may be in them.',
    'Find out how far it came: files with the new ending, by time.',
    'Restore only after the way in is closed.',
  ],
};
