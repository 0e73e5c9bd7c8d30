/** An alert: the findings that say the same, as stored and as served by the API and the sinks. */
import type { Confidence, Entities, Evidence, EvidenceFact, Severity } from './finding';

export const ALERT_STATES = [
  'new',
  'acknowledged',
  'in-progress',
  'resolved',
  'false-positive',
  'risk-accepted',
] as const;
export type AlertState = (typeof ALERT_STATES)[number];

/** One entry of a history: who did what, and when. */
export interface AlertChange {
  at: number;
  /** A person's or token's name, or `gander`. */
  by: string;
  what: 'created' | 'state' | 'assignee' | 'comment' | 'severity' | 'reopened' | 'suppressed' | 'merged';
  from?: string;
  to?: string;
  /** Required of false positives and accepted risks; the text of a comment. */
  text?: string;
  /** When an accepted risk ends. */
  until?: number;
}

export interface Alert {
  /** 32 hex digits: digest of tenant, detector id, dedupe key and scope. Never of version, count or arrival. */
  id: string;
  tenant: string;
  detector: string;
  detectorVersion: string;
  title: string;
  why: string;
  severity: Severity;
  confidence: Confidence;
  /** 2 / 5 / 15 / 40 for low / medium / high / critical, times 0.3 / 0.6 / 1 by confidence. */
  risk: number;
  facts: readonly EvidenceFact[];
  techniques: readonly string[];
  entities: Entities;
  scope: string;
  session?: string;
  source: { dialect: string; service?: string; version?: string };
  /** First pieces and the last one, at most 20; `count` tells all. */
  evidence: readonly Evidence[];
  count: number;
  firstSeen: number;
  lastSeen: number;
  state: AlertState;
  assignee?: string;
  /** Latest last, at most 100. */
  history?: readonly AlertChange[];
  /** When an accepted risk ends. */
  acceptedUntil?: number;
  /** Id of the suppression that keeps it from people. */
  suppressedBy?: string;
  /** `shadow`: only counted; `alert`: in the inbox; `page`: tells whoever is on call too. */
  mode?: 'shadow' | 'alert' | 'page';
  incident?: string;
  /** What to look at next, from the detector's manifest. */
  triage: readonly string[];
  falsePositives: readonly string[];
  createdAt: number;
  updatedAt: number;
}

/** Body of `GET /api/alerts`. */
export interface AlertPage {
  alerts: Alert[];
  /** Cursor of the next page; absent on the last. */
  next?: string;
}

/** Body of a webhook: Standard Webhooks, `type` says what happened. */
export interface AlertNotification {
  type: 'alert.created' | 'alert.escalated';
  timestamp: string;
  data: Alert;
}
