/** Runs the cases beside a detector through the real engine core and the real analysis, and says where they differ from what is expected. */
import { UNKNOWN_INSTALLATION } from '../contracts/detector';
import { controlEvent } from './ticks';
import { createAnalyser } from '../analysis/analyse';
import type { Detector, DetectorCase, ExpectedAlert } from '../contracts/detector';
import type { ActivityAction, AgentEvent } from '../contracts/event';
import { SEVERITIES } from '../contracts/finding';
import type { EvidenceFact, Finding, Severity } from '../contracts/finding';
import { severityOfAll } from '../contracts/severity';
import { digestOf } from './core/digest';
import { createPartitionEngine } from './core/partition';
import type { Answer } from './core/partition';
import type { Analyse } from './core/stepper';

const START_MS = Date.UTC(2026, 0, 5, 10);
const HOUR_MS = 3_600_000;

/** One alert that a case led to. */
export interface CaseAlert {
  detector: string;
  severity: Severity;
  why: string;
  facts: readonly EvidenceFact[];
  /** Dedupe keys are not part of findings: what an expectation may name is searched in these. */
  about: readonly string[];
}

/** Everything that the detector says of the case. */
export function runCase(detector: Detector, one: DetectorCase): CaseAlert[] {
  return runCaseOn([detector], one);
}

/** Everything that these detectors say of it, in one session. `analyse` may be kept for further cases: commands come again. */
export function runCaseOn(
  detectors: readonly Detector[],
  one: DetectorCase,
  analyse: Analyse = createAnalyser(),
): CaseAlert[] {
  const engine = createPartitionEngine({
    partition: 0,
    detectors: detectors.map((detector) => ({
      detector,
      config: { ...(detector.defaults as object), ...one.settings },
    })),
    analyse,
    installation: { ...UNKNOWN_INSTALLATION, ...one.installation },
    limits: { latenessMs: 10_000, maxSessions: 1_000, sessionMs: 24 * HOUR_MS, maxSize: 64 * 1024 * 1024 },
  });
  const events = eventsOf(one);
  const last = Math.max(...events.map((event) => event.at));
  const findings: Finding[] = [];
  const take = (answer: Answer) => {
    findings.push(...answer.findings);
    for (const fact of answer.facts) take(engine.fact(fact));
  };
  const tellsTime = one.events?.some(({ times }) => times !== undefined) ?? false;
  for (const event of events) {
    if (tellsTime) take(engine.control(controlEvent({ type: 'tick' }, 0, event.at)));
    take(engine.event([event]));
  }
  for (let minute = 1; minute <= 3; minute++)
    take(engine.control(controlEvent({ type: 'tick' }, 0, last + minute * 60_000)));
  return alertsOf(findings);
}

/** What is wrong with the case, one sentence each; empty when it holds. */
export function checkCase(detector: Detector, one: DetectorCase): string[] {
  const alerts = runCase(detector, one);
  const rest = [...alerts];
  const problems: string[] = [];
  for (const expected of one.expect) {
    const at = rest.findIndex((alert) => meets(alert, expected));
    if (at < 0) problems.push(`expected ${describe(expected)}, got ${alerts.map(show).join('; ') || 'nothing'}`);
    else rest.splice(at, 1);
  }
  if (rest.length > 0 && problems.length === 0) problems.push(`unexpected: ${rest.map(show).join('; ')}`);
  return problems;
}

function meets(alert: CaseAlert, expected: ExpectedAlert): boolean {
  const about = expected.about;
  return (
    alert.severity === expected.severity &&
    (about === undefined || alert.about.some((text) => text.includes(about))) &&
    (expected.facts ?? []).every((fact) => alert.facts.some((held) => held === fact))
  );
}

const describe = (expected: ExpectedAlert) =>
  [expected.severity, expected.about && `about ${expected.about}`, expected.facts?.join(' ')].filter(Boolean).join(' ');
const show = (alert: CaseAlert) => `${alert.severity} "${alert.why}" [${alert.facts.join(' ')}]`;

function alertsOf(findings: readonly Finding[]): CaseAlert[] {
  const byAlert = Map.groupBy(findings, (finding) => finding.alertId);
  return [...byAlert.values()].map((all) => {
    const facts = [...new Set<EvidenceFact>(all.flatMap((finding) => finding.facts))];
    const highest = [...all].sort((a, b) => SEVERITIES.indexOf(b.baseSeverity) - SEVERITIES.indexOf(a.baseSeverity))[0];
    const about = all.flatMap((finding) => [finding.why, ...Object.values<string>({ ...finding.entities })]);
    const detector = all[0]?.detector ?? '';
    return { detector, severity: severityOfAll(all, facts), why: highest?.why ?? '', facts, about };
  });
}

/** The case's events with everything that it leaves out; a second apart when it gives no times. */
function eventsOf(one: DetectorCase): AgentEvent[] {
  const ran = { phase: 'completed', outcome: { status: 'ok', exitCode: 0 } } as const;
  const given: NonNullable<DetectorCase['events']> = one.events ?? [
    { ...ran, action: { type: 'exec' as const, tool: 'Bash', command: one.command ?? '', cwd: '/home/dev/project' } },
  ];
  let last = START_MS - 1_000;
  return given.flatMap(repeated).map(({ everyMs, ...event }, index) => {
    const at = event.at ?? last + (everyMs ?? 1_000);
    last = Math.max(last, at);
    const { action } = event;
    return {
      id: digestOf('case', one.title, index),
      at,
      receivedAt: at,
      tenant: 'default',
      source: { dialect: 'case', signal: 'log', record: 'case' },
      scope: 'session:case:1',
      session: '1',
      agent: { family: 'case' },
      identityBasis: 'claimed',
      callId: `call-${index}`,
      ...ran,
      ...event,
      ...(action.type === 'activity' && { action: { ...NO_ACTIVITY, ...action } }),
    };
  });
}

type Given = NonNullable<DetectorCase['events']>[number];

function repeated({ times, ...event }: Given): Omit<Given, 'times'>[] {
  if (times === undefined) return [event];
  const text = JSON.stringify(event);
  return Array.from(
    { length: times },
    (_, number) => JSON.parse(text.replaceAll('{n}', String(number))) as Omit<Given, 'times'>,
  );
}

/** Minutes in which nothing was done. */
const NO_ACTIVITY: ActivityAction = {
  type: 'activity',
  lengthMs: 300_000,
  calls: 0,
  errors: 0,
  denials: 0,
  sends: 0,
  busyMs: 0,
  approvals: 0,
  approvalMs: 0,
  prompts: 0,
  modelCalls: 0,
  modelErrors: 0,
  inputTokens: 0,
  outputTokens: 0,
  cost: 0,
  agents: 0,
  used: [],
  acts: {},
  order: {},
};
