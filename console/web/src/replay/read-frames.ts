/** Pages of a replay. Where nobody can tell what Gander knew, of what the agent did, with the alerts that name it as evidence. */
import { get, Problem } from '../api/client';
import type { AgentEvent, Alert, Frame, FramePage } from '../api/types';

const PAGE = 500;
const NOT_FOUND = 404;

export type ReadFrames = (cursor: string, signal: AbortSignal) => Promise<FramePage>;

/** Reads the pages of one session; which of the two ways is found out with the first page. */
export function framesOf(session: string): ReadFrames {
  const path = `/api/sessions/${encodeURIComponent(session)}`;
  let bare = false;
  return async (cursor, signal) => {
    const page = `limit=${PAGE}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
    if (!bare)
      try {
        return await get<FramePage>(`${path}/replay?${page}`, signal);
      } catch (error) {
        if (!(error instanceof Problem) || error.status !== NOT_FOUND) throw error;
        bare = true;
      }
    const [told, byEvent] = await Promise.all([
      get<{ events: AgentEvent[]; next?: string }>(`${path}/events?${page}`, signal),
      alertsByEvent(session, signal),
    ]);
    const frames = told.events.map((event): Frame => ({ event, alerts: byEvent.get(event.id) ?? [], memory: {} }));
    return { frames, ...(told.next !== undefined && { next: told.next }) };
  };
}

/** The alerts of a session, by the events that show them. */
async function alertsByEvent(session: string, signal: AbortSignal): Promise<ReadonlyMap<string, Alert[]>> {
  const { alerts } = await get<{ alerts: Alert[] }>(
    `/api/alerts?limit=${PAGE}&session=${encodeURIComponent(session)}`,
    signal,
  );
  const byEvent = new Map<string, Alert[]>();
  for (const alert of alerts)
    for (const { eventId } of alert.evidence) byEvent.set(eventId, [...(byEvent.get(eventId) ?? []), alert]);
  return byEvent;
}
