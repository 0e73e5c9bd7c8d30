import { useEffect, useSyncExternalStore } from 'react';

interface Toast {
  text: string;
  undo?: () => void;
}

const STAYS_MS = 8_000;
let shown: Toast | undefined;
const watchers = new Set<() => void>();

function show(next: Toast | undefined): void {
  shown = next;
  for (const watcher of watchers) watcher();
}

/** Says what was done, for eight seconds, with the way back where there is one. */
export const say = (text: string, undo?: () => void): void => show(undo === undefined ? { text } : { text, undo });

/** Takes back what the toast on the screen tells of; nothing when there is none. */
export function undoLast(): void {
  const undo = shown?.undo;
  show(undefined);
  undo?.();
}

function watch(changed: () => void): () => void {
  watchers.add(changed);
  return () => watchers.delete(changed);
}

export function Toasts() {
  const toast = useSyncExternalStore(watch, () => shown);
  useEffect(() => {
    if (toast === undefined) return undefined;
    const timer = setTimeout(() => {
      show(undefined);
    }, STAYS_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [toast]);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {toast && (
        <div className="toast">
          <span className="break">{toast.text}</span>
          {toast.undo && (
            <button onClick={undoLast}>
              Undo <kbd>z</kbd>
            </button>
          )}
        </div>
      )}
    </div>
  );
}
