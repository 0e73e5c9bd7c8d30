/** Timetables of `cron`. */
import type { Value } from '../expand/value';

const MAX_LINES = 64;
const TIMES = /^\s*(?:@\w{1,20}|(?:[-\d*,/A-Za-z]{1,60}[ \t]+){4}[-\d*,/A-Za-z]{1,60})[ \t]+(\S[^]*)$/;

/** The commands of a table, without their fields of time. Of `(crontab -l; echo …)` the first part is not known and stands in front. */
export function cronCommands(table: Value): Value[] {
  return table.text.split('\n', MAX_LINES).flatMap((line) => {
    const text = TIMES.exec(line.slice(0, 4_000).replace(/^\uFFFD+/, ''))?.[1];
    return text === undefined ? [] : [{ ...table, text, derived: true }];
  });
}
