/** Asking Gander's API: with the session's cookie and its CSRF token, revisions on changes, problems as errors. */

/** What the API refused, in its own words. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
  ) {
    super(detail);
  }
}

interface Session {
  user: string;
  csrf: string;
}

// Kept by origin, port included, unlike the cookie: what listens on another port of this machine cannot have both.
const KEY = 'gander.csrf';
let csrf = localStorage.getItem(KEY) ?? '';
let signedOut: () => void = () => undefined;

/** Tells once the session has ended, from wherever it was noticed. */
export function onSignedOut(tell: () => void): void {
  signedOut = tell;
}

export interface Answer<T> {
  body: T;
  /** The revision, for `change`. */
  etag: string | undefined;
}

/** Reads; rejects with a `Problem`. */
export async function ask<T>(path: string, signal?: AbortSignal): Promise<Answer<T>> {
  const response = await fetch(path, { headers: ownHeaders(), ...(signal && { signal }) });
  return { body: (await bodyOf(response)) as T, etag: response.headers.get('etag') ?? undefined };
}

export const get = <T>(path: string, signal?: AbortSignal): Promise<T> => ask<T>(path, signal).then(({ body }) => body);

/** Writes; `etag` is the revision that was read, where the API wants one. */
export async function send<T>(method: 'POST' | 'DELETE', path: string, body?: unknown, etag?: string): Promise<T> {
  const headers = ownHeaders();
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (etag !== undefined) headers['if-match'] = etag;
  const response = await fetch(path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
  return (await bodyOf(response)) as T;
}

/** Who is signed in; undefined for nobody. */
export async function session(): Promise<string | undefined> {
  try {
    return keep(await get<Session>('/api/session'));
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return undefined;
    throw error;
  }
}

/** Signs in with the one-time code of the address that Gander printed. */
export const signIn = async (code: string): Promise<string> =>
  keep(await send<Session>('POST', '/api/session', { code }));

export async function signOut(): Promise<void> {
  await send('DELETE', '/api/session');
  signedOut();
}

/** The address of the live stream: an `EventSource` sends no headers of its own. */
export const streamAddress = (): string => `/api/stream?csrf=${encodeURIComponent(csrf)}`;

/** Saves what is under the path as a file. */
export async function download(path: string, name: string): Promise<void> {
  const response = await fetch(path, { headers: ownHeaders() });
  if (!response.ok) await bodyOf(response);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

const ownHeaders = (): Record<string, string> => ({ accept: 'application/json', 'x-gander-csrf': csrf });

function keep(given: Session): string {
  csrf = given.csrf;
  localStorage.setItem(KEY, csrf);
  return given.user;
}

async function bodyOf(response: Response): Promise<unknown> {
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  const body: unknown = isJson ? await response.json() : undefined;
  if (response.ok) return body;
  if (response.status === 401 && !response.url.endsWith('/api/session')) signedOut();
  const { code, detail, title } = (body ?? {}) as { code?: string; detail?: string; title?: string };
  throw new Problem(response.status, code ?? 'unknown', detail ?? title ?? `Gander answered ${response.status}.`);
}
