/** How much of what is found is still found when the same is told another way, and how much more of ordinary work is alarmed about. */
import { readFileSync, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createAnalyser } from '../../analysis/analyse';
import type { Detector, DetectorCase } from '../../contracts/detector';
import { SEVERITIES } from '../../contracts/finding';
import type { Severity } from '../../contracts/finding';
import { DETECTORS, folderOf } from '../../detectors/catalogue';
import { runCase, runCaseOn } from '../../engine/detector-cases';
import type { CaseAlert } from '../../engine/detector-cases';
import { CALLS } from './calls';
import { ENCODING } from './encoding';
import { ran } from './mutation';
import type { Event, Mutation } from './mutation';
import { QUOTING } from './quoting';
import { isShell } from './shell-words';
import { VARIABLES } from './variables';
import { FEEDING, WRAPPING } from './wrapping';

/** Of the sources, also when this runs from the build. */
const root = resolve(__dirname, '..', '..').replace(/\/build$/, '');

export const MUTATIONS: readonly Mutation[] = [
  ...QUOTING,
  ...WRAPPING,
  ...FEEDING,
  ...VARIABLES,
  ...ENCODING,
  ...CALLS,
];

/** An attack that its own detector alerts at medium or above. */
export interface Attack {
  detector: Detector;
  one: DetectorCase;
  command: string;
  alerts: CaseAlert[];
}

const isLoud = (severity: Severity): boolean => SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf('medium');
/** Commands of other shells have other quotes. */
const OTHER_SHELL = /^(?:powershell|pwsh|cmd)\b|^(?:iwr|irm|iex|Invoke-|Get-|Set-|Start-|New-|Remove-|\$\w+ ?= ?New-)/i;

/** Every firing case that is one command for a POSIX shell. */
export function attacks(detectors: readonly Detector[] = DETECTORS): Attack[] {
  return detectors.flatMap((detector) => {
    const file = join(root, 'detectors', folderOf(detector.manifest.id) ?? detector.manifest.id, 'cases', 'fires.json');
    const cases = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as DetectorCase[]) : [];
    return cases.flatMap((one) => {
      const { command } = one;
      if (command === undefined || OTHER_SHELL.test(command) || !isShell(command)) return [];
      const alerts = runCase(detector, one).filter(({ severity }) => isLoud(severity));
      return alerts.length === 0 ? [] : [{ detector, one, command, alerts }];
    });
  });
}

export interface Recall {
  mutation: Mutation;
  /** Attacks that can be said so, and of these the ones that are alerted at medium or above, and named as before. */
  applied: number;
  caught: number;
  named: number;
  missed: { detector: string; title: string; events: readonly Event[]; got: string }[];
}

export function recallOf(mutation: Mutation, all: readonly Attack[]): Recall {
  const recall: Recall = { mutation, applied: 0, caught: 0, named: 0, missed: [] };
  for (const { detector, one, command, alerts } of all) {
    const events = mutation.apply(command);
    if (events === undefined) continue;
    recall.applied += 1;
    const got = runCase(detector, { title: one.title, installation: one.installation ?? {}, events, expect: [] });
    const loud = got.filter(({ severity }) => isLoud(severity));
    if (loud.length > 0) recall.caught += 1;
    else {
      const said = got.map(({ severity, why }) => `${severity} ${why}`).join('; ') || 'nothing';
      recall.missed.push({ detector: detector.manifest.id, title: one.title, events, got: said });
    }
    if (loud.some((alert) => alerts.some((before) => tellsTheSame(alert, before)))) recall.named += 1;
  }
  return recall;
}

/** The same thing, place or sentence: what stands in brackets is how it was reached. */
function tellsTheSame(alert: CaseAlert, before: CaseAlert): boolean {
  const bare = (why: string) => why.replace(/ \([^)]*\)$/, '');
  const entities = ({ why, about }: CaseAlert) =>
    about.filter((text) => text !== why && text !== '1' && text !== 'case');
  return bare(alert.why) === bare(before.why) || entities(alert).some((text) => entities(before).includes(text));
}

/** How many of the commands are alerted at medium or above by any detector, and by which. */
export function alarms(commands: readonly string[], mutation?: Mutation): { applied: number; alerted: string[] } {
  const analyse = createAnalyser();
  const alerted: string[] = [];
  let applied = 0;
  for (const command of commands) {
    const events = mutation === undefined ? [ran(command)] : mutation.apply(command);
    if (events === undefined) continue;
    applied += 1;
    const all = runCaseOn(DETECTORS, { title: command, events, expect: [] }, analyse);
    const loud = all.filter(({ severity }) => isLoud(severity)).map(({ detector }) => detector);
    if (loud.length > 0) alerted.push(`${[...new Set(loud)].join(', ')}: ${command}`);
  }
  return { applied, alerted };
}
