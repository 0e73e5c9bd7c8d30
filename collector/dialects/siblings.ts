/** What records of one request tell about each other. Only enriches: nothing here changes what an event is keyed by. */
import type { Visibility } from '../../contracts/event';
import type { TelemetryRecord } from '../../contracts/telemetry';
import type { Dialect, EventDraft } from './dialect';

/** The drafts of one record. */
export interface ReadRecord {
  record: TelemetryRecord;
  dialect: Dialect;
  drafts: readonly EventDraft[];
}

/** Gives drafts that are part of their parent span's act that act, when the parent is in the request. */
export function joinParents(read: ReadRecord[]): void {
  if (!read.some(({ drafts }) => drafts.some((draft) => draft.partOfParent === true))) return;
  const bySpan = new Map<string, ToolSpan>();
  for (const { record, drafts } of read) {
    const [draft] = drafts;
    if (record.kind === 'span' && draft && isToolCall(draft))
      bySpan.set(spanKey(record.traceId, record.spanId), {
        draft,
        parent: spanKey(record.traceId, record.parentSpanId),
      });
  }
  for (const entry of read) {
    if (entry.record.kind !== 'span') continue;
    const { traceId, parentSpanId } = entry.record;
    const parent = actAbove(bySpan, spanKey(traceId, parentSpanId));
    if (parent)
      entry.drafts = entry.drafts.map((draft) => (draft.partOfParent === true ? asPart(draft, parent) : draft));
  }
}

interface ToolSpan {
  draft: EventDraft;
  parent: string;
}

/** Most spans of one act inside each other: a server's in a client's in a tool's. */
const MAX_NESTED = 4;

/** The act that a parent span tells; where that is itself a part, the one it is a part of, as far up as the request shows. */
function actAbove(bySpan: ReadonlyMap<string, ToolSpan>, span: string): EventDraft | undefined {
  let found = bySpan.get(span);
  for (let up = 0; up < MAX_NESTED && found?.draft.partOfParent === true; up += 1) {
    const above = bySpan.get(found.parent);
    if (!above) break;
    found = above;
  }
  return found?.draft;
}

/** A model call that happens to be the parent span is another act. */
function isToolCall({ action: { type } }: EventDraft): boolean {
  return type !== 'model.call' && type !== 'prompt' && type !== 'output';
}

function spanKey(traceId: string, spanId: string): string {
  return `${traceId}/${spanId}`;
}

function asPart(draft: EventDraft, parent: EventDraft): EventDraft {
  return {
    ...draft,
    action: parent.action,
    agent: parent.agent,
    ...(parent.callId === undefined ? {} : { callId: parent.callId }),
    ...(parent.visibility === undefined ? {} : { visibility: parent.visibility }),
  };
}

/** What finishing an event needs of its dialect; hooks and transcripts have it too, without a reader of records. */
export type DialectName = Pick<Dialect, 'name' | 'versionUnknown'>;

/** Sessions by trace id, of each dialect; undefined where records of one trace name several. */
export type TraceSessions = ReadonlyMap<DialectName, ReadonlyMap<string, string | undefined>>;

export function fillSessions(read: readonly ReadRecord[]): TraceSessions {
  const sessions = new Map<Dialect, Map<string, string | undefined>>();
  for (const { dialect, drafts } of read) {
    let byTrace = sessions.get(dialect);
    if (!byTrace) sessions.set(dialect, (byTrace = new Map<string, string | undefined>()));
    for (const { session, trace } of drafts) if (session !== undefined && trace) tell(byTrace, trace.traceId, session);
  }
  return sessions;
}

function tell(byTrace: Map<string, string | undefined>, traceId: string, session: string): void {
  const told = byTrace.get(traceId);
  if (told === session) return;
  byTrace.set(traceId, byTrace.has(traceId) ? undefined : session);
}

/** Takes back the note that a field is hidden when another record of the same call in the request shows it. */
export function withoutShown(read: ReadRecord[]): void {
  if (
    !read.some(({ drafts }) =>
      drafts.some(({ callId, visibility }) => callId !== undefined && visibility?.some(isMissing)),
    )
  )
    return;
  const shown = new Set<string>();
  for (const { dialect, drafts } of read) {
    for (const draft of drafts) {
      for (const field of draft.callId === undefined ? [] : fieldsOf(draft))
        shown.add(fieldKey(dialect.name, draft, field));
    }
  }
  if (shown.size === 0) return;
  for (const entry of read) {
    const seen = (draft: EventDraft, note: Visibility) =>
      isMissing(note) && shown.has(fieldKey(entry.dialect.name, draft, note.field));
    entry.drafts = entry.drafts.map((draft) => {
      const notes = draft.callId === undefined ? undefined : draft.visibility?.filter((note) => !seen(draft, note));
      return notes === undefined || notes.length === draft.visibility?.length ? draft : { ...draft, visibility: notes };
    });
  }
}

function isMissing({ state }: Visibility): boolean {
  return state === 'hidden' || state === 'absent';
}

function fieldKey(dialect: string, draft: EventDraft, field: string): string {
  return `${dialect}\0${draft.session ?? draft.trace?.traceId ?? ''}\0${draft.callId ?? ''}\0${field}`;
}

function fieldsOf({ action, outcome }: EventDraft): string[] {
  const fields = Object.entries(action).flatMap(([field, value]) => (value === '' ? [] : `action.${field}`));
  return outcome?.output === undefined ? fields : [...fields, 'outcome.output'];
}
