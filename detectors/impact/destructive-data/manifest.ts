import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'destructive-data',
  version: '1.0.0',
  title: 'Database, index or queue emptied or deleted',
  description:
    'Data goes without a condition that limits it: DROP, TRUNCATE, DELETE or UPDATE without WHERE, dropDatabase, FLUSHALL, a deleted search index, topic, stream or queue, a reset by a migration tool; through command-line clients, SQL files that the session wrote, code, HTTP and tools of the agent. What is local or a test by its host or name is low, what names production is raised.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1485'],
  atlas: [],
  owasp: ['ASI02', 'ASI10'],
  needs: ['exec', 'mcp.call', 'tool.call'],
  fields: ['action.command', 'action.arguments'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'A development database whose host and name do not say so.',
    'A table that is loaded anew right after, in a later command.',
    'A migration that a person has reviewed.',
  ],
  blindSpots: [
    'SQL in files that the session did not write, in stored procedures, and put together when the program runs.',
    'A condition that is always true in another form than 1=1.',
    'Which server a client uses when its settings come from a file or the environment.',
  ],
  triage: [
    'Find out which server and database it ran against: host, settings, environment of the session.',
    'Stop writes to it, and the session, before a restore.',
    'Look for point-in-time recovery, a dump, a replica with a delay.',
    'See whether the statement stood in a migration or a prompt of a person.',
  ],
};
