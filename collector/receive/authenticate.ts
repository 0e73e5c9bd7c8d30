/** Who sends: by bearer token, or anybody on this machine when the listener is on the loopback. */
import { DEFAULT_TENANT } from '../../contracts/tenant';
import type { Sender } from '../../contracts/tenant';
import { isLoopback } from '../../platform/listener';
import type { Tokens } from '../../platform/tokens';

export interface Door {
  tokens: Tokens;
  /** Set on a listener that others than this machine reach. */
  tokenNeeded: boolean;
}

/** The sender, undefined when it shows no token where one is needed, or one that is not known. */
export function authenticate(
  { tokens, tokenNeeded }: Door,
  authorization: string | undefined,
  remoteAddress: string | undefined,
): Sender | undefined {
  const loopback = isLoopback(remoteAddress ?? '');
  const anybody = tokenNeeded ? undefined : { tenant: DEFAULT_TENANT, authenticated: false, loopback };
  if (authorization === undefined) return anybody;
  const { scheme, secret } = partsOf(authorization);
  const token = tokens.verify(secret);
  // Langfuse's SDKs always send the keys of some Langfuse project: no mistake where no token was ever made.
  if (!token) return scheme === 'basic' && !tokens.any() ? anybody : undefined;
  const { tenant, host, user } = token;
  return {
    tenant,
    ...(host === undefined ? {} : { host }),
    ...(user === undefined ? {} : { user }),
    authenticated: true,
    loopback,
  };
}

/** The secret of a Bearer header is the token, of a Basic one the password, as Langfuse's SDKs send their keys. */
function partsOf(authorization: string): { scheme: string; secret: string } {
  const space = authorization.indexOf(' ');
  const scheme = authorization.slice(0, space).toLowerCase();
  const rest = authorization.slice(space + 1).trim();
  if (scheme !== 'basic') return { scheme, secret: scheme === 'bearer' ? rest : '' };
  const pair = Buffer.from(rest, 'base64').toString('utf8');
  return { scheme, secret: pair.slice(pair.indexOf(':') + 1) };
}
