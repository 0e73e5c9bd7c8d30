import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'unattended-sensitive-act',
  version: '1.0.0',
  title: 'A sensitive act that nobody was asked about',
  description:
    'Settings, a hook, a standing permission or a mode let a call pass that destroys outside the project, reads credentials, sends data away, raises rights or leaves a foothold, and no person had spoken or decided in the session for half an hour. Runs in CI have no person by design and are left out.',
  severity: 'low',
  confidence: 'medium',
  maturity: 'experimental',
  attack: ['T1204'],
  atlas: ['AML.T0053'],
  owasp: ['ASI02', 'ASI09'],
  needs: ['exec', 'file.write', 'file.read', 'file.delete', 'net.fetch', 'mcp.call', 'tool.call', 'prompt', 'approval'],
  fields: ['action.command', 'permission.by'],
  order: 'event-time',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: ['Long tasks that a person started on purpose and left alone, with permissions that fit.'],
  blindSpots: [
    'Agents that do not tell who decided, and prompts that are not reported.',
    'CI that neither folder nor host name shows: it is told then.',
  ],
  triage: [
    'See which setting let it pass, and whether it should for this kind of act.',
    'Look at the steps since the last word of a person: is the agent still doing what was asked?',
  ],
};
