import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'approval-pace',
  version: '1.0.0',
  title: 'Approvals come faster than this person\u2019s own',
  description:
    'Off as shipped. Where it is switched on, a person approves calls several times as fast as that person has before. It keeps a profile of a person: switch it on only where people know and agree. `approval-fatigue` needs no profile.',
  severity: 'low',
  confidence: 'low',
  maturity: 'experimental',
  attack: ['T1204'],
  atlas: ['AML.T0053'],
  owasp: ['ASI09'],
  needs: ['activity'],
  fields: ['user'],
  order: 'event-time',
  keyBy: 'entity',
  window: { seconds: 60 * 86_400, maxKeys: 5000 },
  falsePositives: ['Many small and alike calls that had been agreed.'],
  blindSpots: ['Everything, unless it is switched on.', 'Agents that do not tell who decided.'],
  triage: [
    'Look at what was approved in these minutes.',
    'Let harmless calls pass by setting, so that people are asked less.',
  ],
};
