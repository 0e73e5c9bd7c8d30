/** One row through collector's redaction and a fresh engine, to the alerts that it leads to: of the whole, and of each step. */
import { createAnalyser } from '../../analysis/analyse';
import { createRedactor } from '../../analysis/redact';
import { readDecoys } from '../../collector/decoys';
import { finish } from '../../collector/dialects/finish';
import { fitEvent } from '../../collector/fit-event';
import type { Alert } from '../../contracts/alert';
import type { AgentEvent } from '../../contracts/event';
import type { Finding } from '../../contracts/finding';
import { DEFAULT_TENANT } from '../../contracts/tenant';
import type { Config } from '../../platform/config';
import { AlertsOf } from '../judge/alerts-of';
import { createRun, detectorsOfActs } from '../judge/run';
import type { Run } from '../judge/run';
import { PROJECT, actsOfSession, actsOfText } from './acts';
import type { Act } from './acts';
import type { Row } from './row';

export interface JudgedRow {
  /** The gravest first. */
  alerts: Alert[];
  /** Of a session: the alerts that each step led to, as if nothing else had. */
  steps?: Alert[][];
}

const START_MS = Date.UTC(2026, 0, 5, 10);
/** Time from one act to the next: about what real agents take. */
const STEP_MS = 10_000;
const TICK_MS = 60_000;
const NAME = 'verdicts';

/** `key` makes the fingerprints of secrets. The judge is kept for all rows; each has an engine and a memory of its own. */
export function rowJudge(
  config: Pick<Config, 'context' | 'decoys' | 'engine'>,
  key: Uint8Array,
): (row: Row) => JudgedRow {
  const detectors = detectorsOfActs(config);
  const redactor = createRedactor(key, NAME, readDecoys(config.decoys));
  const analyse = createAnalyser();
  return (row) => {
    const whole = new AlertsOf();
    const steps = new Steps(row);
    const onFinding = (finding: Finding) => {
      whole.take(finding);
      steps.take(finding);
    };
    const run = createRun({ config, detectors, analyse, onFinding });
    play(row, run, (event, step) => {
      const line = fitEvent(redactor.redact(event));
      if (line === undefined) return;
      steps.belongs(event.id, step);
      run.take([JSON.parse(line) as AgentEvent]);
    });
    run.end();
    return { alerts: whole.list(), ...(row.surface === 'session' && { steps: steps.list() }) };
  };
}

/** Tells the row as an agent would: its start, then its acts, with time going on. */
function play(row: Row, run: Run, tell: (event: AgentEvent, step: number) => void): void {
  const cwd = row.cwd ?? (row.surface === 'session' ? undefined : PROJECT);
  const begun = { type: 'session.start' as const, reason: NAME, ...(cwd !== undefined && { cwd }) };
  tell(eventOf(row, { action: begun, phase: 'completed', step: 0 }, 0), 0);
  let number = 0;
  for (const act of row.surface === 'session' ? actsOfSession(row) : actsOfText(row)) {
    number += 1;
    const at = START_MS + number * STEP_MS;
    if (at % TICK_MS === 0) run.tick(at);
    tell(eventOf(row, act, number), act.step);
  }
}

const SENDER = { tenant: DEFAULT_TENANT, authenticated: false, loopback: true };
const NO_SESSIONS = new Map<never, never>();

function eventOf({ id }: Row, { action, phase, outcome }: Act, number: number): AgentEvent {
  const atMs = START_MS + number * STEP_MS;
  const draft = {
    record: action.type,
    atMs,
    session: String(id),
    agent: { family: NAME },
    callId: `call-${number}`,
    phase,
    action,
    ...(outcome && { outcome }),
  };
  const witness = {
    dialect: { name: NAME },
    signal: 'transcript' as const,
    resource: {},
    key: `${id}\0${number}`,
    drafts: [draft],
  };
  const around = { sender: SENDER, receivedAt: atMs, machineHost: 'dev-machine', sessions: NO_SESSIONS };
  return finish([witness], around).events[0] as AgentEvent;
}

/** Findings by the step that they rest on: the one whose event they are of, else the first of their evidence. */
class Steps {
  readonly #stepOf = new Map<string, number>();
  readonly #alerts: AlertsOf[];

  constructor(row: Row) {
    this.#alerts = row.surface === 'session' ? row.content.map(() => new AlertsOf()) : [];
  }

  belongs(eventId: string, step: number): void {
    this.#stepOf.set(eventId, step);
  }

  take(finding: Finding): void {
    for (const { eventId } of finding.evidence) {
      const step = this.#stepOf.get(eventId);
      if (step === undefined) continue;
      this.#alerts[step]?.take(finding);
      return;
    }
  }

  list(): Alert[][] {
    return this.#alerts.map((alerts) => alerts.list());
  }
}
