import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { visible } from '../../alerts/terminal';
import { loadConfig } from '../../platform/config';
import { GanderError } from '../../platform/errors';
import { apiToken } from '../../platform/api-token';
import { runGander } from '../gander';
import { post } from '../send';
import { print, readArguments, wholeNumber } from '../verb';
import type { Verb } from '../verb';
import { recordedSessions } from './recorded';
import type { Message } from './tell';
import { story } from './story';
import { watchAlerts } from './watch';
import type { Watch } from './watch';

export const demoVerb: Verb = {
  help: `Usage: gander demo [--to URL --api URL] [--data DIR] [--token TOKEN] [--pause MS] [--json]

Plays recorded and scripted sessions of several agents over OTLP, ordinary work among them, and prints each alert with the time that it
took. Sends to a Gander that runs on the usual ports, or starts one of its own on free ports, with a data folder that is thrown away.
Nothing is executed: only what an agent would have told about it is sent.

--to, --api   another Gander (default http://127.0.0.1:4318 and http://127.0.0.1:4319); --data is where its api-token lies
--pause       milliseconds between the acts (default 700)
--json        one JSON object a line for each act and alert

Example:
  gander demo --pause 300`,
  async run(args) {
    const { values } = readArguments(args, {
      to: { type: 'string' },
      api: { type: 'string' },
      data: { type: 'string' },
      token: { type: 'string' },
      pause: { type: 'string' },
      json: { type: 'boolean' },
    });
    const pauseMs = wholeNumber('pause', values.pause, 700, 0, 60_000);
    const target = await findGander(values);
    try {
      return await play(target, { pauseMs, json: values.json === true });
    } finally {
      await target.stop();
    }
  },
};

interface Target {
  otlp: string;
  api: string;
  apiToken: string;
  /** Bearer token for sending, when the listener wants one. */
  token?: string;
  stop(): Promise<void>;
}

interface Wanted {
  to?: string | undefined;
  api?: string | undefined;
  data?: string | undefined;
  token?: string | undefined;
  json?: boolean | undefined;
}

async function findGander(wanted: Wanted): Promise<Target> {
  const config = loadConfig(wanted.data === undefined ? {} : { overrides: { data: wanted.data } });
  const otlp = wanted.to ?? `http://127.0.0.1:${config.collector.http.port}`;
  const api = wanted.api ?? `http://127.0.0.1:${config.console.port}`;
  if (await answers(api)) {
    const token = wanted.token === undefined ? {} : { token: wanted.token };
    return { otlp, api, apiToken: apiToken(config.data), ...token, stop: () => Promise.resolve() };
  }
  if (wanted.to !== undefined || wanted.api !== undefined)
    throw new GanderError('store_unavailable', `no Gander answers at ${api}`);
  return startOwn(wanted.json === true);
}

async function answers(api: string): Promise<boolean> {
  try {
    return (await fetch(new URL('/healthz', api), { signal: AbortSignal.timeout(1_000) })).ok;
  } catch {
    return false;
  }
}

async function startOwn(json: boolean): Promise<Target> {
  const data = mkdtempSync(join(tmpdir(), 'gander-demo-'));
  const free = { host: '127.0.0.1', port: 0 };
  const usual = loadConfig({ env: {}, overrides: { data } });
  const gander = await runGander({
    ...usual,
    collector: { ...usual.collector, http: free, grpc: free },
    console: free,
    alerts: { ...usual.alerts, terminal: 'off' },
    log: { level: 'error', format: 'text' },
  });
  const api = `http://127.0.0.1:${gander.ports.console}`;
  if (json) print(JSON.stringify({ started: api }));
  else print(`No Gander runs on the usual ports: started one for the demo (API on port ${gander.ports.console}).`);
  return {
    otlp: `http://127.0.0.1:${gander.ports.http}`,
    api,
    apiToken: gander.apiToken,
    stop: async () => {
      await gander.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

interface Style {
  pauseMs: number;
  json: boolean;
}

/** Longest time that the demo waits for the last alert, milliseconds. */
const LAST_WAIT_MS = 3_000;

async function play(target: Target, style: Style): Promise<number> {
  const watch = watchAlerts(target.api, target.apiToken, (alert, afterMs) => {
    if (style.json) print(JSON.stringify({ alert, afterMs }));
    else
      print(
        `    ▲ ${alert.severity.toUpperCase().padEnd(8)} ${visible(alert.why)}  [${visible(alert.detector)}, after ${afterMs} ms]`,
      );
  });
  try {
    await tellAll(target, style, watch);
  } finally {
    watch.stop();
  }
  const seen = watch.seen();
  if (!style.json)
    print(`\n${seen} alerts. They are at ${target.api}/api/alerts (Authorization: Bearer <data>/api-token).`);
  return seen > 0 ? 0 : 1;
}

async function tellAll(target: Target, style: Style, watch: Watch): Promise<void> {
  await watch.ready;
  for (const { agent, remark, act, tell } of story()) {
    if (style.json) print(JSON.stringify({ agent, remark, act }));
    else print(`  ${agent.padEnd(12)} ${act.read === true ? 'reads' : '$'} ${act.command}\n    · ${remark}`);
    await deliver(target, [tell(act)], watch);
    await pause(style.pauseMs);
  }
  for (const { name, messages } of recordedSessions()) {
    print(style.json ? JSON.stringify({ recorded: name }) : `  recorded     ${name} (${messages.length} requests)`);
    await deliver(target, messages, watch);
    await pause(style.pauseMs);
  }
  await pause(LAST_WAIT_MS);
}

async function deliver(target: Target, messages: readonly Message[], watch: Watch): Promise<void> {
  watch.sent();
  for (const { signal, body } of messages) {
    const answer = await post(target.otlp, signal, JSON.stringify(body), target.token);
    if (answer.status !== 200)
      throw new GanderError('request_invalid', `${target.otlp} answered ${answer.status}: ${answer.text}`);
  }
}
