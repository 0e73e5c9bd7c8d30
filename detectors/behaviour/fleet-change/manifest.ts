import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'fleet-change',
  version: '1.0.0',
  title: 'A new version of an agent works otherwise',
  description:
    'Since the version of an agent changed, its sessions use clearly more or less: calls, failures, refusals, tokens, tool time or sub-agents in five minutes. Told once a version, in place of an alert for each host and repository.',
  severity: 'low',
  confidence: 'medium',
  maturity: 'experimental',
  attack: ['T1195.002'],
  atlas: ['AML.T0010'],
  owasp: ['ASI04', 'ASI10'],
  needs: ['activity'],
  fields: ['source.version'],
  order: 'event-time',
  keyBy: 'entity',
  window: { seconds: 60 * 86_400, maxKeys: 1000 },
  falsePositives: ['A planned update that is meant to work otherwise.'],
  blindSpots: [
    'Agents that do not tell their version.',
    'A change that comes without a new version: see `agent-drift`.',
  ],
  triage: [
    'Read what the new version changes.',
    'If nobody rolled it out: find where it came from, and compare with the vendor’s release.',
  ],
};
