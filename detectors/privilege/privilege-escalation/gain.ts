/** One way in which more rights are gained, and how it is told. */
import type { Severity } from '../../../contracts/finding';
import type { Invocation } from '../../../contracts/shell';
import { argv } from '../../programs';

export interface Gain {
  /** Groups what is said once: the way and what it was done to. */
  what: string;
  why: string;
  severity: Severity;
  techniques: readonly string[];
  excerpt: string;
  path?: string;
}

export const SUDO: readonly string[] = ['T1548.003'];
export const SET_ID: readonly string[] = ['T1548.001'];

/** A gain by one program of the command. */
export function gain(
  one: Invocation,
  what: string,
  why: string,
  severity: Severity,
  techniques: readonly string[],
): Gain {
  return { what, why, severity, techniques, excerpt: [...one.via, one.path, ...argv(one)].join(' ').slice(0, 300) };
}
