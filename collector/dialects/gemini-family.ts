/** What Gemini CLI and Qwen Code, its descendant, tell in the same way. Event and metric names are without the product's prefix here. */
import type {
  ConfigChangeAction,
  ModelCallAction,
  Outcome,
  Permission,
  ResourceSampleAction,
  SessionStartAction,
} from '../../contracts/event';
import type { Attributes, LogRecord, MetricPoint } from '../../contracts/telemetry';
import type { EventDraft } from './dialect';
import { ignore, one, tokenCall } from './draft';
import type { Frame, Reading, Reason, TokenKind } from './draft';
import { contentOf, entry, flag, known, millis, number, seriesOf, text, visibilityOf } from './read-attributes';

export interface Product {
  family: string;
  provider: string;
  /** What the user sets so that prompts are shown. */
  showPrompts: string;
}

export type LogReader = (record: LogRecord, frame: Frame, product: Product) => Reading;

/** Set when the record says that the tool is one of an MCP server. */
export function mcpOf(attributes: Attributes): { server: string | undefined } | undefined {
  const server = text(attributes, 'mcp_server_name');
  return server !== undefined || text(attributes, 'tool_type') === 'mcp' ? { server } : undefined;
}

/** Exit code in the text that a shell tool gives the model; undefined when it has none. */
export function exitCodeIn(output: string | undefined): number | undefined {
  const found = /^Exit Code: (-?\d{1,10})\s*$/m.exec(output ?? '')?.[1];
  return found === undefined ? undefined : Number(found);
}

/** Decision words of both; who accepted is told only of `auto_accept` (the settings) and `modify` (a person). */
const DECISIONS: Readonly<Record<string, Permission>> = {
  accept: { decision: 'accept' },
  auto_accept: { decision: 'accept', by: 'config' },
  modify: { decision: 'accept', by: 'user' },
  reject: { decision: 'reject' },
  cancel: { decision: 'reject', by: 'user' },
};

/** How a tool call ended by its log: a rejected one did not run, whatever else the record says. */
export function endOf(attributes: Attributes): Pick<EventDraft, 'phase' | 'outcome' | 'permission'> {
  const permission = entry(DECISIONS, text(attributes, 'decision'));
  const success = flag(attributes, 'success');
  const rejected = permission?.decision === 'reject';
  const cancelled = text(attributes, 'status') === 'cancelled';
  const outcome = known<Outcome>({
    status: rejected
      ? 'denied'
      : cancelled
        ? 'cancelled'
        : success === undefined
          ? undefined
          : success
            ? 'ok'
            : 'error',
    error: text(attributes, 'error', 'error.message', 'error_type'),
    durationMs: number(attributes, 'duration_ms'),
  });
  const phase = rejected ? 'denied' : success === false ? 'failed' : 'completed';
  return { phase, outcome, ...(permission ? { permission } : {}) };
}

const configStart: LogReader = ({ attributes }, frame) =>
  one(
    frame,
    known<SessionStartAction>({
      type: 'session.start',
      reason: 'config',
      permissionMode: text(attributes, 'approval_mode'),
      sandbox:
        flag(attributes, 'sandbox_enabled') === undefined ? undefined : String(flag(attributes, 'sandbox_enabled')),
    }),
  );

const userPrompt: LogReader = ({ attributes }, frame, product) => {
  const prompt = contentOf(attributes['prompt']);
  const action = known<EventDraft['action']>({ type: 'prompt', text: prompt.text, origin: 'unknown' });
  const visibility = visibilityOf('action.text', prompt, product.showPrompts);
  return one(frame, action, visibility.length > 0 ? { visibility } : {});
};

/** Input counts include cached ones. */
function modelCall(attributes: Attributes, product: Product): ModelCallAction {
  return known<ModelCallAction>({
    type: 'model.call',
    provider: product.provider,
    model: text(attributes, 'model', 'model_name'),
    inputTokens: number(attributes, 'input_token_count'),
    cachedInputTokens: number(attributes, 'cached_content_token_count'),
    outputTokens: number(attributes, 'output_token_count'),
  });
}

function responseId(attributes: Attributes): { callId?: string } {
  const callId = text(attributes, 'response_id');
  return callId === undefined ? {} : { callId };
}

const apiResponse: LogReader = ({ attributes }, frame, product) =>
  one({ ...frame, ...responseId(attributes) }, modelCall(attributes, product), {
    outcome: known<Outcome>({ status: 'ok', durationMs: number(attributes, 'duration_ms') }),
  });

const apiError: LogReader = ({ attributes }, frame, product) =>
  one({ ...frame, ...responseId(attributes) }, modelCall(attributes, product), {
    phase: 'failed',
    outcome: known<Outcome>({
      status: 'error',
      error: text(attributes, 'error', 'error_message', 'error.message', 'error_type', 'status_code'),
      durationMs: number(attributes, 'duration_ms'),
    }),
  });

function change(setting: string | undefined, from?: string, to?: string, trigger?: string): ConfigChangeAction {
  return known<ConfigChangeAction>({ type: 'config.change', setting: setting ?? 'unknown', from, to, trigger });
}

const extensionChange =
  (to: string): LogReader =>
  ({ attributes }, frame) =>
    one(
      frame,
      change(
        `extension.${text(attributes, 'extension_name') ?? ''}`,
        undefined,
        to,
        text(attributes, 'extension_source'),
      ),
    );

/** Readers of the events that both send. */
export const SHARED_LOGS: Readonly<Record<string, LogReader>> = {
  config: configStart,
  user_prompt: userPrompt,
  api_response: apiResponse,
  api_error: apiError,
  approval_mode_switch: ({ attributes }, frame) =>
    one(frame, change('permission_mode', text(attributes, 'from_mode'), text(attributes, 'to_mode'))),
  extension_install: extensionChange('installed'),
  extension_uninstall: extensionChange('uninstalled'),
  extension_update: extensionChange('updated'),
  extension_enable: extensionChange('enabled'),
  extension_disable: extensionChange('disabled'),
};

/** Events that tell no act, with why. */
export const SHARED_SILENT: Readonly<Record<string, Reason>> = {
  api_request: 'repeated conversation',
  file_operation: 'duplicate',
  hook_call: 'hook',
  model_routing: 'housekeeping',
  ripgrep_fallback: 'housekeeping',
  flash_fallback: 'housekeeping',
  startup_stats: 'housekeeping',
  edit_strategy: 'housekeeping',
  edit_correction: 'housekeeping',
  tool_output_truncated: 'housekeeping',
  web_fetch_fallback_attempt: 'duplicate',
  slash_command: 'housekeeping',
  chat_compression: 'housekeeping',
  'plan.approval_mode_duration': 'housekeeping',
  'memory.recall': 'housekeeping',
  'memory.recall.delivery': 'housekeeping',
  next_speaker_check: 'housekeeping',
  auth: 'housekeeping',
  skill_launch: 'duplicate',
  workflow_run: 'housekeeping',
};

const TOKENS: Readonly<Record<string, TokenKind>> = {
  input: 'input',
  output: 'output',
  thought: 'output',
  cache: 'cached-within-input',
};

/** Tokens, and CPU and memory of the agent's own process; other metrics repeat what the logs tell. */
export function readFamilyMetric(record: MetricPoint, name: string, frame: Frame, product: Product): Reading {
  if (name === 'token.usage') {
    const kind = entry(TOKENS, text(record.attributes, 'type'));
    const action = kind === undefined ? undefined : tokenCall(record, kind, { provider: product.provider });
    return action ? one(frame, action) : ignore('metric');
  }
  if (name !== 'cpu.usage' && name !== 'memory.usage') return ignore('metric');
  const value = meanOf(record);
  if (value === undefined) return ignore('incomplete');
  return one(frame, name === 'cpu.usage' ? sample(record, 'cpu', value / 100) : sample(record, 'memory', value));
}

/** A histogram's mean since its start; a gauge's value. */
function meanOf({ value, count, type }: MetricPoint): number | undefined {
  const mean = type === 'histogram' ? value / (count ?? 0) : value;
  return Number.isFinite(mean) ? mean : undefined;
}

function sample(record: MetricPoint, what: 'cpu' | 'memory', value: number): ResourceSampleAction {
  const { resource } = record.origin;
  const process = known<NonNullable<ResourceSampleAction['process']>>({
    pid: number(resource, 'process.pid'),
    name: text(resource, 'process.executable.name'),
    owner: text(resource, 'process.owner'),
  });
  return known<ResourceSampleAction>({
    type: 'resource.sample',
    metric: what === 'cpu' ? 'process.cpu.utilization' : 'process.memory.usage',
    value,
    unit: what === 'cpu' ? 'ratio' : 'bytes',
    series: seriesOf(record, ['session.id', 'installation.id', 'interactive', 'auth_type']),
    temporality: 'gauge',
    startAt: millis(record.startUnixNano),
    process: Object.keys(process).length > 0 ? process : undefined,
  });
}
