import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'git-exfiltration',
  version: '1.0.0',
  title: 'Code or secrets pushed to a place that is not ours',
  description:
    'The session pushes to a remote that it has just set, when that is a bare address, a tunnel or an unknown host, or mirrors the whole repository to it; commits files that hold credentials and pushes them; or puts the working folder into a new public repository. Remotes and staged files are followed through the session.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1567', 'T1567.001', 'T1048', 'T1552.001'],
  atlas: ['AML.T0025'],
  owasp: ['ASI02', 'LLM02'],
  needs: ['exec'],
  fields: ['action.command'],
  order: 'event-time',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'Moving a repository to a self-hosted forge: list its domain under context.ownedDomains.',
    'Test keys that are committed on purpose.',
  ],
  blindSpots: [
    'Remotes that were there before the session.',
    'Secrets in files whose names say nothing.',
    'Forges used through their web pages.',
  ],
  triage: [
    'Whose is the remote? Compare it with the other remotes of the repository.',
    'See which commits and branches were pushed, and whether they hold secrets.',
    'If secrets were pushed: rotate them first, then clean the history.',
  ],
};
