/** An alert: the findings that say the same, as stored and as served by the API and the sinks. */
import type { Confidence, Entities, Evidence, EvidenceFact, Severity } from './finding';

export type AlertState = 'new' | 'acknowledged' | 'in-progress' | 'resolved' | 'false-positive' | 'risk-accepted';

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
