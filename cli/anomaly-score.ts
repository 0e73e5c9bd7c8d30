/** `gander anomaly-score`: scores a stream of numbers from standard input, row by row. */
import { ALARM } from '../engine/baselines/stream-scorer';
import { GanderError } from '../platform/errors';
import { CsvAnswers } from './anomaly-score/csv';
import { JsonLineAnswers } from './anomaly-score/json-lines';
import { Tally } from './anomaly-score/tally';
import { answerLines, isClosedPipe } from './lines';
import { readArguments, wholeNumber } from './verb';
import type { Verb } from './verb';

const MOST_STREAMS = 100_000;
/** A longer line is no row. */
const LONGEST_LINE = 64 * 1024;

export const anomalyScoreVerb: Verb = {
  help: `Usage: gander anomaly-score < in.csv > out.csv
       gander anomaly-score --jsonl [--max-streams N] < in.jsonl > out.jsonl

Scores numbers as they come, without knowing what comes later. Each row is answered as soon as it is read.

CSV in: a header with the columns timestamp and value (others are ignored), then one row a line, oldest first.
CSV out: timestamp,value,anomaly_score,raw_score,alarm
  anomaly_score  0 to 1, high where an episode begins and low while it lasts
  raw_score      how unusual the row is: -log10 of the tail probability, not silenced while an episode lasts
  alarm          1 when anomaly_score is ${ALARM} or more, else 0

Timestamps are YYYY-MM-DD HH:MM:SS or ISO 8601 (UTC unless they say otherwise), or seconds or milliseconds since 1970.
A value that is empty, NaN or null is a gap: it scores 0 and teaches nothing.
A row that cannot be read is told on standard error, counted there, and answered with its timestamp and value as they are and 0,0,0;
so every row has an answer and the rest goes on. Empty lines are left out.

  --jsonl          many streams at once: {"stream","timestamp","value"} a line in; the same with anomaly_score, raw_score, alarm and
                   why (the reason in words) out; a line that cannot be read is answered with {"line","error"}
  --max-streams N  streams kept at once with --jsonl, 1 to 1000000 (default ${MOST_STREAMS}); rows of further ones are refused

Example:
  gander anomaly-score < latency.csv | awk -F, '$5 == 1'`,
  async run(args) {
    const { values, positionals } = readArguments(args, {
      jsonl: { type: 'boolean' },
      'max-streams': { type: 'string' },
    });
    if (positionals.length > 0) throw new GanderError('usage', 'reads standard input: gander anomaly-score < FILE');
    const most = wholeNumber('max-streams', values['max-streams'], MOST_STREAMS, 1, 1_000_000);
    const tally = new Tally((line) => process.stderr.write(`${line}\n`));
    const rows = values.jsonl === true ? new JsonLineAnswers(tally, most) : new CsvAnswers(tally);
    try {
      await answerLines(process.stdin, process.stdout, rows, LONGEST_LINE);
    } catch (error) {
      if (!isClosedPipe(error)) throw error;
    }
    tally.close();
    return 0;
  },
};
