import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'cloud-identity',
  version: '1.0.0',
  title: 'New cloud identity or credential',
  description:
    'The agent makes an identity or credential that outlives the session: users, access keys, login profiles and trust of roles in AWS, service accounts and keys in Google Cloud, principals and secrets in Azure, cluster-wide rights in Kubernetes, deploy keys, SSH keys, tokens and webhooks on code hosts. Reading or listing them is none.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1136.003', 'T1098.001', 'T1098.003', 'T1098.004', 'T1098'],
  atlas: [],
  owasp: ['ASI03'],
  needs: ['exec', 'file.write', 'mcp.call', 'tool.call'],
  fields: ['action.command', 'action.tool'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: ['Infrastructure work that a person asked for.', 'Examples in documentation run as they are.'],
  blindSpots: [
    'Identities made through infrastructure code that is applied later, or a console in a browser.',
    'Library calls in code.',
  ],
  triage: [
    'Ask whether the identity was wanted; note its name and rights.',
    'If not, disable it first, then look in the cloud audit log at what it did.',
    'See how the session got the rights to make it.',
  ],
};
