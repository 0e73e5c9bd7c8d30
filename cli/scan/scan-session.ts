/** One session's files read, judged and given back whole: what a thread of a scan does. */
import { stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname } from 'node:path';
import { createAnalyser } from '../../analysis/analyse';
import { createRedactor } from '../../analysis/redact';
import type { Redactor } from '../../analysis/redact';
import { readDecoys } from '../../collector/decoys';
import { openTranscript } from '../../collector/transcripts/read-transcript';
import type { Alert } from '../../contracts/alert';
import type { AgentEvent } from '../../contracts/event';
import type { Config } from '../../platform/config';
import { AlertsOf } from '../judge/alerts-of';
import { createRun, detectorsOfActs } from '../judge/run';
import type { Run } from '../judge/run';
import { linesOf } from './files';

/** What every thread of one scan is given. Plain values. */
export interface ScanSetup {
  config: Pick<Config, 'context' | 'decoys' | 'engine' | 'collector'>;
  /** Key of the fingerprints that stand for secrets. */
  key: Uint8Array;
}

export interface Summary {
  /** Transcripts read, by agent. */
  files: Record<string, number>;
  /** Files that are no transcript of an agent that is known. */
  unknown: number;
  /** Tool calls, answered or not. */
  steps: number;
  /** Lines that are no JSON object, or too long. */
  badLines: number;
}

export interface SessionResult {
  /** The gravest first. */
  alerts: Alert[];
  summary: Summary;
}

export const emptySummary = (): Summary => ({ files: {}, unknown: 0, steps: 0, badLines: 0 });

/** Each session has an engine of its own, so that memory does not grow with their number. */
export function sessionScanner({ config, key }: ScanSetup): (files: readonly string[]) => Promise<SessionResult> {
  const detectors = detectorsOfActs(config);
  const redactor = createRedactor(key, 'scan', readDecoys(config.decoys));
  const analyse = createAnalyser();
  return async (files) => {
    const summary = emptySummary();
    const alerts = new AlertsOf();
    const run = createRun({ config, detectors, analyse, onFinding: (finding) => alerts.take(finding) });
    for (const file of files) await readFileInto(file, config, run, redactor, summary);
    run.end();
    return { alerts: alerts.list(), summary };
  };
}

/** Lines in which the agent must have shown itself; other JSON files are left after that many. */
const MAX_UNKNOWN_LINES = 50;

async function readFileInto(
  file: string,
  config: Pick<Config, 'collector'>,
  run: Run,
  redactor: Redactor,
  summary: Summary,
): Promise<void> {
  const { mtimeMs } = await stat(file);
  const transcript = openTranscript({
    limits: config.collector.limits,
    startAt: mtimeMs,
    machineHost: hostname(),
    folder: basename(dirname(file)),
  });
  const take = (told: { events: AgentEvent[] }) => {
    const events = told.events.map((event) => redactor.redact(event));
    summary.steps += events.filter(isStep).length;
    run.take(events);
  };
  let lines = 0;
  let bad = 0;
  for await (const line of linesOf(file)) {
    lines += 1;
    const told = line === undefined ? undefined : transcript.line(line);
    if (transcript.agent() === undefined && lines >= MAX_UNKNOWN_LINES) break;
    if (told === undefined) bad += 1;
    else if (told.events.length > 0) take(told);
  }
  take(transcript.end());
  const agent = transcript.agent();
  if (agent === undefined) summary.unknown += 1;
  else {
    summary.files[agent] = (summary.files[agent] ?? 0) + 1;
    summary.badLines += bad;
  }
}

const isStep = ({ callId, action }: AgentEvent): boolean => callId !== undefined && action.type !== 'model.call';
