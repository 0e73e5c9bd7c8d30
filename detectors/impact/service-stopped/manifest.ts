import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'service-stopped',
  version: '1.0.0',
  title: 'Service or machine stopped',
  description:
    'Services that others rely on are stopped or disabled, backups no longer run, workloads are scaled to nothing, a machine is shut down, or its kernel or process table is made to end everything. Stopping one service of the own machine is recorded and no more; production raises it. Security tools have a detector of their own.',
  severity: 'low',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1489', 'T1529', 'T1499'],
  atlas: [],
  owasp: ['ASI02', 'ASI10'],
  needs: ['exec', 'mcp.call', 'tool.call'],
  fields: ['action.command'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: ['Maintenance: a service is stopped to be changed and started again in a later command.'],
  blindSpots: [
    'Processes ended by number, when nothing says what they are.',
    'A machine whose name does not say production and is not configured so.',
  ],
  triage: [
    'See whether the service runs again, and whether a later command of the session started it.',
    'Find out which machine or cluster it was.',
    'For backups: check that the next run happens.',
  ],
};
