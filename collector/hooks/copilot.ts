/**
 * Hooks of GitHub Copilot CLI (1.0). They do not name themselves: which hook it is shows in its fields. No call ids; `traceparent` is the
 * span of the turn in the telemetry.
 */
import type { Outcome, SessionStartAction, Trace } from '../../contracts/event';
import { ignore, one, toolDrafts } from '../dialects/draft';
import type { Frame, Reading } from '../dialects/draft';
import { isoMillis, known, member, number, object, text } from '../dialects/read-attributes';
import type { ToolCall } from '../dialects/tool-actions';
import { isShell } from './claude-form';
import type { HookReader, Payload } from './hook-reader';

const FAMILY = 'copilot';

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;

function traceOf(payload: Payload): Trace | undefined {
  const [, traceId, parentSpanId] = TRACEPARENT.exec(text(payload, 'traceparent') ?? '') ?? [];
  return traceId === undefined ? undefined : known<Trace>({ traceId, parentSpanId });
}

function frameOf(payload: Payload, name: string): Frame {
  return known<Frame>({
    record: name,
    atMs: number(payload, 'timestamp') ?? isoMillis(text(payload, 'timestamp')),
    session: text(payload, 'sessionId'),
    agent: { family: FAMILY },
    trace: traceOf(payload),
  });
}

const callOf = (payload: Payload): ToolCall => ({
  tool: text(payload, 'toolName') ?? '',
  arguments: payload['toolArgs'] ?? payload['toolInput'],
});

/** What ends a shell's text; what the command printed stands before. */
const EXIT = /<(?:shellId: [^\n<>]{1,40} )?completed with exit code (-?\d{1,10})>\s*$/;

function ended(payload: Payload): Reading {
  const call = callOf(payload);
  const result = object(payload, 'toolResult');
  const output = member(result, 'textResultForLlm');
  const kind = member(result, 'resultType') ?? 'success';
  const denied = /^(?:denied|rejected)/.test(kind);
  const exit = isShell(call.tool) ? EXIT.exec(output?.slice(-200) ?? '')?.[1] : undefined;
  const outcome = known<Outcome>({
    status: denied ? 'denied' : kind === 'success' ? 'ok' : 'error',
    exitCode: exit === undefined ? undefined : Number(exit),
    output,
  });
  const phase = denied ? ('denied' as const) : kind === 'success' ? ('completed' as const) : ('failed' as const);
  return toolDrafts({ ...frameOf(payload, 'postToolUse'), phase, outcome }, call);
}

function failed(payload: Payload): Reading {
  const error = text(payload, 'error') ?? member(object(payload, 'error'), 'message');
  const outcome = known<Outcome>({ status: 'error', error });
  return toolDrafts({ ...frameOf(payload, 'postToolUseFailure'), phase: 'failed', outcome }, callOf(payload));
}

function started(payload: Payload): Reading {
  const action: SessionStartAction = { type: 'session.start', reason: text(payload, 'source') ?? 'new' };
  const cwd = text(payload, 'cwd');
  return one(frameOf(payload, 'sessionStart'), cwd === undefined ? action : { ...action, cwd });
}

export const copilotHooks: HookReader = {
  name: FAMILY,
  read(payload) {
    const has = (key: string) => payload[key] !== undefined && payload[key] !== null;
    // Asks for what preToolUse told.
    if (text(payload, 'hookName') === 'permissionRequest' || has('permissionSuggestions')) return ignore('duplicate');
    if (has('toolResult')) return ended(payload);
    if (has('toolName') && has('error')) return failed(payload);
    if (has('toolName')) {
      return toolDrafts({ ...frameOf(payload, 'preToolUse'), phase: 'proposed' }, callOf(payload));
    }
    const prompt = text(payload, 'prompt');
    if (prompt !== undefined) {
      return one(frameOf(payload, 'userPromptSubmitted'), { type: 'prompt', text: prompt, origin: 'unknown' });
    }
    if (has('source')) return started(payload);
    const reason = text(payload, 'reason');
    if (reason !== undefined) return one(frameOf(payload, 'sessionEnd'), { type: 'session.stop', reason });
    return ignore(has('stopReason') ? 'housekeeping' : 'unknown event');
  },
};
