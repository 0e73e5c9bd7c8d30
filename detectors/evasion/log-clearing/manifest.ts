import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'log-clearing',
  version: '1.0.0',
  title: 'Logs or history wiped',
  description:
    "The agent removes, empties or overwrites what records what was done: system logs, the journal, audit logs, event logs, login records, mail spools, command history; or it keeps the shell from writing history, or sets a file's times back. Logs of the project and clean-up while an image is built are daily work.",
  severity: 'medium',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1070.003', 'T1685.006', 'T1685.005', 'T1690', 'T1070.006', 'T1070.008'],
  atlas: [],
  owasp: ['ASI10'],
  needs: ['exec', 'file.write', 'file.delete', 'mcp.call', 'tool.call'],
  fields: ['action.command', 'action.path', 'action.content'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'Freeing a full disk (look at what was kept).',
    'Image builds that drop logs together with package caches (low).',
  ],
  blindSpots: [
    'Single lines taken out of a log by an editor that is not known.',
    'Logs of cloud services wiped in a console.',
  ],
  triage: [
    'What was recorded there, and is it kept elsewhere?',
    'Read what the session did before: that is what would have been in the log.',
  ],
};
