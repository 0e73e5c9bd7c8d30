import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'destructive-files',
  version: '1.0.0',
  title: 'Files or disks destroyed',
  description:
    'Something is removed, emptied or overwritten that is not the work at hand: the root, a home or a system folder, personal folders, data of services, logs, a disk, the whole project, or whatever an unset variable leaves of a path. Commands, code that they run and file tools alike; build output, caches, dependencies and temporary folders are left out.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1485', 'T1561'],
  atlas: [],
  owasp: ['ASI02', 'ASI05', 'ASI10'],
  needs: ['exec', 'file.delete', 'mcp.call', 'tool.call'],
  fields: ['action.command', 'action.path'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'Setting up a machine or an image: old data, a spare disk or a default configuration is removed on purpose.',
    'A project that lives outside the folder which the agent was started in.',
  ],
  blindSpots: [
    'Names that are only known when the command runs, unless the whole path stands on an unset variable.',
    'A program of its own that deletes, when the session never showed its text.',
    'Links that lead out of the project.',
  ],
  triage: [
    'See from the outcome whether it ran, and list what is left in the folder.',
    'Stop the session before it goes on to repair: that overwrites what could be restored.',
    'Look for a copy: snapshot, backup, git remote, trash.',
    'Read the prompt: was this clean-up asked for, and of this very place?',
  ],
};
