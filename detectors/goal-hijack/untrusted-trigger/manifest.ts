import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'untrusted-trigger',
  version: '1.0.0',
  title: 'A run in CI was steered by text of anyone and held power',
  description:
    'An agent that runs in CI, without a person, took in an issue, a comment or a pull request, which anybody can write, and then used rights that such a run should not have: it published, merged, pushed, read credentials or installed from a foreign address. Low for pushes and comments, medium for publication and credentials.',
  severity: 'low',
  confidence: 'medium',
  maturity: 'experimental',
  attack: ['T1195', 'T1677'],
  atlas: ['AML.T0051'],
  owasp: ['ASI03', 'ASI01'],
  needs: ['exec', 'file.read', 'mcp.call', 'prompt', 'session.start'],
  fields: ['action.command', 'host'],
  order: 'event-time',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'A bot that is meant to push or release, begun by a label that only maintainers can set: the trigger is not in the telemetry.',
  ],
  blindSpots: [
    'Runs that telemetry does not show to be CI: neither folder nor host name says it.',
    'Text that came with the prompt without a word that it is an issue or pull request.',
    'Rights that the run held and did not use.',
  ],
  triage: [
    'Read the issue or pull request that the run took in, and see who wrote it.',
    'See what the run did with its rights; revoke the token if anything was published or read.',
    'Give the workflow the least rights, and let it run for outsiders only after a maintainer said so.',
  ],
};
