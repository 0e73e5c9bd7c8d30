/** Starts the archive in a thread of its own, on a stream and a store that the caller has opened. */
import type { Config } from '../platform/config';
import type { Logger } from '../platform/log';
import { startRoleThread } from '../platform/role-thread';
import type { RoleThread } from '../platform/role-thread';
import type { SqliteHandle } from '../store/sqlite/sqlite-store';
import type { StreamHandle } from '../stream/open-stream';

export interface ArchiveThreadData {
  config: Config;
  stream: StreamHandle;
  store: SqliteHandle;
}

/** Rejects when the stream or the store is not there. */
export function startArchiveThread(data: ArchiveThreadData, log: Logger): Promise<RoleThread> {
  return startRoleThread('archive/archive-thread', data, log);
}
