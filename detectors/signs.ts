/** What a detector's rules find before it is a detection: one act on one thing, told once, in its worst form. */
import { NO_DETECTIONS } from '../contracts/detector';
import { SEVERITIES } from '../contracts/finding';
import type { Confidence, Detection, EvidenceFact, Severity } from '../contracts/finding';
import type { Invocation } from '../contracts/shell';
import { argv } from './programs';

export interface Sign {
  /** The thing and the act: what is told once in a session. */
  what: string;
  why: string;
  severity: Severity;
  techniques: readonly string[];
  excerpt: string;
  path?: string;
  destination?: string;
  facts?: readonly EvidenceFact[];
  confidence?: Confidence;
}

/** Most detections of one event. */
const MAX = 20;

/** One detection for each thing, by the worst sign of it. */
export function detectionsOf(signs: readonly Sign[]): readonly Detection[] {
  if (signs.length === 0) return NO_DETECTIONS;
  const worst = new Map<string, Sign>();
  for (const sign of signs) {
    const known = worst.get(sign.what);
    if (known === undefined || rank(sign) > rank(known)) worst.set(sign.what, sign);
  }
  return [...worst.values()].slice(0, MAX).map(detection);
}

const rank = ({ severity }: Sign): number => SEVERITIES.indexOf(severity);

function detection(sign: Sign): Detection {
  const { what, why, severity, techniques, excerpt, path, destination, facts, confidence = 'medium' } = sign;
  return {
    why,
    severity,
    confidence,
    dedupeKey: what,
    techniques,
    excerpt: excerpt.slice(0, 300),
    entities: { ...(path === undefined ? {} : { path }), ...(destination === undefined ? {} : { destination }) },
    ...(facts === undefined ? {} : { facts }),
  };
}

/** The program with its arguments, as started, at most 300 characters. */
export const commandLine = (one: Invocation): string => [one.path, ...argv(one).slice(0, 60)].join(' ').slice(0, 300);
