/** What people say of an alert of a baseline is heard, holds until its day, survives a restart and silences no hard bound. */
import type { AgentEvent } from '../../contracts/event';
import type { EvidenceFact } from '../../contracts/finding';
import { T0, agentEvent } from '../../test/support/agent-events';
import { detector, engineOf } from '../../test/support/engine';
import type { PartitionEngine } from './partition';

const summary = (at: number): AgentEvent =>
  agentEvent({ at, id: at.toString(16).padStart(32, '0'), action: { type: 'activity' } as AgentEvent['action'] });

const engineThatTells = (facts: readonly EvidenceFact[] = []) =>
  engineOf([
    detector(
      { id: 'baseline', needs: ['activity'], order: 'event-time', keyBy: 'entity' },
      () => ({}),
      (_state, _event, { key }) => (key === 'entity:fleet' ? [{ why: 'unusual', dedupeKey: 'calls', facts }] : []),
    ),
  ]);

/** Alert ids that the summary leads to. */
function tell(engine: PartitionEngine, at: number): string[] {
  const fact = { tenant: 'default', keyBy: 'entity', key: 'entity:fleet', order: 'event-time' } as const;
  engine.fact({ ...fact, id: `f${at}`, event: summary(at) });
  const after = agentEvent({ at: at + 3_600_000, action: { type: 'tick' } });
  return engine
    .control({ ...after, at: T0 + at + 60_000, receivedAt: T0 + at + 60_000 })
    .findings.map(({ alertId }) => alertId);
}

const say = (engine: PartitionEngine, alert: string, until: number) =>
  engine.control(
    agentEvent({
      at: 0,
      action: {
        type: 'config.change',
        setting: 'feedback',
        to: JSON.stringify({ tenant: 'default', alert, until, by: 'ana' }),
      },
    }),
  );

test('silent until the day given, also after a restart, and then told again', () => {
  const engine = engineThatTells();
  const [alert = ''] = tell(engine, 0);
  expect(alert).toMatch(/^[0-9a-f]{32}$/);
  expect(say(engine, alert, T0 + 3_600_000).counts).toContainEqual(
    expect.objectContaining({ name: 'gander_engine_feedback_total', labels: { result: 'heard' } }),
  );
  expect(tell(engine, 600_000)).toEqual([]);
  const later = engineThatTells();
  later.restore(engine.snapshot());
  expect(tell(later, 1_200_000)).toEqual([]);
  expect(tell(later, 7_200_000)).toEqual([alert]);
});

test('a hard bound is told all the same', () => {
  const engine = engineThatTells(['hard-bound']);
  const [alert = ''] = tell(engine, 0);
  say(engine, alert, T0 + 3_600_000);
  expect(tell(engine, 600_000)).toEqual([alert]);
});

test('what cannot be read changes nothing', () => {
  const engine = engineThatTells();
  for (const to of ['no JSON', '{}', '{"tenant":"default","alert":"x","until":1}', 'null'])
    expect(engine.control(agentEvent({ action: { type: 'config.change', setting: 'feedback', to } })).counts).toEqual(
      [],
    );
  expect(tell(engine, 0)).toHaveLength(1);
});
