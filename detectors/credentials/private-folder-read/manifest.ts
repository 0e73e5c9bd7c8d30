import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'private-folder-read',
  version: '1.0.0',
  title: 'Private folder outside the project read',
  description:
    'A file in a dot folder of the home folder (settings, mail, chats, keys of other programs) is read by an agent whose project is elsewhere. Folders of build tools, editors and agents are left out, and those listed in the setting `daily`. Recorded and counted toward risk, never shown alone.',
  severity: 'low',
  confidence: 'low',
  maturity: 'stable',
  attack: ['T1005', 'T1552'],
  atlas: [],
  owasp: ['ASI03'],
  needs: ['exec', 'file.read', 'mcp.call', 'tool.call'],
  fields: ['action.path', 'action.command'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: ['A tool of the team that keeps its settings in the home folder: list its folder under `daily`.'],
  blindSpots: [
    'Links inside the project that lead out of it.',
    'What is usual for this person: the console shows how often the folder was read before.',
  ],
  triage: [
    'See whether the task needed the folder.',
    'Look for reads of credentials and for sends in the same session.',
  ],
};
