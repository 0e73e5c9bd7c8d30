import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { alertLines } from '../../alerts/terminal';
import type { Alert } from '../../contracts/alert';
import { SEVERITIES } from '../../contracts/finding';
import type { Severity } from '../../contracts/finding';
import { GanderError } from '../../platform/errors';
import { caller, startThread } from '../../platform/thread';
import { judgingConfig } from '../judge/judging-config';
import { print, readArguments } from '../verb';
import type { Verb } from '../verb';
import { filesOf, sessionsOf } from './files';
import { emptySummary, sessionScanner } from './scan-session';
import type { ScanSetup, SessionResult, Summary } from './scan-session';

export const scanVerb: Verb = {
  help: `Usage: gander scan FILE|FOLDER… [--min-severity info|low|medium|high|critical] [--json] [--config FILE]

Reads transcripts that agents have written (Claude Code with sub-agents, Codex rollouts, Gemini CLI, Qwen Code, Copilot CLI, Cline; also as
brotli, .br; the database of opencode), runs the detectors over them, and prints the alerts. Nothing is stored or sent. In folders it reads
*.jsonl, *.messages.json and opencode*.db. The exit code is 1 when there is an alert of --min-severity (default medium) or above. --json prints one alert a line.

Example:
  gander scan ~/.claude/projects ~/.codex/sessions --min-severity high`,
  async run(args) {
    const { values, positionals } = readArguments(args, {
      'min-severity': { type: 'string', default: 'medium' },
      json: { type: 'boolean' },
      config: { type: 'string' },
    });
    if (positionals.length === 0) throw new GanderError('usage', 'name at least one file or folder');
    const least = SEVERITIES.indexOf(values['min-severity'] as Severity);
    if (least < 0)
      throw new GanderError(
        'usage',
        `--min-severity: expected ${SEVERITIES.join(', ')}, got "${values['min-severity']}"`,
      );
    const config = judgingConfig(values.config);
    const json = values.json === true;
    let found = 0;
    const summary = await scan(await filesOf(positionals), config, (alert) => {
      if (SEVERITIES.indexOf(alert.severity) < least) return;
      found += 1;
      print(json ? JSON.stringify(alert) : alertLines(alert, 'alert.created', process.stdout.isTTY));
    });
    const line = describe(summary, found, values['min-severity']);
    if (json) process.stderr.write(`${line}\n`);
    else print(line);
    return found > 0 ? 1 : 0;
  },
};

/** Most of what a scan makes is soon of no use: with more room, less of it is carried along. */
const YOUNG_MB = 64;
/** Sessions under which one thread is quicker than starting more, and most threads. */
const FEW_SESSIONS = 20;
const MAX_THREADS = 8;

/** Scans session by session, on all cores when there are many; alerts come in the order of the sessions. */
export async function scan(
  files: readonly string[],
  config: ScanSetup['config'],
  onAlert: (alert: Alert) => void,
  key: Uint8Array = randomBytes(32),
): Promise<Summary> {
  const sessions = sessionsOf(files);
  const { context, decoys, engine, collector } = config;
  const setup: ScanSetup = { config: { context, decoys, engine, collector }, key };
  const summary = emptySummary();
  const take = ({ alerts, summary: part }: SessionResult) => {
    for (const alert of alerts) onAlert(alert);
    addTo(summary, part);
  };
  if (sessions.length < FEW_SESSIONS) {
    const scanSession = sessionScanner(setup);
    for (const session of sessions) take(await scanSession(session));
  } else await onThreads(sessions, setup, take);
  return summary;
}

/** Each thread has one session at a time; an early thread does not run far ahead of the one whose alerts are next. */
async function onThreads(
  sessions: readonly string[][],
  setup: ScanSetup,
  take: (result: SessionResult) => void,
): Promise<void> {
  const threads = Array.from({ length: Math.min(availableParallelism(), MAX_THREADS) }, () => {
    const worker = startThread('cli/scan/scan-thread', {
      workerData: setup,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    const calls = caller(worker);
    worker.on('error', (error: Error) => calls.fail(error));
    worker.on('exit', () => calls.fail(new Error('a thread of the scan has ended')));
    return { worker, calls };
  });
  try {
    const under: Promise<SessionResult>[] = [];
    for (const [index, session] of sessions.entries()) {
      const { calls } = threads[index % threads.length] as (typeof threads)[number];
      const result = calls.call<SessionResult>('session', session);
      result.catch(() => undefined);
      under.push(result);
      if (under.length >= threads.length * AHEAD) take(await (under.shift() as Promise<SessionResult>));
    }
    for (const result of under) take(await result);
  } finally {
    await Promise.all(threads.map(({ worker }) => worker.terminate()));
  }
}

/** Sessions handed to each thread before the first of them is done. */
const AHEAD = 8;

function addTo(sum: Summary, part: Summary): void {
  for (const [agent, count] of Object.entries(part.files)) sum.files[agent] = (sum.files[agent] ?? 0) + count;
  sum.unknown += part.unknown;
  sum.steps += part.steps;
  sum.badLines += part.badLines;
}

function describe({ files, unknown, steps, badLines }: Summary, alerts: number, least: string): string {
  const read = Object.entries(files).map(([agent, count]) => `${agent} ${count}`);
  const rest = [
    unknown > 0 ? `${unknown} files of no known agent` : undefined,
    badLines > 0 ? `${badLines} lines that cannot be read` : undefined,
  ].filter((part) => part !== undefined);
  const notes = rest.length > 0 ? `; left out: ${rest.join(', ')}` : '';
  return `${alerts} alerts of ${least} or above in ${steps} steps; transcripts: ${read.join(', ') || 'none'}${notes}`;
}
