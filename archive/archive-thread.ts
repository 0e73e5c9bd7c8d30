/** The archive's thread. */
import { workerData } from 'node:worker_threads';
import { createLogger } from '../platform/log';
import { createMetrics } from '../platform/metrics';
import { serveRole } from '../platform/role-thread';
import { connectSqliteStore } from '../store/sqlite/sqlite-store';
import { connectStream } from '../stream/open-stream';
import { startArchive } from './archive';
import type { ArchiveThreadData } from './start-thread';

const metrics = createMetrics();

serveRole(metrics, async () => {
  const { config, ...handles } = workerData as ArchiveThreadData;
  const log = createLogger(config.log, { role: 'archive' });
  const stream = await connectStream(handles.stream, { log, metrics });
  const store = await connectSqliteStore(handles.store);
  const { retentionHours } = config.stream;
  const { maxBytes } = config.archive;
  const archive = await startArchive({ stream, store, retentionHours, maxBytes, log, metrics });
  return {
    async stop() {
      await archive.stop();
      await Promise.all([stream.close(), store.close()]);
    },
  };
});
