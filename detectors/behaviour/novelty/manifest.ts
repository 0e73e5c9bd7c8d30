import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'novelty',
  version: '1.0.0',
  title: 'First use in the whole fleet',
  description:
    'A session uses MCP servers, models, tools, sites or kinds of files that nobody in the fleet has used before. Weighed by how rarely something of the kind is new here; several kinds within an hour weigh more. Silent until the fleet has been at work for a while.',
  severity: 'low',
  confidence: 'low',
  maturity: 'experimental',
  attack: ['T1204'],
  atlas: ['AML.T0053'],
  owasp: ['ASI02', 'ASI10'],
  needs: ['activity'],
  fields: ['action.tool'],
  order: 'event-time',
  keyBy: 'entity',
  window: { seconds: 90 * 86_400, maxKeys: 1000 },
  falsePositives: ['A new project or service: the first session that uses it.'],
  blindSpots: [
    'Something that anybody has used once, however long ago.',
    'What hides behind a known site, server or tool.',
  ],
  triage: [
    'Look at who brought the new thing in, and whether the prompt asks for it.',
    'Check the owner of a new MCP server or site before others use it.',
  ],
};
