/**
 * OpenTelemetry's MCP conventions. A call is told by the client's span, often inside an `execute_tool` span, and by the server's inside
 * that, often from another process: each is a part of the span around it where that is known, and the outermost is the act.
 */
import type { SpanRecord, TelemetryRecord } from '../../contracts/telemetry';
import type { Dialect, EventDraft } from './dialect';
import { ignore } from './draft';
import type { Frame, Reading } from './draft';
import { genAiFrame } from './genai';
import { json, known, member, object, objectOf, text } from './read-attributes';
import { toolSpan } from './tool-span';

const CAPTURE = 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=true';
const METHOD = 'mcp.method.name';

/** Requests that make a server act or give away data; the rest keeps the connection. */
const ACTS = new Set(['tools/call', 'resources/read', 'prompts/get']);

/** Reads a span of a client or a server. `setting` is what shows arguments and results. */
export function readMcpSpan(record: SpanRecord, frame: Frame, setting: string): Reading {
  const { attributes } = record;
  const method = text(attributes, METHOD) ?? '';
  if (!ACTS.has(method) && !listsTools(method, record)) return ignore('housekeeping');
  const callId = text(attributes, 'gen_ai.tool.call.id');
  const drafts = toolSpan(record, known<Frame>({ ...frame, callId: callId ?? frame.callId }), {
    tool: method,
    mcp: { server: text(attributes, 'mcp.server.name', 'server.address'), tool: toolOf(record, method) },
    arguments: argumentsOf(record, method),
    result: attributes['gen_ai.tool.call.result'] ?? attributes['mcp.response.value'],
    setting,
  });
  return record.parentSpanId !== '' ? drafts.map((draft): EventDraft => ({ ...draft, partOfParent: true })) : drafts;
}

/** A list of tools is an act when it is shown: what the tools are said to be steers the agent. */
const listsTools = (method: string, { attributes }: SpanRecord): boolean =>
  method === 'tools/list' && (attributes['gen_ai.tool.call.result'] ?? attributes['mcp.response.value']) !== undefined;

/** The tool; of other requests their method, which no tool's name is. */
function toolOf({ attributes, name }: SpanRecord, method: string): string {
  if (method !== 'tools/call') return method;
  const named = text(attributes, 'gen_ai.tool.name', 'mcp.tool.name') ?? member(object(attributes, REQUEST), 'name');
  return named ?? (name.startsWith(`${method} `) ? name.slice(method.length + 1) : '');
}

const REQUEST = 'mcp.request.argument';

function argumentsOf({ attributes }: SpanRecord, method: string) {
  const given = attributes['gen_ai.tool.call.arguments'];
  if (given !== undefined) return given;
  const uri = text(attributes, 'mcp.resource.uri');
  if (method === 'resources/read' && uri !== undefined) return { uri };
  const prompt = text(attributes, 'gen_ai.prompt.name');
  if (method === 'prompts/get' && prompt !== undefined) return { name: prompt };
  const request = objectOf(json(attributes, REQUEST)?.value);
  return request['arguments'] ?? attributes[REQUEST];
}

export const mcp: Dialect = {
  name: 'mcp',
  recognises(record: TelemetryRecord): boolean {
    return METHOD in record.attributes || (record.kind === 'metric' && record.name.startsWith('mcp.'));
  },
  read(record: TelemetryRecord): Reading {
    if (record.kind === 'metric') return ignore('metric');
    if (record.kind === 'log') return ignore('unknown event');
    return readMcpSpan(record, genAiFrame(record, 'genai'), CAPTURE);
  },
};
