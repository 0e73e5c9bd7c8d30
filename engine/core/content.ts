/** What of a record is the act itself, as against how it went. Two records tell the same act when their content is the same. */
import type { Action, AgentEvent } from '../../contracts/event';

export interface Content {
  /** Kind, tool or path: what never comes cut. */
  frame: string;
  /** What may come cut: command, file content, arguments, prompt. */
  text: string;
  whole: boolean;
}

/** `single`: an event of a kind that is told once (a sample, a mode change), never joined. `hidden`: an act whose content this record lacks. */
export type Told = Content | 'hidden' | 'single';

/** Longest arguments that are put in order before comparing, characters; longer ones are compared as they came. */
const MAX_CANONICAL = 64 * 1024;

export function contentOf(event: AgentEvent): Told {
  const { action } = event;
  switch (action.type) {
    case 'exec':
      return content(event, `exec ${action.shell ?? ''} ${String(action.stdin ?? false)}`, action.command, 'command');
    case 'file.read':
      return told(action.path ?? action.pattern, () =>
        content(event, `read ${action.path ?? ''}`, action.pattern ?? '', 'pattern'),
      );
    case 'file.write':
      return told(action.path ?? action.content, () =>
        part(event, `write ${action.path ?? ''}`, action.content, 'content'),
      );
    case 'file.delete':
      return content(event, 'delete', action.path, 'path');
    case 'net.fetch':
      return content(event, 'fetch', action.url ?? action.query, 'url');
    case 'mcp.call':
    case 'tool.call':
      // Without a tool the record tells only how a call ended.
      if (action.type === 'tool.call' && action.tool === '') return 'hidden';
      return part(event, `call ${action.tool}`, action.arguments, 'arguments');
    case 'agent.spawn':
      return part(event, `spawn ${action.agentType ?? ''}`, action.prompt, 'prompt');
    case 'prompt':
    case 'output':
      return content(event, action.type, action.text, 'text');
    case 'model.call':
      return event.callId === undefined || action.metric ? 'single' : content(event, 'model', '', 'model');
    default:
      return 'single';
  }
}

/** The text that a command, a file, arguments … are; for excerpts and for telling whether one copy extends another. */
export function textOf(action: Action): string {
  switch (action.type) {
    case 'exec':
      return action.command ?? '';
    case 'file.read':
      return action.path ?? action.pattern ?? '';
    case 'file.write':
      return action.content ?? action.path ?? '';
    case 'file.delete':
      return action.path ?? '';
    case 'net.fetch':
      return action.url ?? action.query ?? '';
    case 'mcp.call':
    case 'tool.call':
      return action.arguments ?? action.tool;
    case 'agent.spawn':
      return action.prompt ?? action.agentType ?? '';
    case 'prompt':
    case 'output':
      return action.text ?? '';
    default:
      return '';
  }
}

export const isSame = (a: Content, b: Content): boolean => a.text === b.text && a.frame === b.frame;

/** Whether `longer` is `cut` with more behind it. */
export function extendsCut(longer: Content, cut: Content): boolean {
  if (cut.whole || longer.frame !== cut.frame || longer.text === cut.text) return false;
  const seen = withoutMark(cut.text);
  return longer.text.length >= seen.length && longer.text.startsWith(seen);
}

/** Agents end a cut text with an ellipsis and the number of characters left out. */
function withoutMark(text: string): string {
  const mark = text.lastIndexOf('…');
  return mark >= 0 && mark >= text.length - 60 ? text.slice(0, mark) : text;
}

function told(field: string | undefined, make: () => Content | 'hidden'): Content | 'hidden' {
  return field === undefined ? 'hidden' : make();
}

function content(event: AgentEvent, frame: string, text: string | undefined, field: string): Content | 'hidden' {
  return text === undefined ? 'hidden' : part(event, frame, text, field);
}

/** Content whose frame alone says something; without the text it is a copy that was cut to nothing. */
function part(event: AgentEvent, frame: string, text: string | undefined, field: string): Content {
  const whole = text !== undefined && !isCut(event, `action.${field}`);
  const compared = text === undefined ? '' : field === 'arguments' && whole ? canonical(text) : text.trim();
  return { frame, text: compared, whole };
}

export function isCut(event: AgentEvent, field?: string): boolean {
  return (
    event.visibility?.some(
      (one) =>
        (one.state === 'truncated' || one.state === 'hashed') &&
        (field === undefined ? one.field.startsWith('action.') : one.field === field),
    ) ?? false
  );
}

/** Arguments without regard to spaces and the order of keys: a span and a log write the same JSON differently. */
function canonical(text: string): string {
  if (text.length > MAX_CANONICAL || !text.trimStart().startsWith('{')) return text.trim();
  try {
    return JSON.stringify(sorted(JSON.parse(text)));
  } catch {
    return text.trim();
  }
}

function sorted(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || depth > 32) return value;
  if (Array.isArray(value)) return value.map((item) => sorted(item, depth + 1));
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, item]) => [key, sorted(item, depth + 1)]);
}
