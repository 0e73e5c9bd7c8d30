import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'git-hook',
  version: '1.0.0',
  title: 'Git made to run a program',
  description:
    "The agent puts a program where git runs it by itself: hooks, core.hooksPath, fsmonitor, filters, pagers, ssh commands, credential helpers, hook templates of new clones, or an address that is silently replaced. Hooks of husky, pre-commit, lefthook and of the project's own repository are daily work unless they fetch, decode or hide something.",
  severity: 'medium',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1546', 'T1554', 'T1195.001'],
  atlas: [],
  owasp: ['ASI04'],
  needs: ['exec', 'file.write', 'mcp.call', 'tool.call'],
  fields: ['action.command', 'action.path', 'action.content'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: ['Setting up linters as hooks.', 'Corporate templates that rewrite addresses to an internal mirror.'],
  blindSpots: ['Settings in a file that git includes.', 'Programs that an already registered hook calls.'],
  triage: [
    'Read the hook or setting: what does it run at which git command?',
    'See whether it applies to one repository or to all of them.',
    'Remove it and look at what ran since, in clones too.',
  ],
};
