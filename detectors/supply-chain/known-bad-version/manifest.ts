import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'known-bad-version',
  version: '1.0.0',
  title: 'A version that is known to be bad',
  description:
    'A package is installed in a version that was published by an attacker, or an agent runs in a version with a hole that is used. The versions come from a signed list with an expiry, which an installation can replace by its own.',
  severity: 'high',
  confidence: 'high',
  maturity: 'stable',
  attack: ['T1195.002'],
  atlas: ['AML.T0010'],
  owasp: ['ASI04', 'LLM03'],
  needs: ['exec', 'file.write', 'prompt', 'session.start', 'model.call'],
  fields: ['action.command', 'source.version'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: ['A test image that pins an old agent on purpose.'],
  blindSpots: [
    'Versions that are not in the list, or became known after it was signed.',
    'Installs without a version, and dependencies of dependencies.',
    'Agents that do not tell their version.',
  ],
  triage: [
    'Read why the version is in the list.',
    'If the package was installed: treat its scripts as run and rotate what they could read.',
    'Update the agent, and look at what its project settings hold.',
  ],
};
