import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'enumeration-burst',
  version: '1.0.0',
  title: 'Surroundings explored',
  description:
    'Many different kinds of question about the surroundings within minutes: who am I, which accounts, rights, guards, services, neighbours, cloud identities and roles are there. It counts distinct kinds, and asks that some of them are such as nobody needs to build software; the usual diagnosis at the start of a session stays quiet.',
  severity: 'low',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1082', 'T1087', 'T1033', 'T1069', 'T1016', 'T1580'],
  atlas: [],
  owasp: ['ASI10'],
  needs: ['exec', 'file.read', 'mcp.call', 'tool.call'],
  fields: ['action.command', 'action.path'],
  order: 'event-time',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'Debugging of a machine, a container or a permission in the cloud.',
    'Audit and inventory work that the person asked for.',
  ],
  blindSpots: [
    'Questions that are spread over a long time, or over several sessions.',
    'A collector in one script that was not seen being written.',
    "Questions to remote machines (ssh): those are the remote machine's own.",
  ],
  triage: [
    'See what the questions led to: reads of keys, connections to neighbours, new rights.',
    'Ask whether the task was about the machine or the account.',
    'Look at what the agent read from outside just before.',
  ],
};
