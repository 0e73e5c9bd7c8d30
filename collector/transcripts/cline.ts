/** Session files of Cline (3.0): `<session>.messages.json`, one JSON document, whose messages are taken one by one. */
import type { EventDraft } from '../dialects/dialect';
import { ignore, one } from '../dialects/draft';
import type { Frame } from '../dialects/draft';
import type { Json } from '../dialects/partial-json';
import { known, member, number, objectOf, text } from '../dialects/read-attributes';
import { callOf, outcomeOf } from '../hooks/cline';
import { answered, asked } from './transcript';
import type { TranscriptReader } from './transcript';

const FAMILY = 'cline';

const TASK = /^<user_input[^>]{0,200}>([^]*)<\/user_input>$/;

export const clineSession: TranscriptReader = {
  name: FAMILY,
  recognises: (line) =>
    text(line, 'sessionId') !== undefined && line['origin'] !== undefined && text(line, 'agent') !== undefined,
  read(line, conversation) {
    // The document without its messages.
    if (line['role'] === undefined) {
      conversation.session = text(line, 'sessionId');
      return ignore('housekeeping');
    }
    const frame = known<Frame>({
      record: text(line, 'role') ?? '',
      atMs: number(line, 'ts'),
      session: conversation.session,
      agent: { family: FAMILY },
    });
    const content = line['content'] as Json;
    const blocks = Array.isArray(content) ? content.map(objectOf) : [];
    return blocks.flatMap((block): EventDraft[] => {
      const said = member(block, 'text');
      const callId = member(block, 'id', 'tool_use_id');
      const named = callId === undefined ? frame : { ...frame, callId };
      if (block['type'] === 'tool_use')
        return asked(named, callOf(member(block, 'name') ?? '', block['input']), conversation, false);
      if (block['type'] === 'tool_result')
        return answered(named, outcomeOf(member(block, 'name') ?? '', block['content']), conversation);
      if (said === undefined) return [];
      if (frame.record !== 'user') return one(frame, { type: 'output', text: said });
      return one(frame, { type: 'prompt', text: TASK.exec(said)?.[1] ?? said, origin: 'unknown' });
    });
  },
};
