/** Log events of the GenAI conventions: one a message (until 1.36), or one a model call with all its messages. */
import type { LogRecord } from '../../contracts/telemetry';
import { newsOf, said } from './conversation';
import type { Telling } from './conversation';
import { ignore } from './draft';
import type { Frame, Reading } from './draft';
import { DETAILS, talkIn } from './genai-spans';
import { readMessage } from './messages';
import type { Json } from './partial-json';
import { hidden, jsonOf, known, member, objectOf, text, textOf } from './read-attributes';
import { readResult } from './tool-results';
import type { Action } from '../../contracts/event';

/** Type of a log event: an attribute in older exporters, a field of the record in newer ones. */
export function eventNameOf(record: LogRecord): string {
  return text(record.attributes, 'event.name') ?? record.eventName;
}

/** Reads one log event. The messages of earlier calls come again and are left out; answers can't be told from repeated ones and join. */
export function readGenAiLog(record: LogRecord, frame: Frame, telling: Telling): Reading {
  switch (eventNameOf(record)) {
    case 'gen_ai.choice':
      return some(said(frame, readMessage(messageIn(record), 'assistant'), telling));
    case 'gen_ai.tool.message':
      return readAnswer(record, frame, telling);
    case 'gen_ai.user.message':
      return readPrompt(record, frame, telling);
    case DETAILS:
      return some(newsOf(frame, talkIn(record.attributes), telling));
    case 'gen_ai.assistant.message':
    case 'gen_ai.system.message':
      return ignore('repeated conversation');
    case 'gen_ai.client.operation.exception':
    case 'gen_ai.execute_tool.exception':
      return ignore('duplicate');
    default:
      return ignore('unknown event');
  }
}

function some(drafts: ReturnType<typeof said>): Reading {
  return drafts.length > 0 ? drafts : ignore('duplicate');
}

function bodyOf({ body }: LogRecord): Readonly<Record<string, Json>> {
  return objectOf(jsonOf(body)?.value);
}

function messageIn(record: LogRecord): Json {
  const body = bodyOf(record);
  return body['message'] ?? { ...body };
}

function readAnswer(record: LogRecord, frame: Frame, { setting }: Telling): Reading {
  const body = bodyOf(record);
  const callId = member(body, 'id', 'tool_call_id') ?? text(record.attributes, 'id', 'gen_ai.tool.call.id');
  if (callId === undefined) return ignore('incomplete');
  const { outcome, visibility } = readResult(body['content'], setting);
  const phase = outcome.status === 'denied' ? 'denied' : 'completed';
  return [
    { ...frame, callId, phase, outcome, visibility, action: { type: 'tool.call', tool: member(body, 'name') ?? '' } },
  ];
}

function readPrompt(record: LogRecord, frame: Frame, { setting }: Telling): Reading {
  const prompt = readMessage(bodyOf(record), 'user').text ?? textOf(record.body);
  const action = known<Action>({ type: 'prompt', text: prompt, origin: 'unknown' });
  const visibility = prompt === undefined ? [hidden('action.text', setting)] : [];
  return [{ ...frame, phase: 'completed', action, visibility }];
}
