/** Entry of the thread of one part. Its owner opens and closes the part over the parent port; threads connect by sending a port of their own. */
import { parentPort } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { serve } from '../../platform/thread';
import { alertsPart } from './alerts-part';
import { archivePart } from './archive-part';
import { openDatabase, storeError } from './database';
import type { Part, PartHandlers, PartName } from './part';
import { snapshotsPart } from './snapshots-part';

const PARTS: Record<PartName, Part> = { alerts: alertsPart, archive: archivePart, snapshots: snapshotsPart };

if (parentPort === null) throw new Error('a part of the store runs as a thread only');
let handlers: PartHandlers = {};
let close = () => {};

serve(parentPort, {
  open: ({ part, file }: { part: PartName; file: string }) => {
    const { migrations } = PARTS[part];
    const database = openDatabase(file, migrations);
    const relaxed = openDatabase(file, migrations, true);
    handlers = withStoreErrors(PARTS[part].open(database, relaxed));
    close = () => {
      relaxed.close();
      database.close();
    };
  },
  close: () => {
    close();
  },
});

process.on('workerMessage', (message: unknown) => {
  const { connect } = message as { connect: MessagePort };
  serve(connect, handlers);
});

function withStoreErrors(given: PartHandlers): PartHandlers {
  const guarded = Object.entries(given).map(([method, handler]) => [
    method,
    (argument: never) => {
      try {
        return handler(argument);
      } catch (error) {
        throw storeError(error);
      }
    },
  ]);
  return Object.fromEntries(guarded) as PartHandlers;
}
