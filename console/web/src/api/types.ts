/** What the API answers beyond the contracts of the wire. */
import type { Alert } from '../../../../contracts/alert';
import type { Destination, EventAnalysis, ResolvedPath } from '../../../../contracts/analysis';
import type { AgentEvent } from '../../../../contracts/event';
import type { Incident } from '../../../../contracts/incident';
import type { Invocation } from '../../../../contracts/shell';
import type { SessionRow, SourceRow } from '../../../../contracts/store';
import type { Suppression, SuppressionMatch } from '../../../../contracts/suppression';

export type { Alert, AgentEvent, Incident, SessionRow, SourceRow, Suppression, SuppressionMatch };

/** One program that runs, its words as text. */
export type Run = Pick<Invocation, 'program' | 'path' | 'via' | 'background'> &
  Partial<Pick<Invocation, 'as' | 'remote' | 'cwd' | 'stdin' | 'stdout' | 'code'>> & {
    args: readonly string[];
    redirections: readonly { fd: number | string; operator: string; target: string }[];
  };

/** What an act really does. */
export interface Analysis {
  invocations: readonly Run[];
  problems: readonly { kind: string; at: number; text: string }[];
  /** Something may be missing. */
  bounded: boolean;
  reads: readonly ResolvedPath[];
  writes: readonly ResolvedPath[];
  deletes: readonly ResolvedPath[];
  transfers: readonly EventAnalysis['transfers'][number][];
  destinations: readonly Destination[];
  /** Texts that were wrapped in an encoding. */
  decoded?: readonly string[];
  /** What it comes to, a short line each. */
  effects?: readonly string[];
}

/** An event with what Gander makes of it. */
export interface Understood {
  event: AgentEvent;
  analysis?: Analysis;
}

/** What Gander knew of a session at one moment. */
export interface Knowledge {
  cwd?: string;
  project?: string;
  permissionMode?: string;
  sandbox?: string;
  secrets?: readonly { fingerprint: string; kind: string; from: string; met?: string; at?: number }[];
  filesWritten?: readonly { path: string; at?: number }[];
  outside?: readonly { from: string; at?: number }[];
  downloads?: readonly { path?: string; url: string; at?: number }[];
  denied?: readonly { text: string; by?: string; at?: number }[];
  hosts?: readonly string[];
  risk?: number;
}

/** One step of a replay. */
export interface Frame extends Understood {
  /** The alerts that this event led to. */
  alerts: readonly Pick<Alert, 'id' | 'title' | 'why' | 'severity' | 'confidence' | 'risk' | 'detector'>[];
  memory: Knowledge;
}

export interface FramePage {
  frames: Frame[];
  next?: string;
}

/** Values over time; times are milliseconds since 1970. */
export interface SessionSeries {
  resource: readonly {
    metric: string;
    unit?: string;
    series?: string;
    points: readonly (readonly [at: number, value: number])[];
  }[];
  /** By minute. */
  tokens: readonly { at: number; input: number; output: number; cached?: number }[];
}

export interface SuppressionPreview {
  count: number;
  alerts: readonly Alert[];
  /** Fit too, and can never be hidden. */
  protected?: number;
  refused?: string;
  blinds: readonly string[];
}

export interface FleetAgent {
  family: string;
  version?: string;
  host?: string;
  user?: string;
  sessions: number;
  lastSeen: number;
  permissionModes?: readonly string[];
  mcpServers?: readonly string[];
  skills?: readonly string[];
}

export interface SearchHit {
  eventId: string;
  scope: string;
  session?: string;
  at: number;
  snippet: string;
}
