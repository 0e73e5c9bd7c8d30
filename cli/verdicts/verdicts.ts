/** `gander verdicts`: what Gander says of each row of a corpus, line by line, so that anyone can measure it. */
import { randomBytes } from 'node:crypto';
import { SEVERITIES } from '../../contracts/finding';
import type { Severity } from '../../contracts/finding';
import { GanderError, messageOf } from '../../platform/errors';
import { judgingConfig } from '../judge/judging-config';
import { answerLines, isClosedPipe } from '../lines';
import { readArguments } from '../verb';
import type { Verb } from '../verb';
import { rowJudge } from './judge-row';
import { SURFACES, readRow } from './row';
import type { BadRow, Row } from './row';
import { verdictOf } from './verdict';

/** Longest row, characters. */
const LONGEST_ROW = 64 * 1024 * 1024;

export const verdictsVerb: Verb = {
  help: `Usage: gander verdicts [--min-severity info|low|medium|high|critical] [--config FILE] < corpus.jsonl > verdicts.jsonl

Judges each row of a corpus as if an agent had told it: the collector's redaction, the analysis and all detectors that are switched on, each
row in a session of its own. Nothing is stored, sent or run. Rows are answered as they come, in their order.

In, one JSON object a line: {"id", "surface", "content"}; other fields are left alone. Surfaces: ${SURFACES.join(', ')}.
A session's content is a list of {"tool","input","output"}; what the person typed is a step with the tool user_prompt.

Out: {"id","alert","severity","detectors","techniques","why"}
  alert       true when there is an alert of --min-severity (default medium) or above; detectors, techniques and why are of these alerts
  techniques  ATT&CK and ATLAS ids, those that earlier ATT&CK releases had for the same, and tactics (TA0006)
  severity    of the gravest alert, also of one below --min-severity; null when there is none
A session has a row for the whole and then one for each step, with the id "<session id>#<step from 0>".
A row that cannot be judged is answered with {"id","line","error"}; the others go on, and the exit code is 1.

Example:
  gander verdicts < corpus.jsonl | grep '"alert":true'`,
  async run(args) {
    const { values, positionals } = readArguments(args, {
      'min-severity': { type: 'string', default: 'medium' },
      config: { type: 'string' },
    });
    if (positionals.length > 0) throw new GanderError('usage', 'reads standard input: gander verdicts < FILE');
    const answers = new Verdicts(severityNamed(values['min-severity']), values.config);
    try {
      await answerLines(process.stdin, process.stdout, answers, LONGEST_ROW);
    } catch (error) {
      if (!isClosedPipe(error)) throw error;
    }
    if (answers.bad > 0) process.stderr.write(`${answers.bad} of ${answers.rows} rows could not be judged\n`);
    return answers.bad > 0 ? 1 : 0;
  },
};

function severityNamed(name: string): Severity {
  const found = SEVERITIES.find((severity) => severity === name);
  if (found) return found;
  throw new GanderError('usage', `--min-severity: expected ${SEVERITIES.join(', ')}, got "${name}"`);
}

class Verdicts {
  rows = 0;
  bad = 0;
  private readonly judge;

  constructor(
    private readonly least: Severity,
    config: string | undefined,
  ) {
    this.judge = rowJudge(judgingConfig(config), randomBytes(32));
  }

  answer(text: string, line: number): string | undefined {
    if (text.trim() === '') return undefined;
    this.rows++;
    const row = readRow(text);
    if ('error' in row) return this.refuse(row, line);
    try {
      return this.judged(row);
    } catch (error) {
      return this.refuse({ id: row.id, error: messageOf(error) }, line);
    }
  }

  tooLong(line: number): string {
    this.rows++;
    return this.refuse({ error: `longer than ${LONGEST_ROW} characters` }, line);
  }

  private judged(row: Row): string {
    const { alerts, steps = [] } = this.judge(row);
    const ofSteps = steps.map((some, step) => verdictOf(`${row.id}#${step}`, some, this.least));
    return [verdictOf(row.id, alerts, this.least), ...ofSteps].map((one) => JSON.stringify(one)).join('\n');
  }

  private refuse({ id, error }: BadRow, line: number): string {
    this.bad++;
    return JSON.stringify({ id: id ?? null, line, error });
  }
}
