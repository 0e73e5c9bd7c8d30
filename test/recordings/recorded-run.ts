/** One recorded run of a real agent through the real collector code and the real engine: what was sent, and what Gander says of it. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { readFinding } from '../../alerts/read-finding';
import { createAnalyser } from '../../analysis/analyse';
import { createRedactor } from '../../analysis/redact';
import { archiveRows } from '../../archive/rows';
import { readBody } from '../../collector/read-body';
import type { AgentEvent } from '../../contracts/event';
import { SEVERITIES } from '../../contracts/finding';
import type { EvidenceFact, Finding, Severity } from '../../contracts/finding';
import { severityOfAll } from '../../contracts/severity';
import { DETECTORS } from '../../detectors/catalogue';
import { loadConfig } from '../../platform/config';
import { decodeEnvelope } from '../../stream/envelope';
import type { Answer } from '../../engine/core/partition';
import { tickAt, T0 } from '../support/agent-events';
import { engineOf } from '../support/engine';
import { RECORDED_AT, SENDER } from '../support/recorded';

export interface RunAlert {
  detector: string;
  severity: Severity;
  why: string;
}

export interface RunResult {
  /** Everything that the agent sent, as text: to see what its telemetry contains at all. */
  sent: string;
  events: AgentEvent[];
  alerts: RunAlert[];
  /** Settings that would show what the source hides. */
  notices: string[];
}

/** With the key under which runs are read: fingerprints of hooks and of telemetry are then the same. */
export const REDACTOR = createRedactor(Buffer.alloc(32, 7), 'test');
const { limits } = loadConfig({ env: {} }).collector;

export function readRun(folder: string): RunResult {
  const files = readdirSync(join(folder, 'otlp')).filter((name) =>
    /\.(?:pb|body\.json)(?:\.stored)?(?:\.br)?$/.test(name),
  );
  const bodies = files.sort().map((name) => ({ name, body: readBytes(join(folder, 'otlp', name)) }));
  const events = bodies.flatMap(({ name, body }) => eventsOf(name, body));
  const findings = findingsOf(events);
  const rows = archiveRows(events.map((event, offset) => ({ event, partition: 0, offset })));
  const notices = rows.sources.flatMap((source) => source.hidden.flatMap(({ setting }) => setting ?? []));
  return {
    sent: bodies.map(({ body }) => body.toString('latin1')).join('\n'),
    events,
    alerts: alertsOf(findings),
    notices: [...new Set(notices)],
  };
}

/** Through one engine, facts included, and with time going on until everything has had its turn. */
function findingsOf(events: readonly AgentEvent[]): Finding[] {
  const engine = engineOf(DETECTORS, { analyse: createAnalyser() });
  const findings: Finding[] = [];
  const take = (answer: Answer) => {
    findings.push(...answer.findings.map(asRead));
    for (const fact of answer.facts) take(engine.fact(fact));
  };
  for (const event of events) take(engine.event([event]));
  for (let minute = 1; minute <= 3; minute++) take(engine.control(tickAt(RECORDED_AT + minute * 60_000 - T0)));
  return findings;
}

/** As the alerts role would take it from the stream. */
function asRead(finding: Finding): Finding {
  const read = readFinding(Buffer.from(JSON.stringify(finding)));
  if ('reason' in read) throw new Error(`the finding would be put aside: ${read.reason}`);
  return read.finding;
}

function readBytes(file: string): Buffer {
  const bytes = readFileSync(file);
  return file.endsWith('.br') ? brotliDecompressSync(bytes) : bytes;
}

function eventsOf(name: string, body: Buffer): AgentEvent[] {
  const signal = name.includes('traces') ? 'traces' : name.includes('logs') ? 'logs' : 'metrics';
  const format = name.includes('.json') ? 'json' : 'protobuf';
  const job = {
    signal,
    format,
    encoding: 'identity',
    body: new Uint8Array(body),
    sender: SENDER,
    receivedAt: RECORDED_AT,
  } as const;
  const { messages } = readBody(job, { limits, instanceId: 'none', machineHost: 'devbox', redactorOf: () => REDACTOR });
  return messages.flatMap((message) =>
    message.topic === 'gander.events.v1'
      ? decodeEnvelope({ value: message.value, headers: message.headers ?? {} }).events
      : [],
  );
}

function alertsOf(findings: readonly Finding[]): RunAlert[] {
  return [...Map.groupBy(findings, (finding: Finding) => finding.alertId).values()].map((all: Finding[]) => {
    const facts = [...new Set<EvidenceFact>(all.flatMap((finding) => finding.facts))];
    const first = [...all].sort((a, b) => SEVERITIES.indexOf(b.baseSeverity) - SEVERITIES.indexOf(a.baseSeverity))[0];
    return { detector: first?.detector ?? '', severity: severityOfAll(all, facts), why: first?.why ?? '' };
  });
}
