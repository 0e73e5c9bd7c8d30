/**
 * Snapshots of the engine's state, one a group and partition, fenced by generation. Not synced: after a power cut an older one is there,
 * and the engine reads on from where that stood.
 */
import type { Snapshot } from '../../contracts/store';
import { GanderError } from '../../platform/errors';
import { Transfer } from '../../platform/thread';
import { transaction } from './database';
import type { Part } from './part';
import { SNAPSHOTS_SCHEMA } from './schema';

interface Row {
  generation: number;
  offsets: string;
  state: Uint8Array<ArrayBuffer>;
  taken_at: number;
}

export const snapshotsPart: Part = {
  migrations: SNAPSHOTS_SCHEMA,
  open(_, database) {
    const generation = database.prepare('SELECT generation FROM snapshots WHERE consumers = ? AND partition = ?');
    const read = database.prepare('SELECT * FROM snapshots WHERE consumers = ? AND partition = ?');
    const write = database.prepare('INSERT OR REPLACE INTO snapshots VALUES (?, ?, ?, ?, ?, ?)');

    const refuseOlder = (snapshot: Snapshot) => {
      const newest = generation.get(snapshot.group, snapshot.partition) as Pick<Row, 'generation'> | undefined;
      if (newest === undefined || newest.generation <= snapshot.generation) return;
      throw new GanderError(
        'snapshot_fenced',
        `generation ${newest.generation} has written partition ${snapshot.partition}, this is ${snapshot.generation}`,
      );
    };

    return {
      writeSnapshot: ([snapshot]: [Snapshot]) =>
        transaction(database, () => {
          refuseOlder(snapshot);
          const { group, partition, offsets, state, takenAt } = snapshot;
          write.run(group, partition, snapshot.generation, JSON.stringify(offsets), state, takenAt);
        }),
      snapshot: ([group, partition]: [string, number]) => {
        const row = read.get(group, partition) as Row | undefined;
        if (row === undefined) return undefined;
        const snapshot: Snapshot = {
          group,
          partition,
          generation: row.generation,
          offsets: JSON.parse(row.offsets) as Snapshot['offsets'],
          state: row.state,
          takenAt: row.taken_at,
        };
        return new Transfer(snapshot, [row.state.buffer]);
      },
    };
  },
};
