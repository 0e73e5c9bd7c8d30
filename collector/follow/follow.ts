/** Follows the transcripts that agents write into configured folders: new lines go the way of telemetry, and are durable before the next. */
import { homedir } from 'node:os';
import { MAX_PAST_MS } from '../../contracts/event';
import { DEFAULT_TENANT } from '../../contracts/tenant';
import type { Clock } from '../../platform/clock';
import { errorCode, messageOf } from '../../platform/errors';
import type { Logger } from '../../platform/log';
import type { Metrics } from '../../platform/metrics';
import type { Intake } from '../intake';
import { filesIn, nextPiece } from './files';
import type { FoundFile } from './files';
import { openPlaces } from './places';

export interface FollowOptions {
  folders: readonly string[];
  dataFolder: string;
  intake: Intake;
  log: Logger;
  metrics: Metrics;
  clock: Clock;
  /** Pause between two rounds, milliseconds. */
  everyMs?: number;
}

export interface Following {
  /** Finishes the piece under way, and ends. */
  stop(): Promise<void>;
}

const SENDER = { tenant: DEFAULT_TENANT, authenticated: false, loopback: true };
/** What a second try would refuse again: the piece is passed over. */
const PERMANENT = new Set(['request_invalid', 'request_too_large']);

/** Never rejects: files that cannot be read are told, and tried again. */
export function followTranscripts(options: FollowOptions): Following {
  const { everyMs = 1_000 } = options;
  const folders = options.folders.map((folder) => folder.replace(/^~(?=\/|$)/, homedir()));
  const follower = new Follower(options);
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const round = async (): Promise<void> => {
    for (const folder of folders)
      for (const file of await filesIn(folder)) if (!stopped) await follower.catchUp(file, () => stopped);
    follower.save();
    if (stopped) return;
    timer = setTimeout(() => {
      running = round();
    }, everyMs).unref();
  };
  let running = round();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

class Follower {
  private readonly places;

  constructor(private readonly options: FollowOptions) {
    this.places = openPlaces(options.dataFolder, options.log);
  }

  save(): void {
    try {
      this.places.save();
    } catch (error) {
      this.options.log.warn('places in transcripts cannot be kept', { error: messageOf(error) });
    }
  }

  /** Takes what is new of a file. */
  async catchUp(file: FoundFile, stopped: () => boolean): Promise<void> {
    let from = this.begin(file);
    while (from < file.size && !stopped()) {
      const next = await this.piece(file.path, from).catch((error: unknown) => this.problem(file.path, error));
      if (next === undefined || next === from) return;
      this.places.set(file.path, (from = next));
    }
  }

  /** A file that nobody has written to for a day is history, for `gander scan`; one that has become shorter is another. */
  private begin({ path, size, changedAt }: FoundFile): number {
    const known = this.places.of(path);
    if (known !== undefined && known <= size) return known;
    const old = known === undefined && changedAt < this.options.clock() - MAX_PAST_MS;
    const start = old ? size : 0;
    this.places.set(path, start);
    return start;
  }

  /** Where to go on once the lines are durable. */
  private async piece(path: string, from: number): Promise<number> {
    const { lines, next, tooLong } = await nextPiece(path, from);
    if (tooLong) this.options.metrics.count('gander_records_lost_total', { reason: 'lineBytes' });
    if (lines.length === 0) return next;
    const body = new Uint8Array(lines);
    const job = {
      signal: 'transcripts' as const,
      file: path,
      from,
      body,
      encoding: 'identity' as const,
      sender: SENDER,
    };
    try {
      await this.options.intake.accept({ ...job, transport: 'file', traceparent: undefined });
    } catch (error) {
      if (!PERMANENT.has(errorCode(error) ?? '')) throw error;
      this.options.metrics.count('gander_records_lost_total', { reason: 'refused' });
      this.options.log.warn('a piece of a transcript was refused', { file: path, from, error: messageOf(error) });
    }
    return next;
  }

  private problem(path: string, error: unknown): undefined {
    this.options.log.warn('a transcript cannot be taken now', { file: path, error: messageOf(error) });
    return undefined;
  }
}
