/**
 * Bearer tokens of the listeners, in `<data>/tokens.json` (mode 0600). Only their SHA-256 is kept: the tokens have 256 random bits, so a
 * slow hash would add nothing. The file is read again whenever it has changed, so that a revoked token ends at once.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DEFAULT_TENANT } from '../contracts/tenant';
import { GanderError, messageOf } from './errors';
import { readIfThere, replacePrivateFile } from './private-file';

const MAX_TOKENS = 10_000;
const name = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, 'must be 1 to 63 letters, digits, dots, dashes or underscores');
const claim = z.string().min(1).max(255);

const tokenSchema = z.strictObject({
  name,
  /** Part of stream keys and file names. */
  tenant: name,
  /** Host and user that its bearer is, whatever the telemetry claims. */
  host: claim.optional(),
  user: claim.optional(),
  created: z.iso.datetime(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
const fileSchema = z.strictObject({ tokens: z.array(tokenSchema).max(MAX_TOKENS) });

export type Token = z.infer<typeof tokenSchema>;

export interface NewToken {
  name: string;
  tenant?: string | undefined;
  host?: string | undefined;
  user?: string | undefined;
}

export interface Tokens {
  /** The token with this text, or undefined. Takes the same time whichever it is. */
  verify(text: string): Token | undefined;
  /** Whether there is any. */
  any(): boolean;
}

/** `gnd_` and 32 random bytes. */
export const randomToken = (): string => `gnd_${randomBytes(32).toString('base64url')}`;

/** Adds a token and returns its text, which is nowhere else. `usage` when the name is taken or a field is not allowed. */
export function createToken(dataFolder: string, wanted: NewToken, now: Date = new Date()): string {
  const text = randomToken();
  const { host, user } = wanted;
  const checked = tokenSchema.safeParse({
    name: wanted.name,
    tenant: wanted.tenant ?? DEFAULT_TENANT,
    ...(host === undefined ? {} : { host }),
    ...(user === undefined ? {} : { user }),
    created: now.toISOString(),
    sha256: digestOf(text).toString('hex'),
  });
  if (!checked.success) throw new GanderError('usage', z.prettifyError(checked.error));
  const tokens = listTokens(dataFolder);
  if (tokens.some((token) => token.name === wanted.name)) {
    throw new GanderError('usage', `there is a token ${wanted.name} already`);
  }
  if (tokens.length >= MAX_TOKENS) throw new GanderError('usage', `there are ${MAX_TOKENS} tokens already`);
  write(dataFolder, [...tokens, checked.data]);
  return text;
}

/** All tokens, without their text. `config_unreadable` when the file is broken. */
export function listTokens(dataFolder: string): Token[] {
  const path = fileOf(dataFolder);
  const text = readIfThere(path);
  if (text === undefined) return [];
  try {
    return fileSchema.parse(JSON.parse(text)).tokens;
  } catch (error) {
    throw new GanderError('config_unreadable', `${path}: ${messageOf(error)}`, { cause: error });
  }
}

/** Takes a token away; false when there was none of that name. */
export function revokeToken(dataFolder: string, tokenName: string): boolean {
  const tokens = listTokens(dataFolder);
  const kept = tokens.filter((token) => token.name !== tokenName);
  if (kept.length === tokens.length) return false;
  write(dataFolder, kept);
  return true;
}

/** The tokens of a data folder for a listener. While the file cannot be read, both calls throw `config_unreadable`. */
export function openTokens(dataFolder: string): Tokens {
  const path = fileOf(dataFolder);
  let version = '';
  let known: { token: Token; digest: Buffer }[] = [];
  const current = () => {
    const now = versionOf(path);
    if (now !== version) {
      known = listTokens(dataFolder).map((token) => ({ token, digest: Buffer.from(token.sha256, 'hex') }));
      version = now;
    }
    return known;
  };
  return {
    any: () => current().length > 0,
    verify: (text) => {
      const digest = digestOf(text);
      let found: Token | undefined;
      for (const entry of current()) if (timingSafeEqual(entry.digest, digest)) found = entry.token;
      return found;
    },
  };
}

const fileOf = (dataFolder: string) => join(dataFolder, 'tokens.json');
const digestOf = (text: string) => createHash('sha256').update(text).digest();

function versionOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false, bigint: true });
  return stats === undefined ? 'none' : `${stats.ino} ${stats.mtimeNs} ${stats.size}`;
}

function write(dataFolder: string, tokens: readonly Token[]): void {
  replacePrivateFile(fileOf(dataFolder), `${JSON.stringify({ tokens }, null, 2)}\n`);
}
