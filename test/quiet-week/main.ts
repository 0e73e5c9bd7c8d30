/**
 * With the detectors of behaviour: baselines, loops and swarms. `node build/test/quiet-week/main.js <sessions.jsonl[.gz]> [days] [seed]`: a week of fifty developers whose agents do what the sessions of
 * the file did, and the alerts of medium or above that nobody should have got, a day.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { readRow } from '../../cli/verdicts/row';
import { BEHAVIOUR } from '../../detectors/behaviour/group';
import { countsOf, quietTable } from './table';
import { quietWeek } from './week';

function main([file, days = '7', seed = '1']: readonly string[]): void {
  if (file === undefined) throw new Error('give the file of sessions');
  const bytes = readFileSync(file);
  const lines = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString().split('\n').filter(Boolean);
  const sessions = lines.map(readRow).flatMap((row) => ('error' in row ? [] : [row]));
  const plan = { developers: 50, days: Number(days), seed: Number(seed), sessions, detectors: BEHAVIOUR };
  const week = quietWeek(plan);
  console.log(quietTable(countsOf(week, BEHAVIOUR), { ...week, days: plan.days }));
}

main(process.argv.slice(2));
