import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'capture-gap',
  version: '1.0.0',
  title: 'Hole in what an agent tells',
  description:
    'Only what the stream itself can show: a session whose own count of records jumps, or whose tools go on by hooks or transcript while its telemetry, which told of its model calls before, has been quiet for minutes. Something is lost, or somebody has switched a witness off.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1685'],
  atlas: [],
  owasp: ['ASI10'],
  needs: [
    'tick',
    'exec',
    'file.read',
    'file.write',
    'file.delete',
    'net.fetch',
    'mcp.call',
    'tool.call',
    'model.call',
    'prompt',
  ],
  fields: ['event.sequence', 'source.signal'],
  order: 'event-time',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: ['A crash or network loss of the agent.', 'An agent that was updated and counts otherwise.'],
  blindSpots: [
    'All witnesses switched off at once: nothing arrives to tell of it.',
    'Sources without a count of their own and with one witness only, and the count of those with two.',
  ],
  triage: [
    'See under Sources whether this host lost other records at that time.',
    'Look at the last acts before the hole: was telemetry touched?',
    'Get the transcript from the machine and scan it.',
  ],
};
