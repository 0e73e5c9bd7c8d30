/** What the tables of programs that move bytes share. */
import type { Destination } from '../../../contracts/analysis';
import type { Invocation } from '../../../contracts/shell';
import type { OptionTable, Words } from '../options';

/** A transfer with its path as given. */
export interface Moved {
  direction: 'in' | 'out';
  destination?: Destination;
  path?: string;
  text?: string;
}

/** What the invocations of one command know of each other. */
export interface Scene {
  all: readonly Invocation[];
  /** Addresses of git's remotes by name, as far as this command gives them. */
  remotes: Map<string, string>;
  /** Descriptors that are sockets. */
  sockets: Map<string, Destination>;
}

export interface Mover {
  table: OptionTable;
  move(words: Words, invocation: Invocation, scene: Scene): Moved[];
}

/** Bounds of a text that is sent, in characters. */
export const MAX_SENT = 4_096;

export const moved = (
  direction: Moved['direction'],
  destination: Destination | undefined,
  more: { path?: string; text?: string } = {},
): Moved => ({
  direction,
  ...(destination === undefined ? {} : { destination }),
  ...(more.path === undefined || more.path === '' ? {} : { path: more.path }),
  ...(more.text === undefined || more.text === '' ? {} : { text: more.text.slice(0, MAX_SENT) }),
});

/** Name under which a URL is kept; `index.html` of a folder. */
export function nameOf(url: string): string {
  const path = url.replace(/^[a-z][a-z0-9+.-]{0,20}:\/\//i, '').split(/[?#]/, 1)[0] ?? '';
  const slash = path.lastIndexOf('/');
  return slash < 0 || slash === path.length - 1 ? 'index.html' : path.slice(slash + 1);
}

/** A file in a folder. */
export const below = (folder: string | undefined, name: string): string =>
  folder === undefined || folder === '' || name.startsWith('/') ? name : `${folder.replace(/\/$/, '')}/${name}`;
