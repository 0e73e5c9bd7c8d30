import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'denied-by-person-done-elsewhere',
  version: '1.0.0',
  title: 'What a person refused was done in another session',
  description:
    'A person refused a dangerous act in one session, and within a day another session on the same repository did the same thing: deleted the same path, read the same credential, sent to the same host, ran the same dangerous command. Denials within one session are another detector.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'experimental',
  attack: ['T1204', 'T1685'],
  atlas: ['AML.T0053'],
  owasp: ['ASI09', 'ASI07'],
  needs: ['exec', 'file.read', 'file.write', 'file.delete', 'net.fetch', 'mcp.call', 'tool.call'],
  fields: ['action.command', 'permission.by', 'repository'],
  order: 'event-time',
  keyBy: 'repository',
  window: { seconds: 86_400, maxKeys: 10_000 },
  falsePositives: [
    'The person changed their mind, or a colleague decides otherwise.',
    'A refusal that only meant “not now”.',
  ],
  blindSpots: [
    'Sources that do not name the repository, or hide commands.',
    'Another way to the same effect that looks different even when parsed.',
  ],
  triage: [
    'See who refused and who or what let it pass the second time: the evidence has both.',
    'If an agent was steered around the refusal, undo the act and refuse it for all agents in the settings.',
  ],
};
