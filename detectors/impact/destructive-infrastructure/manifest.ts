import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'destructive-infrastructure',
  version: '1.0.0',
  title: 'Infrastructure, backups or secrets deleted',
  description:
    'Running systems or what they would be restored from are deleted, by infrastructure tools, command lines of clouds and platforms, Kubernetes, backup tools, secret stores, calls of their interfaces, or tools of the agent; or the protection that would prevent it is switched off. Production by the words of the command raises it, a sandbox or preview lowers it.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1485', 'T1490', 'T1489'],
  atlas: [],
  owasp: ['ASI02', 'ASI10'],
  needs: ['exec', 'mcp.call', 'tool.call'],
  fields: ['action.command', 'action.arguments'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'Tearing down what was set up for a trial, where neither its name nor the configuration says so.',
    'Retention by hand: old backups or snapshots that a person wanted gone.',
  ],
  blindSpots: [
    'A context, account or workspace that was chosen in an earlier command is not known to be production.',
    'Calls of software libraries whose names are put together when the program runs.',
    'Changes that delete only because of what the configuration no longer holds, unless the tool prints how much it destroyed.',
  ],
  triage: [
    'See from the outcome whether it ran, and in which account, project and context.',
    'Stop the session before it creates anew: a new resource of the same name may take over what could be recovered.',
    'Look for deletion protection, recovery windows, final snapshots and copies in another account.',
    'Read the prompt: was this deletion asked for, of this very environment?',
  ],
};
