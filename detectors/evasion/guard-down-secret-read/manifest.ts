import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'guard-down-secret-read',
  version: '1.0.0',
  title: 'Secret read after a guard was taken down',
  description:
    'In one session, monitoring is tampered with, or the permission mode is raised, and a secret is read after that. Each alone may have a reason; in this order they are how a theft is kept from being seen.',
  severity: 'high',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1685', 'T1552'],
  atlas: [],
  owasp: ['ASI10', 'ASI03'],
  needs: ['exec', 'file.read', 'file.write', 'file.delete', 'mcp.call', 'tool.call', 'config.change'],
  fields: ['action.command', 'action.path', 'action.content'],
  order: 'event-time',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: ['A developer in bypass mode whose agent reads keys for a deployment (medium).'],
  blindSpots: ['Secrets read by programs that Gander does not know, or in another session.'],
  triage: [
    'Read both steps, and what came between them and after.',
    'Rotate the secret; look for where it went.',
    'Put the monitoring back first.',
  ],
};
