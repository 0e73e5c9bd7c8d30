import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'review-bypass',
  version: '1.0.0',
  title: 'Review or checks walked around',
  description:
    'The agent merged with administrator rights, loosened or removed the protection of a branch, let machines approve pull requests, approved and merged in one breath, or skipped commit and push hooks. Skipped hooks, and the merge of one’s own pull request, stay low.',
  severity: 'low',
  confidence: 'high',
  maturity: 'stable',
  attack: ['T1685', 'T1098'],
  atlas: ['AML.T0053'],
  owasp: ['ASI09', 'ASI02'],
  needs: ['exec', 'mcp.call'],
  fields: ['action.command', 'action.arguments'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'Repositories of one person, where nobody else could review.',
    'Hooks that are slow or broken, skipped with the person’s knowledge.',
    'Administration of branch rules that was the task.',
  ],
  blindSpots: [
    'Changes through the web pages of the forge, or through a script.',
    'Whose pull request it is: the telemetry does not say.',
  ],
  triage: [
    'See whether a person asked for it in the prompt.',
    'Look at what went in without review, and at the state of the branch rules now.',
    'Put protection back, and take administration rights from the agent’s token.',
  ],
};
