import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'ci-workflow',
  version: '1.0.0',
  title: 'CI workflow made dangerous',
  description:
    'The agent changes a CI workflow so that outsiders or foreign code get at its secrets: runs on pull_request_target with the head checked out, all secrets dumped or sent to a host, decoded or raw-address downloads that run, and checks taken out. Ordinary workflow edits are none.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1677', 'T1195.002', 'T1552.001'],
  atlas: [],
  owasp: ['ASI04'],
  needs: ['exec', 'file.write', 'mcp.call', 'tool.call'],
  fields: ['action.command', 'action.path', 'action.content'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    "Labelling bots that run on pull_request_target without the head's code.",
    'A deploy step that a person asked for.',
  ],
  blindSpots: ['Reusable workflows and actions that lie elsewhere.', 'Settings of the CI system that are no file.'],
  triage: [
    'Read the change: which secrets can the new step read, and whose code runs in it?',
    'Look whether it was pushed and whether it ran; if so, rotate what it could read.',
  ],
};
