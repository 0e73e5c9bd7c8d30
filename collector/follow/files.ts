/** Transcript files in folders, and new whole lines of one: read only, a piece at a time. */
import { open, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** Most bytes handed over at once. */
const PIECE = 1024 * 1024;
/** Longest line that is taken; longer ones are passed over. */
export const LONGEST_LINE = 16 * 1024 * 1024;
const NEWLINE = 0x0a;
/** Most files that are looked at, and folders below the one that is named. */
const MAX_FILES = 20_000;
const MAX_DEPTH = 8;

export interface FoundFile {
  path: string;
  size: number;
  /** Of its last change, milliseconds. */
  changedAt: number;
}

/** Files that may be transcripts of lines; a folder that is not there yet has none. */
export async function filesIn(folder: string): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  await walk(folder, 0, found);
  return found;
}

async function walk(folder: string, depth: number, found: FoundFile[]): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (found.length >= MAX_FILES) return;
    const path = join(folder, entry.name);
    if (entry.isDirectory() && depth < MAX_DEPTH && entry.name !== 'node_modules') await walk(path, depth + 1, found);
    if (!entry.isFile() || !basename(path).endsWith('.jsonl')) continue;
    const about = await stat(path).catch(() => undefined);
    if (about) found.push({ path, size: about.size, changedAt: about.mtimeMs });
  }
}

export interface Piece {
  /** Whole lines with their ends; empty when no line has ended yet, or when one was passed over. */
  lines: Buffer<ArrayBuffer>;
  /** Where to read on. */
  next: number;
  /** A line was longer than is taken. */
  tooLong: boolean;
}

/** The next whole lines behind `from`. Errors of reading reject. */
export async function nextPiece(path: string, from: number): Promise<Piece> {
  const file = await open(path, 'r');
  try {
    for (let most = PIECE; ; most = Math.min(most * 4, LONGEST_LINE)) {
      const buffer = Buffer.alloc(most);
      const { bytesRead } = await file.read(buffer, 0, most, from);
      const end = buffer.subarray(0, bytesRead).lastIndexOf(NEWLINE) + 1;
      if (end > 0) return { lines: buffer.subarray(0, end), next: from + end, tooLong: false };
      if (bytesRead < most) return { lines: Buffer.alloc(0), next: from, tooLong: false };
      if (most === LONGEST_LINE) return { lines: Buffer.alloc(0), next: from + bytesRead, tooLong: true };
    }
  } finally {
    await file.close();
  }
}
