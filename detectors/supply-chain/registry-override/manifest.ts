import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'registry-override',
  version: '1.0.0',
  title: 'Packages taken from another registry',
  description:
    'A package manager is told, by an option, a variable or its settings file, to fetch from a registry, or a dependency from a git host, that is neither a public one in common use nor configured as ours; or the integrity of what is fetched is no longer checked. Whoever runs that registry chooses what is installed.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1195.002', 'T1195.001'],
  atlas: ['AML.T0010'],
  owasp: ['ASI04', 'LLM03'],
  needs: ['exec', 'file.write'],
  fields: ['action.command', 'action.content'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'A company mirror: list it under context.registries.',
    'An index of a well-known project that is not in the list (low when the name is ordinary).',
  ],
  blindSpots: ['A name server that sends the public name elsewhere.', 'Settings that were there before.'],
  triage: [
    'Whose is the registry, and is it used elsewhere in the company?',
    'See which packages were fetched from it and compare their digests with the public ones.',
  ],
};
