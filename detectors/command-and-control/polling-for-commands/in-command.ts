/** Loops, watchers and code that fetch and run in one command. */
import type { EventAnalysis } from '../../../contracts/analysis';
import type { Invocation } from '../../../contracts/shell';
import { piped } from '../../execution/download-execute/flow';
import { keptAndRun } from '../../execution/download-execute/files';
import { evaluated } from '../../execution/download-execute/in-code';

export interface Polled {
  host: string;
  given: string;
  how: string;
  excerpt: string;
}

/** How far behind what runs the pause stands. */
const NEAR = 12;
/** A timetable is told as a scheduled job that fetches what it runs. */
const AGAIN = /^(?:watch|entr)$/;

export function polled(analysis: EventAnalysis, all: readonly Invocation[]): Polled[] {
  const ran = [...piped(analysis, all), ...keptAndRun(analysis.transfers, all, () => undefined)];
  const found = ran.flatMap(({ transfer, by, at }): Polled[] => {
    const how = again(by, at, all);
    const { host = 'an address that is not known', given = host } = transfer.destination ?? {};
    return how === undefined
      ? []
      : [
          {
            host,
            given,
            how,
            excerpt: [by.path, ...by.args.slice(0, 20).map(({ text }) => text)].join(' ').slice(0, 300),
          },
        ];
  });
  return found.length > 0 ? found : byCode(analysis, all);
}

function again(by: Invocation, at: number, all: readonly Invocation[]): string | undefined {
  if (by.via.some((one) => AGAIN.test(one))) return 'a watcher';
  const pause = all
    .slice(Math.max(0, at - NEAR), at + NEAR)
    .some((one) => one.program === 'sleep' && one.depth === by.depth);
  const loop = all.slice(Math.max(0, at - NEAR), at).some((one) => /^(?:true|:|while|until)$/.test(one.program));
  return pause && loop ? 'a loop' : undefined;
}

const LOOPS =
  /\bwhile\s{0,4}\(?\s{0,4}(?:True|true|1|!0|\$true)\b|\bsetInterval\s{0,4}\(|\bloop\s{0,4}(?:do|\{)|\bfor\s{0,4}\(\s{0,4};\s{0,4};|\bwhile\s{0,4}:/;
const PAUSES = /\bsleep\b|setInterval|setTimeout|Start-Sleep/i;
const MAX_CODE = 16_384;

function byCode(analysis: EventAnalysis, all: readonly Invocation[]): Polled[] {
  const runs = evaluated(analysis);
  if (runs.length === 0) return [];
  const text = all
    .flatMap((one) => one.code ?? [])
    .find((one) => LOOPS.test(one.text.slice(0, MAX_CODE)) && PAUSES.test(one.text.slice(0, MAX_CODE)));
  const [first] = runs;
  if (text === undefined || first === undefined) return [];
  const { host = 'an address that is not known', given = host } = first.transfer.destination ?? {};
  return [{ host, given, how: `a loop of ${first.fact.language}`, excerpt: text.text.slice(0, 300) }];
}
