import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'skill-install',
  version: '1.0.0',
  title: 'A skill from an open market, or behind a password',
  description:
    'A skill, plug-in or extension of an agent is installed by the tool of an open market, or cloned, fetched or unpacked straight into the folder that the agent obeys. And the lure that goes with many: an archive that was just downloaded is opened with a password that stands in the command, so that no scanner has seen what it holds. What such a skill says or sets is told by others.',
  severity: 'low',
  confidence: 'medium',
  maturity: 'experimental',
  attack: ['T1195.002', 'T1027.013', 'T1204'],
  atlas: ['AML.T0010.005'],
  owasp: ['ASI04', 'LLM03'],
  needs: ['exec'],
  fields: ['action.command'],
  order: 'event-time',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'A skill of one’s own company, cloned from its code host (low).',
    'A data set or a firmware that its maker ships with a password.',
  ],
  blindSpots: [
    'Skills that the agent fetches by itself.',
    'A market whose tool is not known.',
    'An archive that was there before the session.',
  ],
  triage: [
    'Read the skill whole, also what it tells the agent to run first.',
    'Look at what ran since: downloads, decoded commands, files of browsers and wallets.',
    'If it is bad: take it out on every machine that has it, and rotate what those machines hold.',
  ],
};
