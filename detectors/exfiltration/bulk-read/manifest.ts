import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'bulk-read',
  version: '1.0.0',
  title: 'Records taken out of a database in bulk',
  description:
    'A tool that breaks into databases takes out whole tables; all databases of another machine are dumped; or the answers of queries on tables about people add up to thousands of rows in one session. Where the rows then leave in a file, the upload is told of its own.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'experimental',
  attack: ['T1213', 'T1005', 'T1190'],
  atlas: [],
  owasp: ['ASI02', 'LLM02'],
  needs: ['exec', 'mcp.call', 'tool.call'],
  fields: ['action.command', 'action.arguments', 'outcome.output'],
  order: 'event-time',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 20_000 },
  falsePositives: [
    'A report or a migration that needs all rows.',
    'A test of one’s own service with an attack tool: list the repository under context.engagements.',
  ],
  blindSpots: [
    'Rows that a program counts in a form that is not known, and answers that are cut.',
    'Tables whose names say nothing about people.',
    'A few rows at a time, over many sessions.',
  ],
  triage: [
    'See which tables were read, and whether a prompt asked for that much.',
    'Look for what came after: an archive, an upload, a message with an attachment.',
    'If the rows are about people: find out how many and who must be told.',
  ],
};
