/**
 * AgentEvent: one record of an agent's telemetry in Gander's own words. Dialects make it, the stream carries it, everything
 * after `collector/dialects` reads nothing else. Frozen once made.
 */

/** Where a tool call stands in its life as this record tells it. `completed` says that the tool ended, not that it succeeded. */
export type Phase = 'proposed' | 'approved' | 'started' | 'completed' | 'denied' | 'failed';

export type Signal = 'log' | 'span' | 'metric' | 'hook' | 'transcript' | 'sensor' | 'internal';

/**
 * How a field that a detector may need is seen: `hidden` behind a switch of the agent, `truncated` by it, `hashed`, or `redacted` by
 * Gander; `contradicted` when the record claimed another value than the token it came with. It speaks of this record, not of the act:
 * another record of the same act may show the field.
 */
export interface Visibility {
  /** Path of the field in the event, such as `action.command` or `outcome.output`. */
  field: string;
  state: 'hidden' | 'absent' | 'truncated' | 'hashed' | 'redacted' | 'unparsed' | 'contradicted';
  /** The setting of the agent that would show it, as its user types it; only with `hidden` and `hashed`. */
  setting?: string;
  /** Length of the whole in characters, when only a part came and the source says so. */
  originalLength?: number;
  /** What the record claimed; only with `contradicted`. */
  claimed?: string;
}

export interface Source {
  /** Name of the dialect that read the record: `claude-code`, `codex`, `genai` … */
  dialect: string;
  signal: Signal;
  /** What the record calls itself: an event name (`tool_result`), a span name, or a metric name. */
  record: string;
  service?: string;
  version?: string;
}

/** What an agent is. `family` is the product (`claude-code`), `id` tells sub-agents of one session apart. */
export interface Agent {
  family: string;
  id?: string;
  name?: string;
  parentId?: string;
}

export interface Trace {
  traceId: string;
  spanId?: string;
  parentSpanId?: string;
}

/** A command line given to a shell, or a program started with arguments. */
export interface ExecAction {
  type: 'exec';
  tool: string;
  /** The whole command text as the shell gets it. Missing when the source hides it. */
  command?: string;
  /** Language of `command`; `posix` when left out. */
  shell?: 'posix' | 'powershell' | 'cmd';
  cwd?: string;
  /** The agent's own words for what it does: a claim, never evidence. */
  description?: string;
  /** The call asked to run outside the agent's sandbox. */
  unsandboxed?: boolean;
  /** Characters sent to a process that already runs, rather than a new command. */
  stdin?: boolean;
}

export interface FileReadAction {
  type: 'file.read';
  tool: string;
  path?: string;
  /** Search pattern of a grep or glob. */
  pattern?: string;
}

export interface FileWriteAction {
  type: 'file.write';
  tool: string;
  path?: string;
  /** New content, or of an edit the text put in. May be cut; see visibility. */
  content?: string;
  /** Of an edit: the text taken out. */
  removed?: string;
  edit?: boolean;
}

export interface FileDeleteAction {
  type: 'file.delete';
  tool: string;
  path?: string;
}

export interface NetFetchAction {
  type: 'net.fetch';
  tool: string;
  url?: string;
  /** Of a web search. */
  query?: string;
  method?: string;
}

export interface McpCallAction {
  type: 'mcp.call';
  server?: string;
  /** `''` when the source hides it. */
  tool: string;
  /** JSON text of the arguments, or its beginning. */
  arguments?: string;
}

/** A tool that no other type fits. `tool` is `''` when the record tells how a call ended but not which tool it was: `callId` says which. */
export interface ToolCallAction {
  type: 'tool.call';
  tool: string;
  arguments?: string;
}

/** One call of a model. Token counts are per call; `inputTokens` includes cached ones. */
export interface ModelCallAction {
  type: 'model.call';
  provider?: string;
  model?: string;
  inputTokens?: number;
  cachedInputTokens?: number;
  outputTokens?: number;
  /** Money with its unit as the source states it, such as `USD`. */
  cost?: { amount: number; unit: string };
  /** Set when the numbers come from a metric: a sum over calls since `startAt`, or since the last export when `delta`. */
  metric?: { name: string; temporality: 'delta' | 'cumulative'; startAt?: number; series: string };
}

export interface PromptAction {
  type: 'prompt';
  text?: string;
  /** Who wrote it; `machine` for turns that the agent program makes itself. */
  origin: 'human' | 'machine' | 'unknown';
}

/** Text that the model said. */
export interface OutputAction {
  type: 'output';
  text?: string;
}

/** A decision about a call whose content this record does not carry (else the call's own action with phase `approved` or `denied`). */
export interface ApprovalAction {
  type: 'approval';
  tool: string;
  decision: 'accept' | 'reject';
  by?: string;
}

export interface AgentSpawnAction {
  type: 'agent.spawn';
  tool?: string;
  agentType?: string;
  prompt?: string;
  /** Session or agent id of the child, where the record tells it. */
  childSession?: string;
  childAgentId?: string;
}

export interface ConfigChangeAction {
  type: 'config.change';
  setting: string;
  from?: string;
  to?: string;
  trigger?: string;
}

/** One measured value of a host, device or process. Units as named; cumulative ones carry their start, the engine makes rates. */
export interface ResourceSampleAction {
  type: 'resource.sample';
  /** Gander's name: `cpu.utilization`, `cpu.time`, `memory.usage`, `gpu.utilization`, `gpu.memory.usage`, `gpu.power`, `process.cpu.utilization` … */
  metric: string;
  value: number;
  /** `ratio` (0–1), `seconds`, `bytes`, `watts`, `celsius`, `count`. Percent and MiB are converted by the dialect. */
  unit: 'ratio' | 'seconds' | 'bytes' | 'watts' | 'celsius' | 'count';
  /** Device, core, state or process that the series belongs to; equal for all samples of one series. */
  series: string;
  temporality: 'gauge' | 'delta' | 'cumulative';
  startAt?: number;
  process?: { pid?: number; name?: string; command?: string; owner?: string };
}

export interface SessionStartAction {
  type: 'session.start';
  reason?: string;
  permissionMode?: string;
  sandbox?: string;
  /** Folder that the session was started in. */
  cwd?: string;
}

export interface SessionStopAction {
  type: 'session.stop';
  reason?: string;
}

/** A finding of another sensor (firewall, EDR, Falco …). */
export interface ExternalFindingAction {
  type: 'external.finding';
  sensor: string;
  rule: string;
  text: string;
  /** The sensor's own word, such as `Warning`. */
  priority?: string;
  /** Host, or host and port, that the process talked to. */
  destination?: string;
  process?: { pid?: number; parentPid?: number; name?: string; command?: string; owner?: string };
}

/**
 * What one session did in some minutes, counted by the engine itself: what baselines learn from. The event's time is the end of them.
 * Acts are counted once, however many records told them; calls of models and prompts as the signal that told most of them did.
 */
export interface ActivityAction {
  type: 'activity';
  lengthMs: number;
  /** Calls of tools, those of them that failed or were refused, what was sent out, and how long tools ran. */
  calls: number;
  errors: number;
  denials: number;
  sends: number;
  busyMs: number;
  /** Calls that a person allowed, and how long after the decision before, in sum. */
  approvals: number;
  approvalMs: number;
  prompts: number;
  modelCalls: number;
  modelErrors: number;
  inputTokens: number;
  outputTokens: number;
  /** In the unit that the source states, mostly USD. */
  cost: number;
  /** Distinct sub-agents that acted. */
  agents: number;
  /** What was used, such as `tool Bash`, `server github`, `domain example.org`, `path private-key`, `model large-2`; at most 48. */
  used: readonly string[];
  /** How often each kind of act was done, and how often one followed another (`read>git`); at most 64 kinds of each. */
  acts: Readonly<Record<string, number>>;
  order: Readonly<Record<string, number>>;
}

/** Time passing, recorded, so that silence can be noticed and replayed. */
export interface TickAction {
  type: 'tick';
}

export type Action =
  | ExecAction
  | FileReadAction
  | FileWriteAction
  | FileDeleteAction
  | NetFetchAction
  | McpCallAction
  | ToolCallAction
  | ModelCallAction
  | PromptAction
  | OutputAction
  | ApprovalAction
  | AgentSpawnAction
  | ConfigChangeAction
  | ResourceSampleAction
  | SessionStartAction
  | SessionStopAction
  | ExternalFindingAction
  | ActivityAction
  | TickAction;

export type ActionType = Action['type'];

/** How an action ended, as far as the record tells. Absent fields are unknown, never good. */
export interface Outcome {
  /** `ok` and `error` are the tool's own word; a tool may say `ok` of a command that exited with 1. */
  status?: 'ok' | 'error' | 'denied' | 'cancelled';
  exitCode?: number;
  output?: string;
  error?: string;
  durationMs?: number;
}

/** The permission under which a call ran. `by` is the source's word: config, user, hook … */
export interface Permission {
  decision?: 'accept' | 'reject';
  by?: string;
  /** The agent's permission mode, such as `default` or `bypassPermissions`. */
  mode?: string;
}

/** A secret that was taken out of the event. The value is nowhere; equal fingerprints mean equal values within a tenant and key. */
export interface SecretSeen {
  /** Class, such as `aws-access-key-id`. */
  kind: string;
  fingerprint: string;
  /** Path of the field that held it. */
  field: string;
}

export interface AgentEvent {
  /** 32 hex digits: digest of tenant and the record as received (and the part of it, when one record tells several things). */
  id: string;
  /** Event time, whole milliseconds since 1970, within [receivedAt − 24 h, receivedAt + 5 min]. */
  at: number;
  /** The time that the record claimed, when it was outside those bounds. */
  claimedAt?: number;
  /** Order within the session as the source counts it. */
  sequence?: number;
  receivedAt: number;
  tenant: string;
  source: Source;
  /**
   * What the event is keyed and partitioned by: `session:<dialect>:<id>`, else `trace:<id>`, else `host:<name>`. A dialect gives all
   * records of one act the same scope, whatever signal they came by.
   */
  scope: string;
  /** The conversation, where the record (or one of the same trace in the same request) tells it. */
  session?: string;
  turn?: string;
  agent: Agent;
  host?: string;
  user?: string;
  account?: string;
  repository?: string;
  /** Who vouches for host and user: the token that the record came with, the record itself, or nobody. */
  identityBasis: 'token' | 'claimed' | 'none';
  trace?: Trace;
  callId?: string;
  phase: Phase;
  action: Action;
  outcome?: Outcome;
  permission?: Permission;
  visibility?: Visibility[];
  secrets?: SecretSeen[];
}

/** Longest event as JSON, in bytes; longer texts keep head and tail (DESIGN: envelopes ≤ 512 KB before compression, events ≤ 256 KB). */
export const MAX_EVENT_BYTES = 256 * 1024;
export const MAX_ENVELOPE_BYTES = 512 * 1024;
/** Bounds of the clamp of `at` against `receivedAt`, in milliseconds. */
export const MAX_PAST_MS = 24 * 3_600_000;
export const MAX_FUTURE_MS = 5 * 60_000;
