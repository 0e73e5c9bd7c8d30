import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'delete-burst',
  version: '1.0.0',
  title: 'Many things deleted in a short time',
  description:
    'One session deletes, within ten minutes and over several calls or in one, many distinct files outside its project and temporary folders from several places, many resources of a cloud or cluster, or many items through tools of the agent such as mails or records. What happens inside the project, under version control, does not count.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1485'],
  atlas: [],
  owasp: ['ASI08', 'ASI10'],
  needs: ['exec', 'file.delete', 'mcp.call', 'tool.call'],
  fields: ['action.command', 'action.path', 'action.arguments'],
  order: 'event-time',
  keyBy: 'scope',
  window: { seconds: 3_600, maxKeys: 20_000 },
  falsePositives: [
    'A clean-up of mail, records or test resources that a person asked for.',
    'A project that lies outside the folder which the agent was started in.',
  ],
  blindSpots: [
    'Slow deletion, with more than ten minutes between.',
    'One call that deletes many by a pattern: the other detectors of destruction tell of it.',
  ],
  triage: [
    'Stop the session: such runs go on until nothing is left.',
    'List what went, from the evidence, and see where it can be restored from: trash, retention, snapshots.',
    'Read the prompt: a clean-up of how much was asked for?',
  ],
};
