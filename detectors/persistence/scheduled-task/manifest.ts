import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'scheduled-task',
  version: '1.0.0',
  title: 'Job set up to run by itself',
  description:
    'The agent puts a job where the system will run it without anyone naming it: cron tables, at, systemd units and timers, launch agents, autostart and start-up folders, Windows tasks, services and Run keys. Looks at what is written or registered and at what the job runs; listing jobs, and files of the project that only look like jobs, are none.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'stable',
  attack: [
    'T1053.003',
    'T1053.002',
    'T1053.006',
    'T1053.005',
    'T1543.001',
    'T1543.002',
    'T1543.003',
    'T1543.004',
    'T1037.004',
    'T1037.005',
    'T1547.001',
    'T1547.013',
    'T1546.014',
  ],
  atlas: [],
  owasp: ['ASI10'],
  needs: ['exec', 'file.write', 'mcp.call', 'tool.call'],
  fields: ['action.command', 'action.path', 'action.content'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'Deployment and operations work that installs a service or a nightly job because a person asked for it.',
    'Package installers that bring a unit of their own.',
    'Enabling a well-known system service (reported as low).',
  ],
  blindSpots: [
    'Jobs in a scheduler of an application (a CI schedule, a cloud function, Airflow, a Kubernetes CronJob).',
    'A unit file that a package brings with it.',
    'A job that was there before and whose script is changed.',
  ],
  triage: [
    'Read the job: what does it run, as whom, how often, and who wrote that program?',
    'See in the session whether a person asked for a job or service.',
    'If not, remove the job, keep a copy of it and of what it runs, and look for other footholds of the same session.',
  ],
};
