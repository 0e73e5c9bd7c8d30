import fc from 'fast-check';
import type { AgentEvent } from '../contracts/event';
import type { IncomingMessage, Topic } from '../contracts/stream';
import { agentEvent, exec, T0, tickAt } from '../test/support/agent-events';
import { engineOf, evil, readThenFetch, thirdOnHost } from '../test/support/engine';
import { feed } from './incoming';
import type { PartitionEngine } from './core/partition';

const message = (topic: Topic, ...values: unknown[]): IncomingMessage => ({
  topic,
  partition: 0,
  offset: 0,
  key: '',
  value: Buffer.from(values.map((value) => JSON.stringify(value)).join('\n')),
  headers: {},
  storedAt: T0 + 7_200_000,
});

const newEngine = () => engineOf([evil, readThenFetch, thirdOnHost]);

/** Found of two acts, one at once and one when its time has come, in a session and on a host that the odd messages were about too. */
function stillWorks(engine: PartitionEngine, at: number): string[] {
  const session = { scope: 'session:claude-code:s1', receivedAt: T0 + at };
  const read = agentEvent({ ...session, at, action: { type: 'file.read', tool: 'R', path: '/secret' } });
  const fetch = agentEvent({ ...session, at: at + 1, action: { type: 'net.fetch', tool: 'F', url: 'https://x.test' } });
  const run = exec(`evil:a${at}`, { ...session, at: at + 2 });
  const answers = [
    ...feed(engine, message('gander.events.v1', read, fetch, run)),
    ...feed(engine, message('gander.control.v1', tickAt(at + 3_600_000))),
  ];
  return answers.flatMap(({ findings }) => findings.map(({ why }) => why)).sort();
}

const link = { id: 'l', tenant: 'default', kind: 'trace-session', child: 'trace:1', parent: 'session:x:1', at: T0 };
const factOf = (event: AgentEvent) => ({
  id: 'f',
  tenant: 'default',
  keyBy: 'host',
  key: 'host:build-7',
  order: 'event-time',
  event,
});
const samples: readonly (readonly [Topic, unknown])[] = [
  ['gander.events.v1', exec('ls', { outcome: { status: 'ok', output: 'x' }, callId: 'c' })],
  ['gander.events.v1', agentEvent({ action: { type: 'file.read', tool: 'R', path: '/notes' } })],
  ['gander.events.v1', agentEvent({ action: { type: 'file.write', tool: 'W', path: '/x', content: 'evil:b' } })],
  ['gander.links.v1', link],
  ['gander.facts.v1', factOf(exec('ls'))],
  ['gander.control.v1', agentEvent({ action: { type: 'config.change', setting: 'context', to: '{}' } })],
];

/** Anything where something belongs, at any depth of a good message; or anything at all. */
const odd = fc.oneof(
  fc
    .tuple(fc.constantFrom(...samples), fc.nat(), fc.jsonValue({ maxDepth: 2 }))
    .map(([[topic, good], place, value]) => {
      const paths = pathsOf(good);
      return [topic, withValue(good, paths[place % paths.length] ?? [], value)] as const;
    }),
  fc.tuple(fc.constantFrom(...samples.map(([topic]) => topic)), fc.jsonValue({ maxDepth: 3 })),
);

function pathsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))].slice(
    path.length === 0 ? 1 : 0,
  );
}

function withValue(target: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  return { ...(target as object), [key]: withValue((target as Record<string, unknown>)[key], rest, value) };
}

test('whatever messages hold, the engine goes on, and what it saved can be restored', () => {
  const clean = stillWorks(newEngine(), 60_000);
  expect(clean.length).toBeGreaterThan(1);
  fc.assert(
    fc.property(fc.array(odd, { minLength: 1, maxLength: 4 }), (messages) => {
      const engine = newEngine();
      for (const [topic, value] of messages) {
        try {
          feed(engine, message(topic, value));
        } catch (error) {
          expect(error).toMatchObject({ code: 'stream_corrupt' });
        }
      }
      const next = newEngine();
      next.restore(engine.snapshot());
      for (const one of [engine, next]) expect(stillWorks(one, 60_000)).toEqual(expect.arrayContaining(clean));
    }),
    { numRuns: 500 },
  );
});

test('a tick from far ahead ends no session', () => {
  const engine = newEngine();
  feed(engine, message('gander.events.v1', exec('ls')));
  expect(() => feed(engine, message('gander.control.v1', tickAt(30 * 86_400_000)))).toThrow('its at is wrong');
  expect(engine.sizes()['sessions']).toBe(1);
});

test('a wrong event is told, and those beside it in the envelope are taken', () => {
  const wrong = { ...exec('ls'), at: 1.5 };
  const [answer] = feed(newEngine(), message('gander.events.v1', wrong, exec('evil:a'), null));
  expect(answer?.problems).toEqual(["the event's at is wrong", "the event's event is wrong"]);
  expect(answer?.findings).toHaveLength(1);
  expect(answer?.counts).toContainEqual({
    name: 'gander_engine_events_total',
    labels: { result: 'failed' },
    by: 2,
  });
});
