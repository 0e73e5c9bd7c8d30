import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'destructive-git',
  version: '1.0.0',
  title: 'Git history or work lost',
  description:
    'A git command throws away what may exist nowhere else: a shared branch overwritten or deleted on the remote, history rewritten as a whole, the log that could bring it back expired. Uncommitted work thrown away, stashes dropped and own branches forced are recorded and no more, as they are daily work.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1485'],
  atlas: [],
  owasp: ['ASI02', 'ASI10'],
  needs: ['exec', 'mcp.call', 'tool.call'],
  fields: ['action.command'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'A repository of one person, whose main branch is rewritten on purpose.',
    'A secret or a large file taken out of the history, as one must.',
  ],
  blindSpots: [
    'Whether the tree had uncommitted work: git is not asked.',
    'A forced push without a branch name goes to whatever branch is checked out.',
    'Servers that refuse forced pushes: then the outcome tells.',
  ],
  triage: [
    'See from the outcome whether the remote took it.',
    'Find the lost commit: reflog here, the reflog or event list of the server, another clone.',
    'Protect the branch on the server if it was not.',
    'Read the prompt: was the rewrite asked for?',
  ],
};
