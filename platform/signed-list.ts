/** Lists that come with a signature and an expiry: read, checked, or refused with the reason. */
import { createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { messageOf } from './errors';

const list = z.strictObject({
  version: z.literal(1),
  issued: z.iso.date(),
  /** The last day on which it is to be believed without saying so. */
  expires: z.iso.date(),
  entries: z
    .array(
      z.strictObject({
        /** `npm`, `pypi`, `rubygems`, `crates`, `go`, or `agent`. */
        kind: z.enum(['npm', 'pypi', 'rubygems', 'crates', 'go', 'agent']),
        name: z.string().min(1).max(200),
        /** Single versions, or `<1.2.3` for all below. */
        versions: z
          .array(z.string().regex(/^<?\d[\w.+-]{0,60}$/))
          .min(1)
          .max(100),
        why: z.string().min(1).max(300),
      }),
    )
    .max(20_000),
});

export type SignedEntry = z.infer<typeof list>['entries'][number];

export interface SignedList {
  entries: readonly SignedEntry[];
  expires: string;
  expired: boolean;
}

/** Largest list that is read, in bytes. */
const MAX_BYTES = 8 * 1024 * 1024;

/**
 * The list in `file`, whose Ed25519 signature (base64) stands in `file.sig`, by the public key (PEM) in `keyFile`. Throws an error that
 * names the file when one is missing, too large, of another form, or not signed by that key; an expired list is given, and says so.
 */
export function readSignedList(file: string, keyFile: string, now: number): SignedList {
  try {
    const bytes = readFileSync(file);
    if (bytes.length > MAX_BYTES) throw new Error(`${bytes.length} bytes, at most ${MAX_BYTES} are read`);
    const signature = Buffer.from(readFileSync(`${file}.sig`, 'utf8').trim(), 'base64');
    const key = createPublicKey(readFileSync(keyFile));
    if (key.asymmetricKeyType !== 'ed25519') throw new Error(`${keyFile} is no Ed25519 key`);
    if (!verify(null, bytes, key, signature))
      throw new Error(`the signature in ${file}.sig is not by the key in ${keyFile}`);
    const { entries, expires } = list.parse(JSON.parse(bytes.toString('utf8')));
    return { entries, expires, expired: now >= Date.parse(expires) + 86_400_000 };
  } catch (error) {
    throw new Error(`The list ${file} is refused: ${messageOf(error)}`, { cause: error });
  }
}
