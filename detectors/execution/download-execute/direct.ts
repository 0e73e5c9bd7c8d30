/** Programs that are given an address and run what is there, without keeping it. */
import type { Destination } from '../../../contracts/analysis';
import type { Invocation } from '../../../contracts/shell';
import { argv } from '../../programs';
import type { Ran } from './flow';

type Rule = (words: readonly string[]) => string | undefined;

const URL = /^(?:https?|ftp):\/\/\S{1,2000}$/i;
const SHARE = /^\\\\([\w.-]{1,255})\\\S{1,400}$/;
const url: Rule = (words) => words.find((word) => URL.test(word));
const share: Rule = (words) => words.map((word) => word.split(',')[0] ?? '').find((word) => SHARE.test(word));

const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['deno', (words) => (words[0] === 'run' || words[0] === 'serve' || words[0] === 'x' ? url(words) : undefined)],
  ['bun', (words) => (words[0] === 'run' || words[0] === 'x' ? url(words) : undefined)],
  ['mshta', (words) => url(words) ?? share(words)],
  [
    'regsvr32',
    (words) =>
      words.map((word) => /^[-/]i:(.{1,2000})$/i.exec(word)?.[1] ?? '').find((word) => URL.test(word)) ?? share(words),
  ],
  [
    'wmic',
    (words) => words.map((word) => /^\/format:(.{1,2000})$/i.exec(word)?.[1] ?? '').find((word) => URL.test(word)),
  ],
  ['msiexec', (words) => url(words) ?? share(words)],
  ['rundll32', share],
  ...['wscript', 'cscript', 'installutil', 'odbcconf', 'control'].map((name): [string, Rule] => [
    name,
    (words) => url(words) ?? share(words),
  ]),
]);

const nameOf = ({ program }: Invocation): string => program.toLowerCase().replace(/\.exe$/, '');
const isRule = (one: Invocation): boolean => RULES.has(nameOf(one));

/** Those of one command, each with where it comes from. `destinations` are the analysis' own reading of the same words. */
export function direct(all: readonly Invocation[], destinations: readonly Destination[]): Ran[] {
  if (!all.some(isRule)) return [];
  return all.flatMap((by, at): Ran[] => {
    const rule = RULES.get(nameOf(by));
    const given = rule?.(argv(by));
    if (given === undefined) return [];
    const known = destinations.find((one) => one.given === given);
    const host = SHARE.exec(given)?.[1] ?? /^[a-z]{3,5}:\/\/([\w.-]{1,255})/i.exec(given)?.[1];
    const elsewhere: Destination | undefined =
      host === undefined
        ? undefined
        : { given, host, class: /^[\d.]+$/.test(host) ? 'public' : 'name', disguised: false };
    const destination = known ?? elsewhere;
    return [
      {
        transfer: { direction: 'in', program: by.program, ...(destination && { destination }) },
        by,
        at,
        how: 'direct',
      },
    ];
  });
}
