/** The one writer of an embedded stream: owns lock, segments and groups, and tells its connections what changes. Lives in the writer thread. */
import { setImmediate as turn } from 'node:timers/promises';
import type { MessagePort } from 'node:worker_threads';
import { GanderError, errorCode, messageOf } from '../../platform/errors';
import { serve } from '../../platform/thread';
import { lockFolder } from './folder-lock';
import { GroupCommit } from './group-commit';
import { GroupStore, highestCommitted } from './group-store';
import { Groups } from './groups';
import type { PackedMessages } from './packing';
import { SegmentLog } from './segment-log';
import type { Hello, Notice, OwnerNotice, WriterCalls, WriterSettings } from './protocol';

const PROBE_MS = 1_000;
const RETENTION_MS = 60_000;

export class Writer {
  readonly #settings: WriterSettings;
  readonly #unlock: () => void;
  readonly #store: GroupStore;
  readonly #log: SegmentLog;
  readonly #groups: Groups;
  readonly #commits = new GroupCommit(
    (groups) => {
      this.#append(groups);
    },
    (error) => {
      this.#settled(error);
    },
  );
  readonly #ports = new Set<MessagePort>();
  #closing = false;
  #probing: NodeJS.Timeout | undefined;
  readonly #retention: NodeJS.Timeout;

  /** Throws `data_folder_in_use`, `data_folder_unusable` or `stream_corrupt`. */
  constructor(
    wanted: WriterSettings,
    private readonly tellOwner: (notice: OwnerNotice) => void,
  ) {
    this.#unlock = lockFolder(wanted.folder);
    try {
      this.#store = new GroupStore(wanted.folder);
      const partitions = this.#store.partitions(wanted.partitions);
      if (partitions !== wanted.partitions)
        tellOwner({ notice: 'partitions', wanted: wanted.partitions, kept: partitions });
      this.#settings = { ...wanted, partitions };
      this.#log = new SegmentLog(this.#settings, highestCommitted(this.#store.offsets(), partitions));
      this.#groups = new Groups(this.#store, partitions, this.#log);
    } catch (error) {
      this.#unlock();
      if (errorCode(error) !== undefined) throw error;
      throw new GanderError('data_folder_unusable', `${wanted.folder}: ${messageOf(error)}`, { cause: error });
    }
    this.#retention = setInterval(() => {
      this.#turnOver();
    }, RETENTION_MS);
    this.#turnOver();
  }

  /** Serves a connection until its port closes, with its thread or before. */
  connect(port: MessagePort): void {
    const members = new Set<string>();
    const send = (notice: Notice) => {
      port.postMessage(notice);
    };
    const calls: WriterCalls = {
      publish: (messages) => {
        if (this.#closing) throw new GanderError('stream_unavailable', 'the stream is being closed');
        return this.#commits.publish(messages);
      },
      ends: () => this.#log.ends,
      join: (call) => {
        members.add(call.member);
        this.#groups.join(call, (generation, positions) => {
          send({ notice: 'assigned', member: call.member, generation, positions });
        });
      },
      leave: (member) => {
        members.delete(member);
        this.#groups.leave(member);
      },
      commit: (call) => {
        this.#groups.commit(call);
      },
      lag: (group) => this.#groups.lag(group),
    };
    port.postMessage(this.#hello());
    serve(port, { ...calls });
    this.#ports.add(port);
    port.on('close', () => {
      this.#ports.delete(port);
      if (this.#closing) return;
      for (const member of members) this.#leave(member);
    });
  }

  /** Stores what still waits, closes all files and gives the folder back. */
  async close(): Promise<void> {
    this.#closing = true;
    await this.#commits.drained();
    // The answers to the last publishes go out first.
    await turn();
    for (const port of this.#ports) port.close();
    clearInterval(this.#probing);
    clearInterval(this.#retention);
    try {
      this.#log.close();
      this.#store.close();
    } finally {
      this.#unlock();
    }
  }

  /** A thread that has died leaves, also while the disk is full: its partitions then wait for the next change of the group. */
  #leave(member: string): void {
    try {
      this.#groups.leave(member);
    } catch (error) {
      this.#settled(error);
    }
  }

  #hello(): Hello {
    const { partitions } = this.#settings;
    const { ends, segments } = this.#log;
    return { partitions, ends, segments, writable: this.#probing === undefined };
  }

  #append(groups: PackedMessages[]): void {
    const now = Date.now();
    if (this.#log.rollIfDue(now)) this.#retain(now);
    const before = this.#log.ends;
    this.#log.append(groups, now);
    const ends: [number, number][] = [];
    for (const [lane, end] of this.#log.ends.entries()) if (end !== before[lane]) ends.push([lane, end]);
    this.#tellAll({ notice: 'ends', ends });
  }

  /** Time passes without messages too: a segment that is old enough is sealed and, later, dropped. */
  #turnOver(): void {
    try {
      this.#log.rollIfDue(Date.now());
      this.#retain(Date.now());
    } catch (error) {
      this.#settled(error);
    }
  }

  #retain(now: number): void {
    for (const dropped of this.#log.retain(now)) this.tellOwner({ notice: 'dropped', ...dropped });
    this.#tellAll({ notice: 'segments', segments: this.#log.segments });
  }

  /** After a failure the stream counts as failing until a write works again; it tries by itself, since nobody publishes meanwhile. */
  #settled(error: unknown): void {
    const failed = error !== undefined;
    if (failed === (this.#probing !== undefined)) return;
    this.#tellAll({ notice: 'writable', writable: !failed });
    this.tellOwner(failed ? { notice: 'failing', message: messageOf(error) } : { notice: 'working' });
    clearInterval(this.#probing);
    this.#probing = failed ? setInterval(this.#probe.bind(this), PROBE_MS) : undefined;
  }

  #probe(): void {
    try {
      this.#log.probe();
      this.#settled(undefined);
    } catch {
      // Still failing: said once already, and tried again in a second.
    }
  }

  #tellAll(notice: Notice): void {
    for (const port of this.#ports) port.postMessage(notice);
  }
}
