/**
 * How an action went, put together from what its records tell. Each merge picks the same winner whatever the order of the records, and
 * prefers what says that the act had effect: a forged refusal must not hide it.
 */
import type { Action, AgentEvent, Outcome, Permission, Phase, SecretSeen } from '../../contracts/event';
import type { EvidenceFact } from '../../contracts/finding';
import { beginningOf, shared } from './text';

export type Mark = Extract<EvidenceFact, 'proposed' | 'attempted' | 'denied' | 'failed' | 'succeeded'>;

export interface Course {
  phase: Phase;
  outcome?: Outcome;
  permission?: Permission;
  /** What the records establish, each for itself; a mark is never taken back, so the set does not depend on order. */
  marks: readonly Mark[];
  /** Secrets taken out of any of the records. */
  secrets?: SecretSeen[];
  /** A record that does not say what the act is tells that it failed: whether that was before any effect is judged by the act. */
  unjudged?: true;
}

/** Ends nearest to effect come last. */
const PHASES: readonly Phase[] = ['proposed', 'approved', 'denied', 'started', 'failed', 'completed'];
const STATUSES: readonly Outcome['status'][] = [undefined, 'denied', 'cancelled', 'error', 'ok'];
const MARKS: readonly Mark[] = ['proposed', 'attempted', 'denied', 'failed', 'succeeded'];
/** Longest output kept of one action, characters. */
const MAX_OUTPUT = 16 * 1024;
/** What is kept of it once detectors have seen it. */
const BRIEF_OUTPUT = 200;
/** Most secrets kept of one action. */
const MAX_SECRETS = 64;
/** A tool that ran this long did something, whatever it says. */
const EFFECT_MS = 10_000;

export function courseOf(event: AgentEvent): Course {
  const { outcome, permission, phase, secrets } = event;
  return {
    phase,
    marks: marksOf(event),
    ...(isNameless(event.action) && isBad(event) && { unjudged: true as const }),
    ...(outcome && { outcome: bounded(outcome) }),
    ...(permission && { permission }),
    ...(secrets && { secrets: secrets.length <= MAX_SECRETS ? secrets : union(secrets, []) }),
  };
}

export function merge(a: Course, b: Course): Course {
  const outcome = a.outcome && b.outcome ? mergeOutcomes(a.outcome, b.outcome) : (a.outcome ?? b.outcome);
  const permission =
    a.permission && b.permission ? mergePermissions(a.permission, b.permission) : (a.permission ?? b.permission);
  return {
    phase: later(PHASES, a.phase, b.phase),
    marks: MARKS.filter((mark) => a.marks.includes(mark) || b.marks.includes(mark)),
    ...((a.unjudged ?? b.unjudged) && { unjudged: true as const }),
    ...(outcome && { outcome }),
    ...(permission && { permission }),
    ...((a.secrets ?? b.secrets) && { secrets: union(a.secrets ?? [], b.secrets ?? []) }),
  };
}

/** Each once, the first by field and fingerprint. */
function union(a: readonly SecretSeen[], b: readonly SecretSeen[]): SecretSeen[] {
  const all = new Map([...a, ...b].map((one) => [`${one.field} ${one.fingerprint}`, one]));
  return [...all.keys()]
    .sort()
    .flatMap((key) => all.get(key) ?? [])
    .slice(0, MAX_SECRETS);
}

/** The course of an act, by what the act is: the same whether its records came in one request, joined there, or each for itself. */
export function judged(course: Course, action: Action): Course {
  const { marks, outcome, unjudged } = course;
  if (!unjudged || marks.includes('failed') || isNameless(action) || !hadNoEffect(action, outcome)) return course;
  return { ...course, marks: MARKS.filter((mark) => mark === 'failed' || marks.includes(mark)) };
}

/** Equal for two courses when a detector has nothing new to learn: decision, status, exit code, a refusal, whether there is output. */
export function signatureOf({ outcome, permission, marks }: Course): string {
  const output = outcome?.output !== undefined || outcome?.error !== undefined;
  const decision = permission?.decision ?? (marks.includes('denied') ? 'denied' : '');
  return shared(`${decision}|${outcome?.status ?? ''}|${outcome?.exitCode ?? ''}|${output}`);
}

const PROPOSED: readonly Mark[] = ['proposed'];
const DENIED: readonly Mark[] = ['denied'];
const ATTEMPTED: readonly Mark[] = ['attempted'];
const FAILED: readonly Mark[] = ['attempted', 'failed'];
const SUCCEEDED: readonly Mark[] = ['attempted', 'succeeded'];

function marksOf(event: AgentEvent): readonly Mark[] {
  const { phase, outcome, permission } = event;
  if (phase === 'denied' || outcome?.status === 'denied' || permission?.decision === 'reject') return DENIED;
  if (phase === 'proposed' || phase === 'approved') return PROPOSED;
  if (outcome?.exitCode === 0) return SUCCEEDED;
  if (isBad(event)) return hadNoEffect(event.action, outcome) ? FAILED : ATTEMPTED;
  return outcome?.status === 'ok' ? SUCCEEDED : ATTEMPTED;
}

const isNameless = (action: Action): boolean => action.type === 'tool.call' && action.tool === '';

const isBad = ({ phase, outcome }: AgentEvent): boolean =>
  phase === 'failed' || outcome?.status === 'error' || (outcome?.exitCode ?? 0) !== 0;

/**
 * Whether a failure says that nothing happened. A tool that failed did not read or write; a shell command that failed may have done all its
 * harm before (`cat key missing`, `…; false`), unless its one program was never started.
 */
function hadNoEffect(action: Action, outcome: Outcome | undefined): boolean {
  if (isNameless(action)) return false;
  if (action.type !== 'exec') return (outcome?.durationMs ?? 0) < EFFECT_MS;
  const neverStarted = outcome?.exitCode === 126 || outcome?.exitCode === 127;
  return neverStarted && action.command !== undefined && !/[;&|\n`]|\$\(/.test(action.command);
}

function mergeOutcomes(a: Outcome, b: Outcome): Outcome {
  const status = later(STATUSES, a.status, b.status);
  const exitCode = smaller(a.exitCode, b.exitCode);
  const output = longer(a.output, b.output);
  const error = longer(a.error, b.error);
  const durationMs = a.durationMs === undefined ? b.durationMs : Math.max(a.durationMs, b.durationMs ?? 0);
  return {
    ...(status !== undefined && { status }),
    ...(exitCode !== undefined && { exitCode }),
    ...(output !== undefined && { output }),
    ...(error !== undefined && { error }),
    ...(durationMs !== undefined && { durationMs }),
  };
}

function mergePermissions(a: Permission, b: Permission): Permission {
  const decision = later<Permission['decision']>([undefined, 'reject', 'accept'], a.decision, b.decision);
  const sayers = [a, b].filter((one) => one.decision === decision);
  const by = longer(sayers[0]?.by, sayers[1]?.by);
  const mode = isBypass(a.mode) ? a.mode : isBypass(b.mode) ? b.mode : longer(a.mode, b.mode);
  return {
    ...(decision !== undefined && { decision }),
    ...(by !== undefined && { by }),
    ...(mode !== undefined && { mode }),
  };
}

/**
 * Whether a permission or sandbox mode means that nothing is asked and nothing is fenced: `bypassPermissions`, `yolo`, `danger-full-access`.
 * An approval policy of `never` alone is none: the sandbox still holds.
 */
export function isBypass(mode: string | undefined): boolean {
  return mode !== undefined && /bypass|yolo|danger|skip.?permissions|full.?access/i.test(mode.slice(0, 100));
}

/** The course with the beginning of its output only: enough to know that there was one. */
export function brief(course: Course): Course {
  if (!course.outcome) return course;
  const outcome = bounded(course.outcome, BRIEF_OUTPUT);
  return outcome === course.outcome ? course : { ...course, outcome };
}

/** The record likewise. */
export function briefRecord(event: AgentEvent): AgentEvent {
  const outcome = event.outcome && bounded(event.outcome, BRIEF_OUTPUT);
  return outcome === undefined || outcome === event.outcome ? event : { ...event, outcome };
}

function bounded(outcome: Outcome, most = MAX_OUTPUT): Outcome {
  const { output = '', error = '' } = outcome;
  if (output.length <= most && error.length <= most) return outcome;
  return {
    ...outcome,
    ...(outcome.output !== undefined && { output: beginningOf(output, most) }),
    ...(outcome.error !== undefined && { error: beginningOf(error, most) }),
  };
}

function later<T>(order: readonly T[], a: T, b: T): T {
  return order.indexOf(a) >= order.indexOf(b) ? a : b;
}

function smaller(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.abs(a) <= Math.abs(b) ? a : b;
}

function longer(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a.length > b.length || (a.length === b.length && a >= b) ? a : b;
}
