/** Which files a scan reads, and their lines: one at a time, never a whole file in memory but for documents that are one JSON value. */
import { createReadStream } from 'node:fs';
import { readFile, readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { brotliDecompressSync, createBrotliDecompress } from 'node:zlib';
import { opencodeLines } from '../../collector/transcripts/opencode-database';
import { GanderError, messageOf } from '../../platform/errors';

/** Longest line that is read, bytes: transcripts hold whole files and outputs in one. */
const MAX_LINE = 16 * 1024 * 1024;
/** Largest document of one JSON value, bytes. */
const MAX_DOCUMENT = 64 * 1024 * 1024;

const TRANSCRIPT = /\.jsonl(?:\.br)?$|\.messages\.json(?:\.br)?$|^opencode[\w-]*\.db$/;
const DATABASE = /\.(?:db|sqlite)$/;
const DOCUMENT = /\.json(?:\.br)?$/;

/** The files named, and those in the folders named that look like transcripts, in order of their names. `usage` when one is not there. */
export async function filesOf(paths: readonly string[]): Promise<string[]> {
  const files = await Promise.all(
    paths.map(async (path) => {
      const found = await stat(path).catch((error: unknown) => {
        throw new GanderError('usage', `${path}: ${messageOf(error)}`);
      });
      return found.isDirectory() ? walk(resolve(path)) : [resolve(path)];
    }),
  );
  return [...new Set(files.flat())].sort();
}

async function walk(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const inside = entries.map(async (entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : walk(path);
    return entry.isFile() && TRANSCRIPT.test(entry.name) ? [path] : [];
  });
  return (await Promise.all(inside)).flat();
}

/** Files of one session together: `<session>.jsonl` and `<session>/subagents/…`. */
export function sessionsOf(files: readonly string[]): string[][] {
  return [...Map.groupBy(files, sessionKey).values()];
}

const sessionKey = (file: string): string => {
  const within = file.lastIndexOf('/subagents/');
  return within > 0 ? file.slice(0, within) : file.replace(/\.jsonl(?:\.br)?$/, '');
};

/** Lines without their end; undefined for one that is too long. Errors of reading are `usage`, naming the file. */
export async function* linesOf(file: string): AsyncGenerator<Buffer | undefined> {
  try {
    if (DATABASE.test(basename(file))) yield* opencodeLines(file);
    else if (DOCUMENT.test(basename(file))) yield* messagesOf(await documentOf(file));
    else yield* splitLines(file);
  } catch (error) {
    throw new GanderError('usage', `${file}: ${messageOf(error)}`, { cause: error });
  }
}

async function* splitLines(file: string): AsyncGenerator<Buffer | undefined> {
  const bytes = createReadStream(file);
  const plain = file.endsWith('.br') ? bytes.pipe(createBrotliDecompress()) : bytes;
  bytes.on('error', (error) => plain.destroy(error));
  let parts: Buffer[] = [];
  let size = 0;
  const take = (part: Buffer) => {
    size += part.length;
    if (size <= MAX_LINE) parts.push(part);
    else parts = [];
  };
  const line = (): Buffer | undefined => {
    const whole = size > MAX_LINE ? undefined : Buffer.concat(parts);
    parts = [];
    size = 0;
    return whole;
  };
  for await (const chunk of plain as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      take(chunk.subarray(start, end));
      start = end + 1;
      if (size > 0) yield line();
    }
    if (start < chunk.length) take(chunk.subarray(start));
  }
  if (size > 0) yield line();
}

async function documentOf(file: string): Promise<Record<string, unknown>> {
  const bytes = await readFile(file);
  const plain = file.endsWith('.br') ? brotliDecompressSync(bytes, { maxOutputLength: MAX_DOCUMENT }) : bytes;
  if (plain.length > MAX_DOCUMENT) throw new Error(`larger than ${MAX_DOCUMENT} bytes`);
  const value: unknown = JSON.parse(plain.toString('utf8'));
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** A document of messages as lines: itself without them, then each. */
function* messagesOf({ messages, ...rest }: Record<string, unknown>): Generator<Buffer> {
  yield Buffer.from(JSON.stringify(rest));
  for (const message of Array.isArray(messages) ? messages : []) yield Buffer.from(JSON.stringify(message));
}
