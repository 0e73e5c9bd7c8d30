import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'approval-fatigue',
  version: '1.0.0',
  title: 'A person approves faster than anyone can read',
  description:
    'In one session a person accepts call after call, each in less time than reading it takes, without refusing any; or lets a dangerous kind of call pass for good. Counts decisions and the time between them within one session only: no profile of the person is kept. It says that approval no longer protects, not that anyone did wrong.',
  severity: 'low',
  confidence: 'low',
  maturity: 'experimental',
  attack: ['T1204'],
  atlas: ['AML.T0053'],
  owasp: ['ASI09'],
  needs: ['exec', 'file.write', 'file.delete', 'net.fetch', 'mcp.call', 'tool.call', 'approval', 'hidden'],
  fields: ['permission.by', 'permission.decision'],
  order: 'event-time',
  keyBy: 'scope',
  window: { seconds: 14_400, maxKeys: 50_000 },
  falsePositives: [
    'Many small and alike edits that a person had agreed to beforehand.',
    'Decisions whose times the source rounds or sends in a bunch.',
  ],
  blindSpots: [
    'Agents that do not tell who decided.',
    'When the question was shown is not in the telemetry: the time since the decision before is taken, which is longer.',
    'A person who waits before each careless yes.',
  ],
  triage: [
    'Look at what was accepted last: was something in it that cannot be undone?',
    'Allow harmless commands in the settings, so that people are asked less and about what matters.',
  ],
};
