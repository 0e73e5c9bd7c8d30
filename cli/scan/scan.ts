import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname } from 'node:path';
import { alertLines } from '../../alerts/terminal';
import { createAnalyser } from '../../analysis/analyse';
import { createRedactor } from '../../analysis/redact';
import type { Redactor } from '../../analysis/redact';
import { openTranscript } from '../../collector/transcripts/read-transcript';
import type { Alert } from '../../contracts/alert';
import type { AgentEvent } from '../../contracts/event';
import { SEVERITIES } from '../../contracts/finding';
import type { Severity } from '../../contracts/finding';
import { activeDetectors, loadDetectors } from '../../engine/detectors';
import type { ActiveDetector } from '../../engine/core/dispatch';
import { loadConfig } from '../../platform/config';
import type { Config } from '../../platform/config';
import { GanderError } from '../../platform/errors';
import { print, readArguments } from '../verb';
import type { Verb } from '../verb';
import { filesOf, linesOf, sessionsOf } from './files';
import { createJudge } from './judge';
import type { Judge } from './judge';

export const scanVerb: Verb = {
  help: `Usage: gander scan FILE|FOLDER… [--min-severity info|low|medium|high|critical] [--json] [--config FILE]

Reads transcripts that agents have written (Claude Code with sub-agents, Codex rollouts, Gemini CLI, Qwen Code, Copilot CLI, Cline; also as
brotli, .br), runs the detectors over them, and prints the alerts. Nothing is stored or sent. In folders it reads *.jsonl and
*.messages.json. The exit code is 1 when there is an alert of --min-severity (default medium) or above. --json prints one alert a line.

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
    const config = loadConfig(values.config === undefined ? {} : { file: values.config });
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

/** Scans session by session, so that memory does not grow with their number; alerts come when their session has been read. */
export async function scan(
  files: readonly string[],
  config: Pick<Config, 'context' | 'engine' | 'collector'>,
  onAlert: (alert: Alert) => void,
  redactor: Redactor = createRedactor(randomBytes(32), 'scan'),
): Promise<Summary> {
  const detectors: readonly ActiveDetector[] = activeDetectors(config, loadDetectors(config));
  const analyse = createAnalyser();
  const summary: Summary = { files: {}, unknown: 0, steps: 0, badLines: 0 };
  for (const session of sessionsOf(files)) {
    const judge = createJudge(config, detectors, analyse);
    for (const file of session) await readFileInto(file, config, judge, redactor, summary);
    for (const alert of judge.end().sort(bySeverity)) onAlert(alert);
  }
  return summary;
}

/** Lines in which the agent must have shown itself; other JSON files are left after that many. */
const MAX_UNKNOWN_LINES = 50;

async function readFileInto(
  file: string,
  config: Pick<Config, 'collector'>,
  judge: Judge,
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
    judge.take(events);
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

const bySeverity = (a: Alert, b: Alert): number => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity);

function describe({ files, unknown, steps, badLines }: Summary, alerts: number, least: string): string {
  const read = Object.entries(files).map(([agent, count]) => `${agent} ${count}`);
  const rest = [
    unknown > 0 ? `${unknown} files of no known agent` : undefined,
    badLines > 0 ? `${badLines} lines that cannot be read` : undefined,
  ].filter((part) => part !== undefined);
  const notes = rest.length > 0 ? `; left out: ${rest.join(', ')}` : '';
  return `${alerts} alerts of ${least} or above in ${steps} steps; transcripts: ${read.join(', ') || 'none'}${notes}`;
}
