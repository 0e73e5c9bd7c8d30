/** Content encodings of request bodies. Synchronous, so only for the decode thread; never more than the given bytes come out. */
import { gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import { GanderError, errorCode } from '../../platform/errors';

export type ContentEncoding = 'identity' | 'gzip' | 'deflate' | 'zstd';

/** The encoding of a `Content-Encoding` header, undefined for one that is not taken. */
export function contentEncoding(header: string | undefined): ContentEncoding | undefined {
  const name = (header ?? '').trim().toLowerCase();
  if (name === '' || name === 'identity') return 'identity';
  if (name === 'gzip' || name === 'x-gzip') return 'gzip';
  return name === 'deflate' || name === 'zstd' ? name : undefined;
}

/** The body inflated: `request_invalid` when it is broken or cut off, `request_too_large` when it would be over `maxBytes`. */
export function inflate(body: Buffer, encoding: ContentEncoding, maxBytes: number): Buffer {
  if (body.length === 0) return body;
  try {
    return inflateAs(body, encoding, maxBytes);
  } catch (error) {
    if (errorCode(error) !== undefined) throw error;
    if ((error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxBytes);
    throw new GanderError('request_invalid', `Content-Encoding: the body is no whole ${encoding}`, { cause: error });
  }
}

function inflateAs(body: Buffer, encoding: ContentEncoding, maxOutputLength: number): Buffer {
  const chunkSize = Math.min(Math.max(body.length * 4, 16_384), 1024 * 1024);
  const options = { maxOutputLength, chunkSize };
  switch (encoding) {
    case 'identity':
      if (body.length > maxOutputLength) throw tooLarge(maxOutputLength);
      return body;
    case 'gzip':
      return gunzipSync(body, options);
    case 'deflate':
      return hasZlibHeader(body) ? inflateSync(body, options) : inflateRawSync(body, options);
    case 'zstd':
      return zstdDecompressSync(body, options);
  }
}

/** RFC 9110 means the zlib format by `deflate`; some clients send the raw stream, which hardly ever looks like a zlib header (RFC 1950). */
function hasZlibHeader(body: Buffer): boolean {
  const first = body[0] ?? 0;
  return (first & 0x0f) === 8 && ((first << 8) | (body[1] ?? 0)) % 31 === 0;
}

function tooLarge(maxBytes: number): GanderError {
  return new GanderError(
    'request_too_large',
    `the body is over ${maxBytes} bytes when inflated (collector.limits.inflatedBytes)`,
  );
}
