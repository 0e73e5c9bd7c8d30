/** The live stream of the API: one connection for the whole page. */
import { useEffect, useSyncExternalStore } from 'react';
import { streamAddress } from './client';

/** Which one is new or has changed. */
export interface Changed {
  id: string;
}

interface Told {
  alert: Changed;
  incident: Changed;
  /** The connection is back after a hole that the server could not fill: read again. */
  resumed: null;
}
type Kind = keyof Told;
export type LiveState = 'live' | 'waiting';

const AGAIN_MS = 3_000;
const listeners = new Map<Kind, Set<(told: never) => void>>();
const stateWatchers = new Set<() => void>();
let source: EventSource | undefined;
let state: LiveState = 'waiting';

function tell<K extends Kind>(kind: K, told: Told[K]): void {
  for (const listener of listeners.get(kind) ?? []) (listener as (told: Told[K]) => void)(told);
}

function become(next: LiveState): void {
  state = next;
  for (const watcher of stateWatchers) watcher();
}

// EventSource itself connects again after a broken line and names the last id that it saw, so the server goes on from there.
function open(again: boolean): void {
  const opened = new EventSource(streamAddress());
  source = opened;
  opened.onopen = () => {
    become('live');
    if (again) tell('resumed', null);
  };
  opened.onerror = () => {
    become('waiting');
    if (opened.readyState !== EventSource.CLOSED) return;
    setTimeout(() => {
      if (source === opened) open(true);
    }, AGAIN_MS);
  };
  for (const kind of ['alert', 'incident'] as const)
    opened.addEventListener(kind, (event: MessageEvent<string>) => {
      tell(kind, JSON.parse(event.data) as Told[typeof kind]);
    });
  // A server whose memory does not reach back to the last id says so.
  opened.addEventListener('reset', () => tell('resumed', null));
}

export function startStream(): () => void {
  if (source === undefined) open(false);
  return () => {
    source?.close();
    source = undefined;
    become('waiting');
  };
}

/** Calls `listener` for each event of the kind while the component is there; it must keep its identity. */
export function useStream<K extends Kind>(kind: K, listener: (told: Told[K]) => void): void {
  useEffect(() => {
    const own = listeners.get(kind) ?? new Set();
    listeners.set(kind, own.add(listener));
    return () => {
      own.delete(listener);
    };
  }, [kind, listener]);
}

export const useLiveState = (): LiveState =>
  useSyncExternalStore(
    (changed) => {
      stateWatchers.add(changed);
      return () => stateWatchers.delete(changed);
    },
    () => state,
  );
