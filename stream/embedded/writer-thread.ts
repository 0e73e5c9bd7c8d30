/** Entry of the writer thread. Its owner opens and closes the stream over the parent port; threads connect by sending a port of their own. */
import { parentPort } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { serve } from '../../platform/thread';
import type { OwnerNotice, WriterSettings } from './protocol';
import { Writer } from './writer';

if (parentPort === null) throw new Error('the stream writer runs as a thread only');
const owner = parentPort;
let writer: Writer | undefined;

serve(owner, {
  open: (settings: WriterSettings) => {
    writer = new Writer(settings, (notice: OwnerNotice) => {
      owner.postMessage(notice);
    });
  },
  close: () => writer?.close(),
});

process.on('workerMessage', (message: unknown) => {
  writer?.connect((message as { connect: MessagePort }).connect);
});
