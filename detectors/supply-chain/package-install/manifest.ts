import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'package-install',
  version: '1.0.0',
  title: 'A package that is not what it seems',
  description:
    'A package is installed whose name is one letter from a package that everybody uses, or whose version is of the shape by which internal names are taken over (99.99.99); a manifest is written whose install scripts fetch or open a shell; a dependency is set to an address; or a lock file loses its checksums. A plain install is no finding.',
  severity: 'medium',
  confidence: 'low',
  maturity: 'experimental',
  attack: ['T1195.002', 'T1195.001', 'T1036.005', 'T1059'],
  atlas: ['AML.T0010'],
  owasp: ['ASI04', 'LLM03'],
  needs: ['exec', 'file.write'],
  fields: ['action.command', 'action.content'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: ['An honest package that happens to be named like another.', 'A fork that is used on purpose.'],
  blindSpots: [
    'A name that is invented, and a known package whose new version is malicious (known-bad-version).',
    'When a package was published and what its scripts do: Gander asks no registry.',
    'Dependencies of dependencies.',
  ],
  triage: [
    'Look the package up: owner, age, downloads, repository. Is it the one that was meant?',
    'If it was installed, treat install scripts as run: look at processes and connections just after.',
    'Remove it, and rotate what the scripts could read.',
  ],
};
