import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'recon-then-collect',
  version: '1.0.0',
  title: 'Searched, read and gathered outside the project',
  description:
    'Within a session a place outside the project is searched through, files of that place are read, and then the same files or their folder are packed, encrypted or copied together. All three must be about the same place.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'experimental',
  attack: ['T1083', 'T1005', 'T1560', 'T1074'],
  atlas: [],
  owasp: ['ASI10'],
  needs: ['exec', 'file.read', 'mcp.call', 'tool.call'],
  fields: ['action.command', 'action.path'],
  order: 'event-time',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'A backup, or a move of files, that the person asked for.',
    'Work on two projects of which the agent knows only one.',
  ],
  blindSpots: [
    'Gathering inside a program or script that was not seen being written.',
    'Reads alone, when their text goes to the model and nothing is packed.',
    'Sessions whose folder is not told.',
  ],
  triage: [
    'See what the archive holds and where it went.',
    'Ask whether the task was about files outside the project.',
    'Look at what the agent read from outside just before the search.',
  ],
};
