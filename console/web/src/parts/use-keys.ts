import { useEffect, useRef } from 'react';

/** What each key does; names as `KeyboardEvent.key` has them. */
export type Keys = Readonly<Record<string, () => void>>;

/** Keys of a page. Typing into a field, an open dialog, and keys held with Ctrl, Alt or Meta are left alone. */
export function useKeys(keys: Keys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      // Escape leads out of a field, back to the keys of the page.
      if (event.key === 'Escape' && isField(event.target)) event.target.blur();
      if (event.ctrlKey || event.altKey || event.metaKey || isBusy(event)) return;
      const act = Object.hasOwn(latest.current, event.key) ? latest.current[event.key] : undefined;
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', pressed);
    return () => {
      window.removeEventListener('keydown', pressed);
    };
  }, []);
}

const PRESSES = new Set(['Enter', ' ']);

function isBusy({ target, key }: KeyboardEvent): boolean {
  if (document.querySelector('dialog[open]') !== null) return true;
  if (PRESSES.has(key) && target instanceof HTMLElement && /^(A|BUTTON|SUMMARY)$/.test(target.tagName)) return true;
  return isField(target);
}

const isField = (target: EventTarget | null): target is HTMLElement =>
  target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !isSlider(target);

const isSlider = (element: HTMLElement): boolean => element instanceof HTMLInputElement && element.type === 'range';
