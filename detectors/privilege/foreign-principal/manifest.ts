import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'foreign-principal',
  version: '1.0.0',
  title: "Another principal's rights used",
  description:
    'A command acts as somebody that it names: a cloud profile, role or impersonated service account, a cluster context or user, another account of a platform, another person of this host. Low, as operators do it daily; medium when the name says production, is listed as production, or may do everything.',
  severity: 'low',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1078', 'T1078.004'],
  atlas: [],
  owasp: ['ASI03'],
  needs: ['exec', 'mcp.call', 'tool.call', 'file.write'],
  fields: ['action.command'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'Operators who name a profile or context in every command, as they should.',
    'Deployment work on production that the person asked for.',
  ],
  blindSpots: [
    'A principal that is chosen in a file or by a login in the browser.',
    'Names that come from a variable which the command does not set.',
    'Which principal is the usual one of this person: a name is judged by what it says.',
  ],
  triage: [
    'See which acts ran under that name, and whether the task was about that environment.',
    'Ask whether the agent should be able to choose it at all; give it a profile of its own.',
    "Compare with the provider's audit log for the same minutes.",
  ],
};
