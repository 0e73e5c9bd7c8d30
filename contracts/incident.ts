/** Incidents: the alerts of one session tree, and of trees that a strong key joins. What the analyst opens, and what one page is about. */
import type { AlertChange } from './alert';
import type { Confidence, Entities, Severity } from './finding';

export const INCIDENT_STATES = ['open', 'acknowledged', 'closed'] as const;
export type IncidentState = (typeof INCIDENT_STATES)[number];

/** Why a person was, or would have been, paged. */
export interface Page {
  at: number;
  severity: Severity;
  /** `new`, or what got worse: `severity`, `tactic:<name>`, `host:<name>`, `user:<name>`. */
  because: string;
}

/** A message about an incident to whoever is on call; of the first page, of each that says what got worse, and of its end. */
export interface IncidentNotification {
  type: 'incident.page' | 'incident.resolved';
  timestamp: string;
  /** Of `incident.page`: this page, the last of `data.pages`. */
  page?: Page;
  data: Incident;
}

export interface Incident {
  /** 32 hex digits: digest of tenant and the session tree that it began with, the one with the earliest evidence. */
  id: string;
  tenant: string;
  /** The title of its gravest alert, and where. */
  title: string;
  /** How it began, what it touched, what was denied: sentences made of the evidence, in order of time. */
  story: readonly string[];
  /** Of its gravest alert. */
  severity: Severity;
  confidence: Confidence;
  /** Sum over distinct techniques, halving every 24 h (DESIGN section 4), as of `lastSeen`. */
  risk: number;
  /** ATT&CK tactics in the order of the kill chain, each with the event time at which it was first seen. */
  tactics: readonly { tactic: string; at: number }[];
  techniques: readonly string[];
  /** Ids in order of their first evidence, at most 500; `count` tells all. */
  alerts: readonly string[];
  count: number;
  /**
   * Session trees that it joins, each with the event time of its first evidence, the earliest first, at most 100; and the key by which each
   * after the first was joined: `secret:…`, `file:…`, `text:…`, `destination:…`, `package:…`, or a place with it (`host:… destination:…`).
   */
  trees: readonly { tree: string; at: number; because?: string }[];
  /** Values of each entity, the earliest first, at most 20 a name. */
  entities: Readonly<Partial<Record<keyof Entities, readonly string[]>>>;
  state: IncidentState;
  assignee?: string;
  history: readonly AlertChange[];
  pages: readonly Page[];
  firstSeen: number;
  lastSeen: number;
  createdAt: number;
  updatedAt: number;
  /** Set when a later key showed that it is part of another, which holds its alerts now. */
  mergedInto?: string;
}
