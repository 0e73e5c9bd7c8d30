import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'misleading-description',
  version: '1.0.0',
  title: 'The description hides what the command does',
  description:
    'The agent’s own words for a command, which are what a person reads before saying yes, speak of something harmless (check, list, format, build, test), while the parsed command destroys outside the project, reads credentials, sends data away, leaves a foothold, or runs what it downloads. Only dangerous effects are compared, and any word that owns up to the effect is enough.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'experimental',
  attack: ['T1036'],
  atlas: ['AML.T0053'],
  owasp: ['ASI09'],
  needs: ['exec'],
  fields: ['action.command', 'action.description'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: ['Short descriptions of long commands that leave the last step out.'],
  blindSpots: [
    'Agents that send no description (only Claude Code and its kin do).',
    'Descriptions in other languages than English.',
    'Effects that the analysis does not see.',
  ],
  triage: [
    'Read the description and the command side by side.',
    'Look at what the agent read from outside before: a text may have asked it to dress the command up.',
    'See who approved it and tell them what it really did.',
  ],
};
