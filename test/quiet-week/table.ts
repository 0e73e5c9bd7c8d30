/** What of a quiet week reached people, and why. */
import type { Detector } from '../../contracts/detector';
import type { EvidenceFact } from '../../contracts/finding';
import { SEVERITIES } from '../../contracts/finding';
import type { Severity } from '../../contracts/finding';
import { severityOfAll } from '../../contracts/severity';
import type { Week } from './week';

export interface QuietAlert {
  detector: string;
  severity: Severity;
  why: string;
  at: number;
}

export interface Counts {
  /** Alerts of detectors that learn what is usual, by severity. */
  statistical: QuietAlert[];
  others: QuietAlert[];
}

const LOUD = SEVERITIES.indexOf('medium');
export const isLoud = ({ severity }: QuietAlert): boolean => SEVERITIES.indexOf(severity) >= LOUD;

export function countsOf({ findings }: Pick<Week, 'findings'>, detectors: readonly Detector[]): Counts {
  const learns = new Set(
    detectors.filter(({ manifest }) => manifest.needs.includes('activity')).map(({ manifest }) => manifest.id),
  );
  const alerts = [...Map.groupBy(findings, ({ alertId }) => alertId).values()].map((all): QuietAlert => {
    const facts = [...new Set<EvidenceFact>(all.flatMap((one) => one.facts))];
    const { detector = '', why = '', at = 0 } = all[0] ?? {};
    return { detector, severity: severityOfAll(all, facts), why, at };
  });
  return {
    statistical: alerts.filter(({ detector }) => learns.has(detector)),
    others: alerts.filter(({ detector }) => !learns.has(detector)),
  };
}

export function quietTable(
  { statistical, others }: Counts,
  { days, sessions, events, failures }: Omit<Week, 'findings'> & { days: number },
): string {
  const loud = statistical.filter(isLoud);
  const byDetector = Map.groupBy(statistical, ({ detector }) => detector);
  const rows = [...byDetector]
    .sort()
    .map(
      ([detector, all]) =>
        `| ${detector} | ${all.filter(isLoud).length} | ${all.filter((one) => !isLoud(one)).length} |`,
    );
  return [
    `${sessions} sessions, ${events} events, ${days} days; detectors that failed: ${failures}`,
    '',
    '| Detector | medium and above | below |',
    '|---|---:|---:|',
    ...rows,
    '',
    `Statistical alerts of medium or above a day: ${(loud.length / days).toFixed(2)}; of the rules: ${(others.filter(isLoud).length / days).toFixed(2)}`,
    ...loud.map(({ detector, why, at }) => `- ${new Date(at).toISOString()} ${detector}: ${why}`),
  ].join('\n');
}
