/** The span of a tool call that ran, in the way all frameworks share: arguments, result, status. */
import type { Outcome, Visibility } from '../../contracts/event';
import type { AttributeValue, SpanRecord } from '../../contracts/telemetry';
import type { EventDraft } from './dialect';
import { toolDrafts } from './draft';
import type { Frame } from './draft';
import { readPythonLiteral } from './python-literal';
import { jsonOf, known, number, objectOf, spanDurationMs, text } from './read-attributes';
import type { ToolCall } from './tool-actions';
import { readResult } from './tool-results';

export interface ToolSpan extends ToolCall {
  result?: AttributeValue | undefined;
  /** What the user sets so that results are recorded; as for arguments when left out. */
  resultSetting?: string | undefined;
}

/** Drafts of a tool span: completed, with what is known of its end. A span without error and with a result ended well. */
export function toolSpan(record: SpanRecord, frame: Frame, call: ToolSpan): EventDraft[] {
  const { outcome: told, visibility: notes } = readResult(call.result, call.resultSetting ?? call.setting);
  const failure = failureOf(record);
  const ended = call.result !== undefined || record.statusCode === 1 ? 'ok' : undefined;
  const outcome = known<Outcome>({
    ...told,
    status: told.status ?? (failure === undefined ? ended : 'error'),
    exitCode: number(record.attributes, 'process.exit.code') ?? told.exitCode,
    error: failure === '' ? undefined : failure,
    durationMs: spanDurationMs(record),
  });
  // A failed call has no result to show.
  const visibility: Visibility[] = failure !== undefined && call.result === undefined ? [] : notes;
  const phase = outcome.status === 'denied' ? 'denied' : 'completed';
  return toolDrafts({ ...frame, phase, outcome, visibility }, call);
}

/** What went wrong by the span's status, its `error.type` or its exception event; `''` when it only says that something did. */
export function failureOf({ statusCode, statusMessage, attributes, events }: SpanRecord): string | undefined {
  const type = text(attributes, 'error.type');
  if (statusCode !== 2 && type === undefined) return undefined;
  const exception = events.find((event) => event.name === 'exception');
  const raised = exception && text(exception.attributes, 'exception.message');
  return (statusMessage || raised) ?? type ?? '';
}

/** Arguments without the wrapper that a decorator or framework puts around them: `{args: [], kwargs: {…}}`, `{input_str: …}`, `{inputs: {…}}`. */
export function innerArguments(value: AttributeValue | undefined): AttributeValue | undefined {
  const reading = jsonOf(value);
  const printed = typeof value === 'string' ? readPythonLiteral(value) : undefined;
  if (printed !== undefined || reading === undefined || reading.cut) return printed ?? value;
  const fields = objectOf(reading.value);
  const { args, kwargs, inputs } = fields;
  if (Object.keys(objectOf(kwargs)).length > 0) return kwargs;
  if (Object.keys(objectOf(inputs)).length > 0) return inputs;
  if (Array.isArray(args) && 'kwargs' in fields) return args.length === 1 ? args[0] : args;
  const only = fields['input_str'] ?? fields['input'];
  const alone = typeof only === 'string' && ('input_str' in fields || Object.keys(fields).length === 1);
  return alone ? (readPythonLiteral(only) ?? only) : value;
}
