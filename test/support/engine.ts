/** A set of partition engines wired as the stream wires them, and small detectors that show how the engine treats detectors. */
import { NO_ANALYSIS } from '../../contracts/analysis';
import type { EventAnalysis } from '../../contracts/analysis';
import { UNKNOWN_INSTALLATION } from '../../contracts/detector';
import { NO_DETECTIONS } from '../../contracts/detector';
import type { Detector, Manifest } from '../../contracts/detector';
import type { AgentEvent } from '../../contracts/event';
import type { Detection, EvidenceFact, Finding, Severity } from '../../contracts/finding';
import { severityOfAll } from '../../contracts/severity';
import type { Fact } from '../../contracts/fact';
import { createPartitionEngine } from '../../engine/core/partition';
import type { PartitionEngine, PartitionOptions } from '../../engine/core/partition';
import type { Count } from '../../engine/core/counts';
import { tickAt, T0 } from './agent-events';

export const LATENESS_MS = 10_000;

export const LIMITS = { latenessMs: LATENESS_MS, maxSessions: 1_000, sessionMs: 86_400_000, maxSize: 64 * 1024 * 1024 };

const MANIFEST: Omit<Manifest, 'id' | 'needs'> = {
  version: '1.0.0',
  title: 'Test',
  description: 'Test',
  severity: 'high',
  confidence: 'medium',
  maturity: 'experimental',
  attack: ['T1059'],
  atlas: [],
  owasp: [],
  fields: [],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 3_600, maxKeys: 1_000 },
  falsePositives: [],
  blindSpots: [],
  triage: ['Look.'],
};

export function detector<State>(
  manifest: Partial<Manifest> & Pick<Manifest, 'id' | 'needs'>,
  init: () => State,
  step: Detector<State>['step'],
): Detector<State> {
  return { manifest: { ...MANIFEST, ...manifest }, defaults: {}, init, step };
}

/** Finds `evil:<name>` in a command or in code that the analysis knows; certain once it succeeded. */
export const evil = detector(
  { id: 'evil', needs: ['exec', 'mcp.call'] },
  () => ({}),
  (_state, event, { analysis }) => {
    const command = event.action.type === 'exec' ? event.action.command : undefined;
    const given = event.action.type === 'mcp.call' ? event.action.arguments : undefined;
    const texts = [command, given, ...analysis.code.flatMap((code) => code.literals)];
    return texts.flatMap((text) => found(text ?? '', event));
  },
);

function found(text: string, event: AgentEvent): Detection[] {
  const names = [...text.matchAll(/evil:(\w{1,20})/g)].map((match) => match[1] ?? '');
  const proven = event.outcome?.exitCode === 0;
  return names.map((name) => ({
    why: `${name} was run`,
    dedupeKey: name,
    severity: proven ? 'critical' : 'high',
    confidence: proven ? 'high' : 'medium',
    excerpt: `evil:${name}`,
  }));
}

/** A secret read and then a fetch within a minute, in order of time. */
export const readThenFetch = detector(
  { id: 'read-then-fetch', needs: ['file.read', 'net.fetch'], order: 'event-time' },
  (): { readAt?: number } => ({}),
  (state, event) => {
    if (event.action.type === 'file.read') {
      if (event.action.path === '/secret') state.readAt = event.at;
      return NO_DETECTIONS;
    }
    if (state.readAt === undefined || event.at - state.readAt > 60_000) return NO_DETECTIONS;
    return [{ why: 'read, then sent', dedupeKey: `sent:${event.at - state.readAt}` }];
  },
);

/** Counts what happens on a host, in order of time; names the order in its key, so that another order is another alert. */
export const thirdOnHost = detector(
  { id: 'third-on-host', needs: ['exec', 'resource.sample'], order: 'event-time', keyBy: 'host' },
  () => ({ seen: [] as number[] }),
  (state, event) => {
    if (event.action.type === 'resource.sample') return NO_DETECTIONS;
    state.seen.push(event.at);
    if (state.seen.length % 3 !== 0) return NO_DETECTIONS;
    return [{ why: 'three', dedupeKey: state.seen.slice(-3).join(), severity: 'medium' as const }];
  },
);

/** Stands in for the analysis: `sh <path>` runs what the session wrote to the path. */
export function analyse(
  event: AgentEvent,
  session: { filesWritten: ReadonlyMap<string, { content: string }> },
): EventAnalysis {
  const { action } = event;
  if (action.type === 'file.write' && action.path !== undefined) {
    return { ...NO_ANALYSIS, writes: [{ path: action.path, given: action.path, class: 'other' }] };
  }
  const path = action.type === 'exec' ? /^sh (\/\S{1,100})$/.exec(action.command ?? '')?.[1] : undefined;
  const script = path === undefined ? undefined : session.filesWritten.get(path)?.content;
  if (script === undefined) return NO_ANALYSIS;
  return { ...NO_ANALYSIS, code: [{ language: 'sh', kind: 'spawn-shell', literals: [script], at: 0 }] };
}

export function engineOf(detectors: readonly Detector[], over: Partial<PartitionOptions> = {}): PartitionEngine {
  return createPartitionEngine({
    partition: 0,
    detectors: detectors.map((one) => ({ detector: one, config: one.defaults })),
    analyse,
    installation: UNKNOWN_INSTALLATION,
    limits: LIMITS,
    ...over,
  });
}

/** Alert id (by detector and key, to be readable) → severity, from all findings together, as the alerts role folds them. */
export type Alerts = Record<string, Severity>;

export function alertsOf(findings: readonly Finding[]): Alerts {
  const alerts = new Map<string, Finding[]>();
  for (const finding of findings) alerts.set(finding.alertId, [...(alerts.get(finding.alertId) ?? []), finding]);
  return Object.fromEntries(
    [...alerts].sort().map(([id, all]) => {
      const facts = [...new Set<EvidenceFact>(all.flatMap((one) => one.facts))];
      return [`${all[0]?.detector ?? ''} ${id}`, severityOfAll(all, facts)];
    }),
  );
}

const TICK_MS = 5_000;

/** Runs events through `partitions` engines, facts and ticks included, and ends with ticks for `restMs` after the last. */
export function run(
  events: readonly AgentEvent[],
  make: () => PartitionEngine,
  {
    partitions = 1,
    restartAt = -1,
    restMs = 60_000,
  }: { partitions?: number; restartAt?: number; restMs?: number } = {},
): { findings: Finding[]; counts: Count[] } {
  const engines = Array.from({ length: partitions }, make);
  const findings: Finding[] = [];
  const counts: Count[] = [];
  const engineFor = (key: string): number =>
    Buffer.from(key).reduce((sum, byte) => (sum * 31 + byte) % 9973, 7) % partitions;
  const take = (answer: ReturnType<PartitionEngine['event']>) => {
    findings.push(...answer.findings);
    counts.push(...answer.counts);
    for (const fact of answer.facts) deliver(fact);
    for (const link of answer.links) take(engines[engineFor(link.child)]!.link(link));
  };
  const deliver = (fact: Fact) => take(engines[engineFor(fact.key)]!.fact(JSON.parse(JSON.stringify(fact)) as Fact));
  let ticked = T0;
  const tickUntil = (time: number) => {
    for (; ticked + TICK_MS <= time; ticked += TICK_MS) {
      for (const engine of engines) take(engine.control(tickAt(ticked + TICK_MS - T0)));
    }
  };
  for (const [index, event] of events.entries()) {
    tickUntil(event.receivedAt);
    if (index === restartAt) {
      for (const [number, engine] of engines.entries()) {
        const fresh = make();
        fresh.restore(engine.snapshot());
        engines[number] = fresh;
      }
    }
    take(engines[engineFor(event.scope)]!.event([event]));
  }
  tickUntil(events.reduce((latest, event) => Math.max(latest, event.receivedAt), T0) + restMs);
  return { findings, counts };
}

export function counted(counts: readonly Count[], name: string, label: string): number {
  return counts
    .filter((one) => one.name === name && Object.values(one.labels).includes(label))
    .reduce((sum, one) => sum + one.by, 0);
}
