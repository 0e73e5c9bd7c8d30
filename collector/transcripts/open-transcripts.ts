/** Transcripts that go on: what their lines have told so far is kept between two pieces, or read again from the file. */
import { closeSync, openSync, readSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { AgentEvent } from '../../contracts/event';
import type { Link } from '../../contracts/stream';
import type { NormalisedRequest } from '../dialects/normalise';
import type { DecodeLimits } from '../receive/otlp/record-sink';
import { openTranscript } from './read-transcript';
import type { TranscriptFile } from './read-transcript';

/** Most conversations kept; the one that was quiet the longest goes first. */
const MAX_OPEN = 200;
/** Most bytes read again in front of a piece, when its conversation is not kept. */
const MAX_AGAIN = 64 * 1024 * 1024;
const PIECE = 1024 * 1024;
const NEWLINE = 0x0a;

export interface TranscriptPiece {
  file: string;
  /** Offset of the lines in the file. */
  from: number;
  /** Whole lines. */
  lines: Buffer;
  receivedAt: number;
}

export interface ReadPiece {
  normalised: NormalisedRequest;
  /** Lines that are no JSON object; of a file of no known agent all of them. */
  unread: number;
  lines: number;
}

export class OpenTranscripts {
  readonly #open = new Map<string, { transcript: TranscriptFile; at: number }>();

  constructor(private readonly around: { limits: DecodeLimits; machineHost: string }) {}

  /** Never throws on what lines say; errors of reading the file again do. */
  read({ file, from, lines, receivedAt }: TranscriptPiece): ReadPiece {
    const transcript = this.#at(file, from, receivedAt);
    const read = emptyPiece();
    for (const line of linesIn(lines)) {
      read.lines += 1;
      const told = transcript.line(line, receivedAt);
      if (told === undefined) read.unread += 1;
      else add(read.normalised, told);
    }
    this.#open.delete(file);
    this.#open.set(file, { transcript, at: from + lines.length });
    const [quiet] = this.#open.size > MAX_OPEN ? this.#open.keys() : [];
    if (quiet !== undefined) this.#open.delete(quiet);
    return read;
  }

  #at(file: string, from: number, startAt: number): TranscriptFile {
    const known = this.#open.get(file);
    if (known?.at === from) return known.transcript;
    const transcript = openTranscript({ ...this.around, startAt, folder: basename(dirname(file)) });
    if (from > 0) for (const line of linesBefore(file, from)) transcript.line(line);
    return transcript;
  }
}

const emptyPiece = (): ReadPiece => ({
  normalised: { events: [], links: [], ignored: [], unknownScopes: 0, clamped: { past: 0, future: 0 } },
  unread: 0,
  lines: 0,
});

function add(
  sum: NormalisedRequest,
  told: { events: AgentEvent[]; links: Link[]; clamped: { past: number; future: number } },
): void {
  sum.events.push(...told.events);
  sum.links.push(...told.links);
  sum.clamped.past += told.clamped.past;
  sum.clamped.future += told.clamped.future;
}

function* linesIn(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length;) {
    const found = bytes.indexOf(NEWLINE, start);
    const end = found < 0 ? bytes.length : found;
    if (end > start) yield bytes.subarray(start, end);
    start = end + 1;
  }
}

/** Whole lines of the file in front of an offset. */
function* linesBefore(file: string, offset: number): Generator<Buffer> {
  const handle = openSync(file, 'r');
  try {
    let rest = Buffer.alloc(0);
    for (let at = Math.max(0, offset - MAX_AGAIN); at < offset;) {
      const piece = Buffer.alloc(Math.min(PIECE, offset - at));
      const read = readSync(handle, piece, 0, piece.length, at);
      if (read === 0) return;
      at += read;
      const bytes = Buffer.concat([rest, piece.subarray(0, read)]);
      const end = bytes.lastIndexOf(NEWLINE) + 1;
      yield* linesIn(bytes.subarray(0, end));
      rest = bytes.subarray(end);
    }
  } finally {
    closeSync(handle);
  }
}
