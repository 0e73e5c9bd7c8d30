import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { createRedactor } from '../../analysis/redact';
import { GanderError, messageOf } from '../../platform/errors';
import { post } from '../send';
import { print, readArguments, wholeNumber } from '../verb';
import type { Verb } from '../verb';
import { readGpus } from './nvidia';
import { hostReader } from './proc';
import { requestOf } from './request';

export const sensorVerb: Verb = {
  help: `Usage: gander sensor [--to URL] [--token TOKEN] [--interval SECONDS] [--host NAME] [--count N]

Sends how busy this machine is (processor, memory, the busiest processes, NVIDIA GPUs) as OTLP metrics, for hosts that have no OpenTelemetry
Collector. Reads /proc, and nvidia-smi where it is installed; needs no rights beyond its own. Secrets in command lines are taken out before they
leave the machine. What cannot be sent is dropped, and said once.

--to        the collector (default http://127.0.0.1:4318)
--interval  seconds between readings, 1 to 300 (default 10)
--host      the name that the agents on this machine send as host.name (default: the machine's)
--count     ends after that many requests

Example:
  gander sensor --to http://gander.internal:4318 --token gnd_… --interval 10`,
  async run(args) {
    const { values, positionals } = readArguments(args, {
      to: { type: 'string', default: 'http://127.0.0.1:4318' },
      token: { type: 'string' },
      interval: { type: 'string' },
      host: { type: 'string', default: hostname() },
      count: { type: 'string' },
    });
    if (positionals.length > 0) throw new GanderError('usage', `sensor takes no "${positionals[0] ?? ''}"`);
    if (!existsSync('/proc/stat'))
      throw new GanderError('usage', 'this machine has no /proc: the sensor reads Linux only');
    const seconds = wholeNumber('interval', values.interval, 10, 1, 300);
    const count = wholeNumber('count', values.count, Number.MAX_SAFE_INTEGER, 1, Number.MAX_SAFE_INTEGER);
    const redactor = createRedactor(randomBytes(32), 'sensor');
    const read = hostReader();
    read(Date.now());
    let failing = false;
    for (let sent = 0; sent < count; sent += 1) {
      await wait(seconds * 1_000);
      const at = Date.now();
      const use = read(at);
      const reading = { at, host: values.host, gpus: await readGpus(), ...(use && { use }) };
      const problem = await send(
        values.to,
        JSON.stringify(requestOf(reading, (text) => redactor.redactText(text))),
        values.token,
      );
      if (problem !== undefined && !failing) process.stderr.write(`gander sensor: ${problem}; goes on trying\n`);
      if (problem === undefined && failing) print('the collector takes readings again');
      failing = problem !== undefined;
    }
    return failing ? 1 : 0;
  },
};

async function send(to: string, body: string, token: string | undefined): Promise<string | undefined> {
  try {
    const { status, text } = await post(to, 'metrics', body, token);
    return status === 200 ? undefined : `${to} answers ${status} ${text}`.trim();
  } catch (error) {
    return messageOf(error);
  }
}
