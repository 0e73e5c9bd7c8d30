/** Starts the engine in a thread of its own, on a stream and a store that the caller has opened. */
import type { Config } from '../platform/config';
import type { Logger } from '../platform/log';
import { startRoleThread } from '../platform/role-thread';
import type { RoleThread } from '../platform/role-thread';
import type { SqliteHandle } from '../store/sqlite/sqlite-store';
import type { StreamHandle } from '../stream/open-stream';

export interface EngineThreadData {
  config: Config;
  /** Marks Gander's own telemetry, which its collector refuses. */
  instanceId: string;
  stream: StreamHandle;
  store: SqliteHandle;
}

/** Rejects with what is wrong with configuration or detectors, or when the stream is not there. */
export function startEngineThread(data: EngineThreadData, log: Logger): Promise<RoleThread> {
  return startRoleThread('engine/engine-thread', data, log);
}
