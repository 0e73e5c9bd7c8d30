/** All incidents through a running Gander, and again from the events that it stored: the alerts that they have in this process. */
import { writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { InstallationContext } from '../../contracts/detector';
import type { AgentEvent } from '../../contracts/event';
import { DETECTORS } from '../../detectors/catalogue';
import { loadConfig } from '../../platform/config';
import { createLogger } from '../../platform/log';
import { createMetrics } from '../../platform/metrics';
import { decodeEnvelope } from '../../stream/envelope';
import { openStream } from '../../stream/open-stream';
import { SCENARIOS } from '../scenarios/catalogue';
import { KEY, alertsOf, eventsIn } from '../scenarios/run-scenario';
import type { ToldAlert } from '../scenarios/run-scenario';
import type { Sent, Switches } from '../scenarios/scenario';
import { told } from '../scenarios/tell/tell';
import type { TimedRequest } from '../scenarios/tell/tell';
import { T0 } from '../support/agent-events';
import { eventually } from '../support/eventually';
import { newDataFolder, startGander } from '../support/gander-process';
import type { GanderProcess } from '../support/gander-process';

const DAY_S = 86_400;
/** So that the oldest act is still taken with its own time. */
const MARGIN_S = 300;

/** What the stories need to be known, all in one installation. */
const context = SCENARIOS.reduce<Partial<InstallationContext>>((all, one) => {
  const production = [...(all.production ?? []), ...(one.context?.production ?? [])];
  const honeytokens = [...(all.honeytokens ?? []), ...(one.context?.honeytokens ?? [])];
  return { production, honeytokens };
}, {});

/** All stories, each so that its last act is at `end`, in order of time. */
function requestsOf(switches: Switches, end: number): TimedRequest[] {
  return SCENARIOS.flatMap((scenario) => {
    const length = Math.max(...scenario.story.map(({ at }) => at));
    if (length > DAY_S - MARGIN_S) throw new Error(`${scenario.name} takes longer than a late record may`);
    return told(scenario, switches, end - length * 1_000);
  }).sort((a, b) => a.at - b.at);
}

async function send(gander: GanderProcess, sent: Sent): Promise<void> {
  const [path, body] = 'signal' in sent ? [`/v1/${sent.signal}`, JSON.stringify(sent.body)] : [sent.path, sent.body];
  const answer = await fetch(`${gander.otlp}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
}

/** Baselines look at minutes that are over: those of the last acts are not while this test runs. */
const BASELINES = new Set(
  DETECTORS.filter(({ manifest }) => manifest.needs.includes('activity')).map(({ manifest }) => manifest.id),
);

type Brief = Record<string, string>;
const brief = (alerts: readonly Pick<ToldAlert, 'id' | 'detector' | 'severity'>[]): Brief =>
  Object.fromEntries(
    alerts
      .filter(({ detector }) => !BASELINES.has(detector))
      .map(({ id, detector, severity }) => [`${detector} ${id}`, severity] as const)
      .sort(),
  );

/** Every event that the data folder's stream holds, as it was taken. */
async function storedIn(folder: string): Promise<AgentEvent[]> {
  const log = createLogger({ level: 'error', format: 'text' });
  const config = { ...loadConfig({ env: {} }), data: folder };
  const stream = await openStream(config, { log, metrics: createMetrics() });
  try {
    const events: AgentEvent[] = [];
    for (let partition = 0; partition < (await stream.partitions('gander.events.v1')); partition++)
      for await (const message of stream.read('gander.events.v1', partition, 0))
        events.push(...decodeEnvelope(message).events);
    return events;
  } finally {
    await stream.close();
  }
}

/** The same events as if they had been received when they happened, on the clock of the tests. */
const rewound = (events: readonly AgentEvent[], by: number): AgentEvent[] =>
  events
    .map((event) => ({ ...event, at: event.at - by, receivedAt: event.at - by }))
    .sort((a, b) => a.receivedAt - b.receivedAt);

test.each<Switches>(['content', 'defaults'])(
  'with %s: live, and from what was stored',
  async (switches) => {
    const expected = brief(alertsOf({ context }, eventsIn(requestsOf(switches, T0 + DAY_S * 1_000), hostname())));
    expect(Object.keys(expected).length).toBeGreaterThan(5);
    const data = newDataFolder();
    writeFileSync(join(data.folder, 'keys', 'default.key'), KEY.toString('hex'), { mode: 0o600 });
    const now = Date.now();
    const gander = await startGander({
      folder: data.folder,
      config: { context, alerts: { terminal: 'off' }, engine: { latenessSeconds: 1, tickSeconds: 1 } },
    });
    try {
      for (const { sent } of requestsOf(switches, now)) await send(gander, sent);
      const live = await eventually(
        'the alerts of all stories',
        async () => {
          const alerts = brief(await gander.allAlerts());
          expect(alerts).toEqual(expected);
          return alerts;
        },
        60_000,
      );
      await gander.stop();
      const stored = rewound(await storedIn(data.folder), now - (T0 + DAY_S * 1_000));
      expect(brief(alertsOf({ context }, stored))).toEqual(live);
    } finally {
      await gander.kill();
      data.remove();
    }
  },
  180_000,
);
