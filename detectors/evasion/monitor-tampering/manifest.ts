import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'monitor-tampering',
  version: '1.0.0',
  title: 'Monitoring tampered with',
  description:
    'The agent touches what watches it: its telemetry switched off or sent elsewhere, hooks that report taken out, transcripts of sessions deleted or emptied, and Gander itself: its process, ports, files, settings, API and hooks.',
  severity: 'high',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1685', 'T1070'],
  atlas: [],
  owasp: ['ASI10'],
  needs: ['exec', 'file.write', 'file.delete', 'mcp.call', 'tool.call'],
  fields: ['action.command', 'action.path', 'action.content'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'Upgrading or moving Gander by a person.',
    "Debugging the telemetry of the project's own program (silent unless an agent is started with it).",
    'Cleaning old transcripts to free space.',
  ],
  blindSpots: ['Tampering below the agent (kernel, network).', 'Settings changed before the session began.'],
  triage: [
    'See whether events of this agent still arrive; look at Sources.',
    'Put the setting, hook or process back.',
    'Read what the session did right after: that is what it did not want seen.',
  ],
};
