/**
 * Hooks of Cline (3.0), which sends its telemetry to its vendor alone. The call stands whole in `tool_call` and `tool_result`; the form of
 * older versions (`preToolUse`, `postToolUse`) has each parameter as text and no id.
 */
import type { AgentSpawnAction, Outcome, SessionStartAction } from '../../contracts/event';
import type { AttributeValue } from '../../contracts/telemetry';
import type { EventDraft } from '../dialects/dialect';
import { ignore, one, toolDrafts } from '../dialects/draft';
import type { Frame, Reading } from '../dialects/draft';
import type { Json } from '../dialects/partial-json';
import { isoMillis, known, member, number, object, objectOf, text } from '../dialects/read-attributes';
import type { ToolCall } from '../dialects/tool-actions';
import { readResult } from '../dialects/tool-results';
import { isShell } from './claude-form';
import type { HookReader, Payload } from './hook-reader';

const FAMILY = 'cline';
type Fields = Readonly<Record<string, Json>>;

function frameOf(payload: Payload, name: string): Frame {
  const user = text(payload, 'userId', 'user_id');
  const id = text(payload, 'agent_id');
  const parentId = text(payload, 'parent_agent_id');
  const root = member(object(payload, 'sessionContext'), 'rootSessionId');
  return known<Frame>({
    record: name,
    atMs: isoMillis(text(payload, 'timestamp')) ?? number(payload, 'timestamp'),
    session: root ?? text(payload, 'taskId', 'task_id'),
    // The main agent is no sub-agent; its id changes from task to task.
    agent: known<EventDraft['agent']>({ family: FAMILY, ...(parentId === undefined ? {} : { id, parentId }) }),
    user: user === undefined ? undefined : `cline:${user}`,
  });
}

function folderOf(payload: Payload): string | undefined {
  const roots = payload['workspaceRoots'] ?? payload['workspace_roots'];
  const first: AttributeValue | undefined = Array.isArray(roots) ? roots[0] : undefined;
  return typeof first === 'string' ? first : member(object(payload, 'workspaceInfo'), 'rootPath');
}

/** Arguments in the spelling that other agents have too. */
export function callOf(tool: string, input: Json | undefined): ToolCall {
  const fields = objectOf(input);
  if (Array.isArray(fields['requests'])) {
    return { tool, arguments: { urls: fields['requests'].flatMap((one) => member(objectOf(one), 'url') ?? []) } };
  }
  const queries = fields['queries'];
  if (Array.isArray(queries)) {
    return { tool, arguments: { pattern: queries.filter((one) => typeof one === 'string').join('\n') } };
  }
  const border = tool.indexOf('__');
  const mcp = border > 0 ? { server: tool.slice(0, border), tool: tool.slice(border + 2) } : undefined;
  return { tool, arguments: input, mcp };
}

const EXIT = /^(?:\[)?Command exited with code (-?\d{1,10})\b/;

/** A tool answers with one result for each part of its call; it failed when one of them did. */
export function outcomeOf(tool: string, output: Json | undefined): Outcome {
  const parts = (Array.isArray(output) ? output : [output]).map(objectOf);
  const results = parts.flatMap((part) => (typeof part['result'] === 'string' ? [part['result']] : []));
  const errors = parts.flatMap((part) => member(part, 'error') ?? []);
  const failed = parts.some((part) => part['success'] === false || part['isError'] === true);
  const exit = isShell(tool) && parts.length === 1 ? EXIT.exec(errors[0] ?? '')?.[1] : undefined;
  const whole = results.length > 0 ? { output: results.join('\n') } : readResult(output).outcome;
  return known<Outcome>({
    ...whole,
    status: failed ? 'error' : 'ok',
    exitCode: exit === undefined ? undefined : Number(exit),
    error: errors.length > 0 ? errors.join('\n') : undefined,
  });
}

function proposed(payload: Payload, call: Fields, name: string): Reading {
  const tool = member(call, 'name', 'toolName', 'tool_name') ?? '';
  const frame = withId(frameOf(payload, name), call);
  const cwd = folderOf(payload);
  const read = callOf(tool, call['input'] ?? call['parameters']);
  return toolDrafts({ ...frame, phase: 'proposed' }, read).map((draft) =>
    draft.action.type === 'exec' && cwd !== undefined ? { ...draft, action: { cwd, ...draft.action } } : draft,
  );
}

function ended(payload: Payload, call: Fields, name: string): Reading {
  const tool = member(call, 'name', 'toolName', 'tool_name') ?? '';
  const outcome = outcomeOf(tool, call['output'] ?? call['result']);
  const durationMs = call['durationMs'] ?? call['executionTimeMs'];
  const phase = outcome.status === 'error' ? ('failed' as const) : ('completed' as const);
  const timed = typeof durationMs === 'number' ? { ...outcome, durationMs } : outcome;
  const frame = { ...withId(frameOf(payload, name), call), phase, outcome: timed };
  return toolDrafts(frame, callOf(tool, call['input'] ?? call['parameters']));
}

function withId(frame: Frame, call: Fields): Frame {
  const callId = member(call, 'id');
  return callId === undefined ? frame : { ...frame, callId };
}

function begun(payload: Payload, name: string): Reading {
  const frame = frameOf(payload, name);
  if (frame.agent.parentId !== undefined) return spawned(frame, 'started');
  return one(frame, known<SessionStartAction>({ type: 'session.start', cwd: folderOf(payload) }));
}

function over(payload: Payload, name: string): Reading {
  const frame = frameOf(payload, name);
  if (frame.agent.parentId !== undefined) return spawned(frame, 'completed');
  const answer = member(object(payload, 'turn'), 'outputText');
  return answer === undefined ? ignore('incomplete') : one(frame, { type: 'output', text: answer });
}

function spawned(frame: Frame, phase: EventDraft['phase']): Reading {
  const action = known<AgentSpawnAction>({ type: 'agent.spawn', childAgentId: frame.agent.id });
  return one({ ...frame, agent: { family: FAMILY } }, action, { phase });
}

export const clineHooks: HookReader = {
  name: FAMILY,
  read(payload) {
    const name = text(payload, 'hookName', 'hook_name') ?? '';
    const part = (...keys: string[]) =>
      keys.map((key) => object(payload, key)).find((one) => Object.keys(one).length > 0);
    const result = part('tool_result', 'postToolUse', 'post_tool_use');
    if (result) return ended(payload, result, name);
    const call = part('tool_call', 'preToolUse', 'pre_tool_use');
    if (call) return proposed(payload, call, name);
    const prompt = member(part('userPromptSubmit', 'user_prompt_submit') ?? {}, 'prompt');
    if (prompt !== undefined) return one(frameOf(payload, name), { type: 'prompt', text: prompt, origin: 'unknown' });
    if (payload['taskStart'] !== undefined || payload['task_start'] !== undefined) return begun(payload, name);
    if (payload['turn'] !== undefined) return over(payload, name);
    return ignore(name === '' ? 'unknown event' : 'housekeeping');
  },
};
