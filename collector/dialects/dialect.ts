/** The plug-in border of dialects: one file each, pure: a decoded record in, drafts of events out. Nobody past here reads a raw attribute. */
import type { Action, Agent, Outcome, Permission, Phase, Trace, Visibility } from '../../contracts/event';
import type { TelemetryRecord } from '../../contracts/telemetry';

/** What a dialect knows of one act; `normalise` adds id, times, tenant, host, scope and freezes it. */
export interface EventDraft {
  /** Name of the record as the source has it (`tool_result`, `ai.toolCall`). */
  record: string;
  /** Event time in milliseconds, when the record has one that is not 0. */
  atMs?: number;
  sequence?: number;
  session?: string;
  /**
   * What the scope is built from. `session` when every record of one act carries it in this dialect; `trace` when some records (another
   * signal, other spans) have the trace alone, so that all of them meet. Left out: session, else trace, else host.
   */
  scopeBy?: 'session' | 'trace' | 'host';
  turn?: string;
  agent: Agent;
  host?: string;
  user?: string;
  account?: string;
  repository?: string;
  trace?: Trace;
  callId?: string;
  phase: Phase;
  action: Action;
  outcome?: Outcome;
  permission?: Permission;
  visibility?: Visibility[];
  /** Scopes that this record shows to belong together: a sub-agent's session under its parent's. */
  links?: { kind: 'child-parent'; child: string; parent: string }[];
  /**
   * The span tells a part of the act of its parent span (how it was decided, how it ended). Call id, agent and action are taken from
   * there when the same request holds it; what this draft says is the answer when it does not.
   */
  partOfParent?: boolean;
}

/** Why a record told no action; counted as `gander_records_ignored_total{dialect,reason}`. */
export interface Ignored {
  ignored: string;
}

export interface Dialect {
  /** Name as in `AgentEvent.source.dialect`. */
  readonly name: string;
  /** Set when `recognises` looks at resource and scope only: its answer is then asked once for all records of one origin. */
  readonly byOrigin?: boolean;
  /** Set when the resource's `service.version` is not the version of the agent. */
  readonly versionUnknown?: boolean;
  /** Whether the record is of this dialect. Called in the order of `dialects/catalogue.ts`; must be cheap. */
  recognises(record: TelemetryRecord): boolean;
  /** Several drafts when one record tells several acts (a patch of three files). Never throws on any input. */
  read(record: TelemetryRecord): readonly EventDraft[] | Ignored;
}
