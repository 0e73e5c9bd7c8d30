/** The engine's thread. Tracing comes first, since it changes what is loaded after it. */
import { workerData } from 'node:worker_threads';
import { createMetrics } from '../platform/metrics';
import { serveRole } from '../platform/role-thread';
import { startTracing } from '../platform/tracing';
import type { EngineThreadData } from './start-thread';

const metrics = createMetrics();
const data = workerData as EngineThreadData;

serveRole(metrics, async () => {
  const tracing = await startTracing(data.config, data.instanceId);
  const { connectEngine } = await import('./connect-engine.js');
  const engine = await connectEngine(data, metrics);
  return {
    async stop() {
      await engine.stop();
      await tracing.stop();
    },
  };
});
