/** Findings, alerts and what they share: severity, confidence, entities, evidence. The rubric is DESIGN section 4. */

export const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const;
/** Harm if true, given the context. */
export type Severity = (typeof SEVERITIES)[number];

export const CONFIDENCES = ['low', 'medium', 'high'] as const;
/** Chance that it is what the title says. */
export type Confidence = (typeof CONFIDENCES)[number];

export const EVIDENCE_FACTS = [
  'proposed',
  'attempted',
  'denied',
  'failed',
  'succeeded',
  'loopback-only',
  'public-destination',
  'production-target',
  'bypass-mode',
  'outside-text',
  'value-link',
  'sandboxed',
  'asked-for-and-approved',
  'honeytoken',
  'tampering',
  'partial-content',
  'hard-bound',
  'second-witness',
] as const;
/**
 * What a piece of evidence establishes. An alert's severity is a pure function of the set of facts of its findings, so that order,
 * repetition and arrival do not matter.
 */
export type EvidenceFact = (typeof EVIDENCE_FACTS)[number];

/** Who and what is involved. Only what is known. */
export interface Entities {
  session?: string;
  agent?: string;
  user?: string;
  host?: string;
  repository?: string;
  account?: string;
  destination?: string;
  path?: string;
  process?: string;
  package?: string;
  secret?: string;
}

/** All of them, in the order in which they are shown. */
export const ENTITY_NAMES = [
  'session',
  'agent',
  'user',
  'host',
  'repository',
  'account',
  'destination',
  'path',
  'process',
  'package',
  'secret',
] as const satisfies readonly (keyof Entities)[];

export interface Evidence {
  eventId: string;
  at: number;
  /** What of the event shows it, secrets replaced, at most 500 characters. */
  excerpt: string;
  phase: string;
  tool?: string;
  callId?: string;
}

/** What a detector returns. The engine adds ids, times, severity context and manifest facts, and makes a Finding of it. */
export interface Detection {
  /** One sentence that a person on call understands: what was done to what. */
  why: string;
  /** Severity before context, by the rubric; the manifest's when left out. */
  severity?: Severity;
  confidence?: Confidence;
  /**
   * Same key within one scope = same alert: the *what* and *where* (destination, path, pool), never a count or a time. Take it from what
   * the act itself says (the path as given): what the session memory adds may come later, and the act is stepped again then.
   */
  dedupeKey: string;
  /** ATT&CK ids of this very case when narrower than the manifest's. */
  techniques?: readonly string[];
  entities?: Entities;
  /** The part of the event that shows it. */
  excerpt?: string;
  facts?: readonly EvidenceFact[];
  /** Evidence beside the event being stepped: ids of earlier events kept in the detector's own state. */
  also?: readonly Evidence[];
}

export interface Finding {
  /** Digest of alert id, event id, severity, confidence and evidence facts: the same finding from a second delivery or a restart has the same id. */
  id: string;
  alertId: string;
  tenant: string;
  scope: string;
  detector: string;
  detectorVersion: string;
  title: string;
  why: string;
  /** The detector's severity before the context steps. */
  baseSeverity: Severity;
  confidence: Confidence;
  facts: readonly EvidenceFact[];
  techniques: readonly string[];
  entities: Entities;
  evidence: readonly Evidence[];
  /** Scope of the event, then that of the session that it is part of or that spawned it, as far as links have told: one session tree. */
  tree?: readonly string[];
  /**
   * By what the act can be recognised in another session, at most 16: `secret:<fingerprint>`, `file:<digest>`, `text:<digest>`,
   * `destination:<host>`, `package:<name>`.
   */
  joins?: readonly string[];
  /** How loud the detector is by its maturity: an experimental one does not page. The alerts role may be configured otherwise. */
  mode?: 'shadow' | 'alert' | 'page';
  /** Event time of the event that completed it. */
  at: number;
  /** When the collector received that event: for the latency from receipt to notification. */
  receivedAt: number;
  source: { dialect: string; service?: string; version?: string };
  /** From the manifest: the steps for the person who gets the alert, and what would make it harmless. */
  triage?: readonly string[];
  falsePositives?: readonly string[];
  traceparent?: string;
}
