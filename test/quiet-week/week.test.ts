/** A quiet week of sessions of our own: nobody is called, and what went wrong in the middle of it is seen. */
import type { Row } from '../../cli/verdicts/row';
import { readRow } from '../../cli/verdicts/row';
import { BEHAVIOUR } from '../../detectors/behaviour/group';
import { countsOf, isLoud } from './table';
import { quietWeek } from './week';

/** A session of some turns: read, edit, test, in lengths that differ. */
function session(number: number): Row {
  const turns = 4 + (number % 5) * 3;
  const content = Array.from({ length: turns }, (_, turn) => [
    { tool: 'Read', input: { file_path: `/home/dev/project/src/part${turn}.ts` }, output: 'export {};' },
    {
      tool: 'Edit',
      input: { file_path: `/home/dev/project/src/part${turn}.ts`, old_string: 'a', new_string: 'b' },
      output: 'ok',
    },
    { tool: 'Bash', input: { command: turn % 3 === 0 ? 'git diff --stat' : 'npm test' }, output: 'ok' },
  ]).flat();
  const row = readRow(JSON.stringify({ id: `own-${number}`, surface: 'session', content }));
  if ('error' in row) throw new Error(row.error);
  return row;
}

test('ten developers for a week: no alert of medium or above by any baseline', () => {
  const sessions = Array.from({ length: 20 }, (_, number) => session(number));
  const week = quietWeek({ developers: 10, days: 7, seed: 3, sessions, detectors: BEHAVIOUR });
  expect(week.failures).toBe(0);
  expect(week.sessions).toBeGreaterThan(100);
  expect(countsOf(week, BEHAVIOUR).statistical.filter(isLoud)).toEqual([]);
}, 60_000);
