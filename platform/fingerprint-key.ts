/**
 * Keys of the fingerprints that stand for secrets: one a tenant, in `<data>/keys/<tenant>.key` (mode 0600, 64 hex digits). Whoever has
 * the key can test guesses of a secret against its fingerprint; without it, equal fingerprints say that values are equal, no more.
 */
import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { GanderError } from './errors';
import { createPrivateFile, readIfThere } from './private-file';

export interface FingerprintKey {
  key: Buffer;
  /** 8 hex digits that tell keys apart, and nothing about the key. */
  id: string;
}

/**
 * The key of a tenant. Made when it is missing and `create` is set (embedded mode); in a cluster every collector must be given the same
 * file, so there a missing one is `fingerprint_key_missing`. `config_unreadable` when the file holds no key.
 */
export function fingerprintKey(dataFolder: string, tenant: string, { create }: { create: boolean }): FingerprintKey {
  const path = join(dataFolder, 'keys', `${tenant}.key`);
  const text = create ? createPrivateFile(path, () => `${randomBytes(32).toString('hex')}\n`) : readIfThere(path);
  if (text === undefined) {
    throw new GanderError(
      'fingerprint_key_missing',
      `${path} is missing: make it once (\`openssl rand -hex 32\`) and give it to every collector`,
    );
  }
  const hex = text.trim();
  if (!/^[0-9a-f]{64}$/.test(hex)) throw new GanderError('config_unreadable', `${path}: must hold 64 hex digits`);
  const key = Buffer.from(hex, 'hex');
  return { key, id: createHash('sha256').update('gander key id').update(key).digest('hex').slice(0, 8) };
}
