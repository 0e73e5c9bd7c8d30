import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'sensor-joined',
  version: '1.0.0',
  title: 'A sensor’s finding falls together with an agent’s acts',
  description:
    'A firewall, EDR or kernel sensor reports something on a host while an agent acts there. The same destination or the same program in both is a strong link; the same minutes alone count little, and more when the host’s GPU or CPU gets busy then.',
  severity: 'high',
  confidence: 'medium',
  maturity: 'experimental',
  attack: ['T1496', 'T1572', 'T1071'],
  atlas: [],
  owasp: ['ASI10'],
  needs: ['external.finding', 'exec', 'tool.call', 'mcp.call', 'net.fetch', 'resource.sample', 'hidden'],
  fields: ['host'],
  order: 'event-time',
  keyBy: 'host',
  window: { seconds: 3_600, maxKeys: 10_000 },
  falsePositives: ['A noisy sensor on a host where agents are always at work: low until something links them.'],
  blindSpots: [
    'Agents that do not tell their host, and sensors whose host names are others than the agents’.',
    'Acts that are seen more than ten minutes away from the finding.',
  ],
  triage: [
    'Read the sensor’s own record: process, parent, destination, bytes.',
    'Open the session that acted in those minutes and look at the command that is named.',
    'If nobody asked for it: isolate the host and end the process.',
  ],
};
