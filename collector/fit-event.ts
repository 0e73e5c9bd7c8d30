/** Making events fit their bounds, and saying what that cost them. */
import { MAX_EVENT_BYTES } from '../contracts/event';
import type { AgentEvent } from '../contracts/event';
import { CUT_MARK, cutText } from './cut-text';
import { mapTexts, withTruncated } from './event-texts';

const SHORTEST_CUT = 256;

/**
 * The event as one line of JSON, with its end of line at most `MAX_EVENT_BYTES`: its longest texts are cut until it fits, and noted in `visibility`.
 * Undefined when even that does not help.
 */
export function fitEvent(event: AgentEvent): string | undefined {
  let line = lineOf(event);
  for (let most = MAX_EVENT_BYTES >> 2; !fits(line) && most >= SHORTEST_CUT; most >>= 1)
    line = lineOf(cut(event, most));
  return fits(line) ? line : undefined;
}

const lineOf = (event: AgentEvent) => JSON.stringify(event);
const fits = (line: string) => line.length * 3 < MAX_EVENT_BYTES || Buffer.byteLength(line) < MAX_EVENT_BYTES;

function cut(event: AgentEvent, most: number): AgentEvent {
  const fields = new Map<string, number>();
  const shorter = mapTexts(event, (text, field) => {
    const kept = cutText(text, most);
    if (kept !== text) fields.set(field, text.length);
    return kept;
  });
  return withTruncated(shorter, fields);
}

/** Notes the fields whose text was cut when the request was decoded. */
export function noteCuts(event: AgentEvent): AgentEvent {
  const fields = new Map<string, number>();
  mapTexts(event, (text, field) => {
    const mark = CUT_MARK.exec(text);
    if (mark) fields.set(field, Number(mark[1]));
    return text;
  });
  return withTruncated(event, fields);
}
