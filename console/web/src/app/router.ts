/** Where the reader is: `#/inbox?severity=high`. The part behind `#` never leaves the browser, and the server needs to know one page only. */
import { useSyncExternalStore } from 'react';

export interface Place {
  /** Parts of the path, decoded: `['replay', 'session 1']`. */
  path: readonly string[];
  query: URLSearchParams;
}

const HOME = '#/inbox';

/** Reads a hash; what is not ours leads home. */
export function readPlace(hash: string): Place {
  const [path = '', query = ''] = (hash.startsWith('#/') ? hash : HOME).slice(2).split('?', 2);
  return { path: path.split('/').filter(Boolean).map(decoded), query: new URLSearchParams(query) };
}

/** The hash of a place, for a link. Empty values are left out. */
export function hrefOf(path: readonly string[], query: Readonly<Record<string, string | undefined>> = {}): string {
  const given = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]));
  const text = new URLSearchParams(given).toString();
  return `#/${path.map(encodeURIComponent).join('/')}${text && `?${text}`}`;
}

export const go = (href: string): void => {
  location.hash = href;
};

/** Changes the address without a new entry in the history: for filters while they are typed. */
export function stay(href: string): void {
  history.replaceState(null, '', href);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

let last = { hash: '', place: readPlace('') };

function current(): Place {
  if (last.hash !== location.hash) last = { hash: location.hash, place: readPlace(location.hash) };
  return last.place;
}

function watch(changed: () => void): () => void {
  window.addEventListener('hashchange', changed);
  return () => {
    window.removeEventListener('hashchange', changed);
  };
}

export const usePlace = (): Place => useSyncExternalStore(watch, current);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
