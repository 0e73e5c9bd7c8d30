import { loadConfig, ROLES } from '../platform/config';
import type { Config } from '../platform/config';
import { GanderError } from '../platform/errors';
import { INSTANCE_ID } from '../platform/instance';
import { createLogger } from '../platform/log';
import { createShutdown } from '../platform/shutdown';
import { startTracing } from '../platform/tracing';
import type { RunningGander } from './gander';
import { print, readArguments } from './verb';
import type { Verb } from './verb';

export const startVerb: Verb = {
  help: `Usage: gander start [--config FILE] [--data DIR] [--roles ROLE,…] [--json]

Listens for OTLP on 4318 (HTTP) and 4317 (gRPC), serves the API on 4319, all on the loopback; prints alerts. Ends on SIGTERM or
Ctrl-C within 25 s. Without --config it reads gander.yaml in this folder, if there is one.

--roles  which parts run in this process: ${ROLES.join(', ')} (default: all)
--json   the line that says that Gander is ready as JSON; logs are JSON lines on standard error

Example:
  gander start --data /var/lib/gander`,
  async run(args) {
    const { values, positionals } = readArguments(args, {
      config: { type: 'string' },
      data: { type: 'string' },
      roles: { type: 'string' },
      json: { type: 'boolean' },
    });
    if (positionals.length > 0) throw new GanderError('usage', `start takes no "${positionals[0] ?? ''}"`);
    const given = loadConfig({
      ...(values.config === undefined ? {} : { file: values.config }),
      overrides: {
        ...(values.data === undefined ? {} : { data: values.data }),
        ...(values.roles === undefined ? {} : { roles: values.roles.split(',') }),
      },
    });
    // On a terminal people read along: the same lines, readable.
    const config: Config =
      process.stderr.isTTY && values.json !== true
        ? { ...given, log: { level: given.log.level === 'info' ? 'warn' : given.log.level, format: 'text' } }
        : given;
    const log = createLogger(config.log);
    const shutdown = createShutdown({ log });
    // Before anything that it watches is loaded.
    const tracing = await startTracing(config, INSTANCE_ID);
    shutdown.add('tracing', () => tracing.stop());
    const { runGander } = await import('./gander.js');
    const gander = await runGander(config, () => {
      log.error('Gander cannot go on, and ends so that it can be started again');
      void shutdown.stop('crash').then(() => process.exit(1));
    });
    shutdown.add('gander', () => gander.stop());
    print(
      values.json === true
        ? JSON.stringify({ ready: true, ports: gander.ports, data: config.data })
        : welcome(gander, config),
    );
    return new Promise<never>(() => undefined);
  },
};

function welcome({ ports, consoleUrl }: RunningGander, config: Config): string {
  const lines = ['Gander is ready.'];
  if (ports.http > 0)
    lines.push(
      `  OTLP      http://${config.collector.http.host}:${ports.http} (HTTP), ${config.collector.grpc.host}:${ports.grpc} (gRPC)`,
    );
  if (ports.console > 0)
    lines.push(
      `  API       http://${config.console.host}:${ports.console}/api/alerts (token in ${config.data}/api-token)`,
    );
  if (consoleUrl !== undefined)
    lines.push(`  console   ${consoleUrl}  (once, within 10 minutes; then: gander console-url)`);
  lines.push(`  data      ${config.data}`, `  stream    ${config.stream.driver}`);
  if (ports.http > 0) lines.push('', 'Point your agent at it (README.md), or try: npx gander demo');
  return lines.join('\n');
}
