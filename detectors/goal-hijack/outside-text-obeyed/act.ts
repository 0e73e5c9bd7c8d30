/** Sensitive acts of one call, each with the words that would stand in a text that asked for it. */
import type { Confidence, Severity } from '../../../contracts/finding';

export interface Act {
  kind: 'pipe-to-shell' | 'package-run' | 'package-install' | 'send' | 'credential-read' | 'publish' | 'foothold';
  /** What it acts on: a package, host, path. */
  subject: string;
  /** Searched for in what came from outside, any of them; where `part` is given, the words found must reach into it. */
  words: readonly { text: string; part?: string }[];
  /** Of the act itself; text from outside lifts medium by one step. */
  severity: Severity;
  /** `low` caps at medium: likeness of text alone. */
  confidence?: Confidence;
  technique: string;
}
