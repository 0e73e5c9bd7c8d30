import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'approve-then-swap',
  version: '1.0.0',
  title: 'What ran is not what was approved',
  description:
    'A person approved one command and another ran under the same call, or a script was changed after the person had approved running it. High when what ran is dangerous and what was approved was not; else low, since tools reformat and hooks rewrite commands.',
  severity: 'low',
  confidence: 'medium',
  maturity: 'experimental',
  attack: ['T1036', 'T1204'],
  atlas: ['AML.T0053'],
  owasp: ['ASI09'],
  needs: ['exec', 'file.write'],
  fields: ['action.command', 'permission.by', 'callId'],
  order: 'event-time',
  keyBy: 'scope',
  window: { seconds: 14_400, maxKeys: 50_000 },
  falsePositives: [
    'A hook of the team that rewrites commands (adds a wrapper, a dry run, a limit).',
    'Models that use the same call id again for their next call.',
  ],
  blindSpots: [
    'Agents that hide commands, or give decisions and results no common id.',
    'A folder that was trusted once and whose content changed later.',
    'A script that is changed by something that is no agent.',
  ],
  triage: [
    'Put both texts side by side: the evidence has the approved one.',
    'If nobody here rewrites commands, see which part of the agent or its plugins did.',
    'Undo what ran, and take the permission away until it is understood.',
  ],
};
