/** The Gander that is put through faults: one embedded process, or its roles apart on Kafka, with a webhook receiver that is not always well. */
import type { Alert } from '../../contracts/alert';
import { newDataFolder, startGander } from '../support/gander-process';
import type { GanderProcess } from '../support/gander-process';
import { SECRET, answer, startWebhookReceiver } from '../support/webhook-receiver';
import type { WebhookReceiver } from '../support/webhook-receiver';

export type Mode = 'embedded' | 'kafka';

export interface Crowd {
  /** Processes by name, each to be killed and started again. */
  readonly processes: ReadonlyMap<string, GanderProcess>;
  readonly hook: WebhookReceiver;
  /** Messages that the receiver took, as against those that it answered with an error. */
  readonly taken: ReadonlySet<string>;
  otlp: () => string;
  /** All alerts; those seen before are not asked for again, unless `anew`. */
  alerts: (anew?: boolean) => Promise<Alert[]>;
  close: () => Promise<void>;
}

const ROLES = {
  embedded: { gander: undefined },
  kafka: { collector: ['collector'], engine: ['engine'], alerts: ['alerts', 'archive', 'console'] },
} as const;

/** `brokers` for Kafka. `chance` decides, for each request, whether the receiver is slow or fails. */
export async function startCrowd(mode: Mode, brokers: readonly string[], chance: () => number): Promise<Crowd> {
  const taken = new Set<string>();
  const hook = await startWebhookReceiver((response, nth, received) => {
    const luck = chance();
    if (luck < 0.05) {
      answer(500)(response, nth, received);
      return;
    }
    taken.add(received.id);
    if (luck < 0.1) setTimeout(() => answer(204)(response, nth, received), 30);
    else answer(204)(response, nth, received);
  });
  const { folder, remove } = newDataFolder();
  const kafka = { driver: 'kafka', partitions: 4, kafka: { brokers, sessionTimeoutMs: 6_000 } };
  const config = {
    alerts: { webhooks: [{ name: 'ops', url: hook.url, secret: SECRET, timeoutMs: 2_000 }] },
    engine: { snapshotSeconds: 1, tickSeconds: 1 },
    ...(mode === 'kafka' && { stream: kafka }),
  };
  const processes = new Map<string, GanderProcess>();
  const end = async () => {
    await Promise.all([...processes.values()].map((gander) => gander.kill()));
    await hook.close();
    remove();
  };
  try {
    for (const [name, roles] of Object.entries(ROLES[mode])) {
      processes.set(name, await startGander({ folder, config, ...(roles && { roles }) }));
    }
  } catch (error) {
    await end();
    throw error;
  }
  const [first, last] = [[...processes.values()][0]!, [...processes.values()].at(-1)!];
  const seen = new Map<string, Alert>();
  const alerts = async (anew = false) => {
    if (anew) seen.clear();
    for (const alert of await last.alerts(new Set(seen.keys()))) seen.set(alert.id, alert);
    return [...seen.values()];
  };
  return { processes, hook, taken, otlp: () => first.otlp, alerts, close: end };
}
