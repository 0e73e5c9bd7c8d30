import { SEVERITIES } from '../../../../contracts/finding';
import type { Severity } from '../../../../contracts/finding';

/** For sorting: the gravest first. */
export const gravestFirst = (a: { severity: Severity }, b: { severity: Severity }): number =>
  SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity);
