import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'off-schedule',
  version: '1.0.0',
  title: 'Agents work at an hour at which they never do',
  description:
    'Agents work on a host, in a repository or on an account at an hour of the day at which none has worked there in weeks; working days and weekends apart. Persons are left out unless `people` is switched on.',
  severity: 'low',
  confidence: 'low',
  maturity: 'experimental',
  attack: ['T1078'],
  atlas: [],
  owasp: ['ASI10'],
  needs: ['activity'],
  fields: ['host', 'repository', 'account'],
  order: 'event-time',
  keyBy: 'entity',
  window: { seconds: 60 * 86_400, maxKeys: 5000 },
  falsePositives: ['Work across time zones, a deadline, a scheduled job that is new.'],
  blindSpots: ['Work at usual hours.', 'The first two weeks.'],
  triage: ['See who started the session and from where.', 'Ask the owner of the repository or host.'],
};
