import { createAnalyser } from '../analysis/analyse';
import { createLogger } from '../platform/log';
import type { Logger } from '../platform/log';
import type { Metrics } from '../platform/metrics';
import { connectSqliteStore } from '../store/sqlite/sqlite-store';
import { connectStream } from '../stream/open-stream';
import { activeDetectors, loadDetectors } from './detectors';
import { describeRefusal } from './sigma/load';
import type { RefusedRule } from './sigma/load';
import { startEngine } from './engine';
import type { RunningEngine } from './engine';
import type { EngineThreadData } from './start-thread';

/** Connects to stream and store by their handles, loads the detectors and starts; stopping leaves both as they are for others. */
export async function connectEngine(
  { config, ...handles }: EngineThreadData,
  metrics: Metrics,
): Promise<RunningEngine> {
  const log = createLogger(config.log, { role: 'engine' });
  const detectors = activeDetectors(config, loadDetectors(config, undefined, refusals(log, metrics)));
  const stream = await connectStream(handles.stream, { log, metrics });
  const store = await connectSqliteStore(handles.store);
  const engine = await startEngine({ config, stream, store, detectors, analyse: createAnalyser(), log, metrics });
  return {
    async stop() {
      await engine.stop();
      await Promise.all([stream.close(), store.close()]);
    },
  };
}

/** Rules that cannot run stop nothing, and are told one by one: a rule that is thought to watch must not be missing in silence. */
function refusals(log: Logger, metrics: Metrics): (rule: RefusedRule) => void {
  return (rule) => {
    metrics.count('gander_rules_refused_total', { kind: rule.kind });
    log.warn('a rule cannot run', { rule: describeRefusal(rule), kind: rule.kind });
  };
}
