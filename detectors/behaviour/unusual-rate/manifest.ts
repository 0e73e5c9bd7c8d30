import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'unusual-rate',
  version: '1.0.0',
  title: 'Far more of something than is usual here',
  description:
    'Calls, failures, refusals, uploads, sub-agents or sessions in five minutes on a host, in a repository, of an account, of an agent or of the whole fleet are far above what was learnt there, by level, time of day and of week, or have grown slowly to several times as much. Stays silent for a day after an agent has a new version, which `fleet-change` tells once. Of persons only where `people` is switched on.',
  severity: 'low',
  confidence: 'low',
  maturity: 'experimental',
  attack: ['T1496'],
  atlas: ['AML.T0034'],
  owasp: ['ASI08', 'ASI10', 'LLM10'],
  needs: ['activity'],
  fields: ['host', 'repository', 'account', 'outcome.status'],
  order: 'event-time',
  keyBy: 'entity',
  window: { seconds: 60 * 86_400, maxKeys: 5000 },
  falsePositives: [
    'A release week, a large migration, a new team on the same host.',
    'A new way of working, such as agents that run unattended: it is learnt within days.',
  ],
  blindSpots: [
    'The first eight hours of work of anything: nothing is known then.',
    'What stays within the usual, or grows more slowly than the baseline forgets.',
    'The day after a new version of an agent.',
  ],
  triage: [
    'See which sessions were at work in these minutes and what they did most.',
    'Compare with the same hour of other days and with other repositories.',
    'Close it as a false positive when it was planned: this baseline then stays silent for a while.',
  ],
};
