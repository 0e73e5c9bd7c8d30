import { UNKNOWN_INSTALLATION } from '../../contracts/detector';
import { NO_DETECTIONS } from '../../contracts/detector';
import type { AgentEvent } from '../../contracts/event';
import type { Finding } from '../../contracts/finding';
import { agentEvent, exec, tickAt, T0 } from '../../test/support/agent-events';
import { alertsOf, counted, detector, engineOf, evil, readThenFetch, run } from '../../test/support/engine';

const CUT = [{ field: 'action.command', state: 'truncated' as const }];
const once = (events: AgentEvent[], over: Parameters<typeof engineOf>[1] = {}) =>
  run(events, () => engineOf([evil], over)).findings;

describe('a detector that fails', () => {
  const thrower = detector(
    { id: 'thrower', needs: ['exec'] },
    () => ({}),
    () => {
      throw new Error('no');
    },
  );
  const answers: [string, unknown][] = [
    ['no list', undefined],
    ['no reason', [{ dedupeKey: 'x' }]],
    ['an empty key', [{ why: 'x', dedupeKey: '' }]],
    ['an unknown severity', [{ why: 'x', dedupeKey: 'x', severity: 'huge' }]],
    ['an unknown fact', [{ why: 'x', dedupeKey: 'x', facts: ['guess'] }]],
    ['entities that are no texts', [{ why: 'x', dedupeKey: 'x', entities: { host: 7 } }]],
  ];

  test('harms no other, and is switched off after 20 failures', () => {
    const events = Array.from({ length: 30 }, (_, index) => exec(`evil:x ${index}`, { callId: `c${index}` }));
    const { findings, counts } = run(events, () => engineOf([thrower, evil]));
    expect(findings).toHaveLength(30);
    expect(counted(counts, 'gander_detector_failures_total', 'thrower')).toBe(20);
    expect(counted(counts, 'gander_detector_steps_total', 'thrower')).toBe(20);
  });

  test.each(answers)('answers against the contract: %s', (_, answer) => {
    const bad = detector(
      { id: 'bad', needs: ['exec'] },
      () => ({}),
      () => answer as [],
    );
    const { findings, counts } = run([exec('ls')], () => engineOf([bad]));
    expect(findings).toEqual([]);
    expect(counted(counts, 'gander_detector_failures_total', 'bad')).toBe(1);
  });

  test('long words and many answers are the agent’s, and no fault of the detector: both are cut', () => {
    const wordy = detector(
      { id: 'wordy', needs: ['exec'] },
      () => ({}),
      () =>
        Array.from({ length: 60 }, (_, n) => ({
          why: 'x'.repeat(50_000),
          dedupeKey: `${'y'.repeat(50_000)}${n}`,
          entities: { path: 'z'.repeat(50_000) },
        })),
    );
    const long = 'n'.repeat(50_000);
    const source = { dialect: 'genai', signal: 'span', record: 'tool', service: long, version: long } as const;
    const event = exec('ls', { source, agent: { family: 'x', name: long }, account: long, callId: long });
    const { findings, counts } = run([event], () => engineOf([wordy]));
    expect(new Set(findings.map(({ alertId }) => alertId)).size).toBe(50);
    expect(counted(counts, 'gander_detector_failures_total', 'wordy')).toBe(0);
    expect(counts).toContainEqual(expect.objectContaining({ labels: { map: 'detections', reason: 'count' }, by: 10 }));
    expect(JSON.stringify(findings[0]).length).toBeLessThan(10_000);
    expect(findings[0]?.why).toMatch(/^x+…$/);
  });

  test('cannot change what others see', () => {
    const vandal = detector(
      { id: 'vandal', needs: ['exec'] },
      () => ({}),
      (_state, event) => {
        (event.action as { command: string }).command = 'ls';
        return NO_DETECTIONS;
      },
    );
    expect(run([exec('evil:a')], () => engineOf([vandal, evil])).findings).toHaveLength(1);
  });

  test('keeps state that cannot be saved: it loses it, and the snapshot is good for the others', () => {
    const endless = detector(
      { id: 'endless', needs: ['exec'] },
      () => ({ text: '' }),
      (state) => {
        state.text += 'x'.repeat(40_000);
        return NO_DETECTIONS;
      },
    );
    const circular = detector(
      { id: 'circular', needs: ['exec'] },
      (): { self?: unknown } => ({}),
      (state) => {
        state.self = state;
        return NO_DETECTIONS;
      },
    );
    const make = () => engineOf([endless, circular, evil]);
    const engine = make();
    engine.event([exec('ls 1', { callId: 'a' }), exec('ls 2', { callId: 'b' })]);
    expect(engine.sizes()['detector-state']).toBe(2);
    make().restore(engine.snapshot());
    expect(engine.sizes()['detector-state']).toBe(0);
  });

  test('an event that is none leaves the others of its envelope', () => {
    const broken = { ...exec('ls'), id: 'broken', action: undefined } as unknown as AgentEvent;
    const { findings, problems } = engineOf([evil]).event([broken, exec('evil:a')]);
    expect(findings).toHaveLength(1);
    expect(problems).toHaveLength(1);
  });

  test('an analysis that throws leaves the event to be stepped', () => {
    const broken = {
      analyse: () => {
        throw new Error('no');
      },
    };
    expect(once([exec('evil:a')], broken)).toHaveLength(1);
  });
});

describe('order of time', () => {
  const read = (at: number, given = {}) =>
    agentEvent({ at, ...given, action: { type: 'file.read', tool: 'R', path: '/secret' } });
  const fetch = (at: number, given = {}) =>
    agentEvent({ at, ...given, action: { type: 'net.fetch', tool: 'F', url: `https://x.test/${at}` } });

  test('waits for the watermark, not for the clock', () => {
    const engine = engineOf([readThenFetch]);
    expect(engine.event([fetch(2_000), read(1_000)]).findings).toEqual([]);
    expect(engine.event([exec('ls', { at: 12_500 })]).findings).toHaveLength(1);
  });

  test('a tick brings on what waits when nothing more comes', () => {
    const engine = engineOf([readThenFetch]);
    engine.event([fetch(2_000), read(1_000)]);
    expect(engine.control(tickAt(5_000)).findings).toEqual([]);
    expect(engine.control(tickAt(12_000)).findings).toHaveLength(1);
  });

  test('an event later than the lateness is stepped at once, and counted', () => {
    const engine = engineOf([readThenFetch]);
    engine.event([read(1_000), exec('ls', { at: 40_000 })]);
    const { findings, counts } = engine.event([fetch(2_000)]);
    expect(findings).toHaveLength(1);
    expect(counted(counts, 'gander_engine_events_total', 'late')).toBe(1);
  });

  test('a forged record of 2100 does not end the order', () => {
    const engine = engineOf([readThenFetch]);
    const forged = exec('ls', { at: 300_000, claimedAt: Date.UTC(2100, 0), receivedAt: T0 });
    engine.event([forged, fetch(2_000), read(1_000)]);
    expect(engine.control(tickAt(12_000)).findings).toHaveLength(1);
  });
});

describe('context of a finding', () => {
  const installation = { ...UNKNOWN_INSTALLATION, production: ['prod-1'], throwAway: ['sandbox-9'] };
  const factsOf = (events: AgentEvent[]) => once(events, { installation }).at(-1)?.facts;
  const asked = agentEvent({ action: { type: 'prompt', origin: 'human', text: 'please run `evil:backup_all` now' } });
  const approved = { permission: { decision: 'accept', by: 'user_temporary' } } as const;
  const cases: [string, AgentEvent[], string[]][] = [
    ['only proposed', [exec('evil:a', { phase: 'proposed' })], ['proposed']],
    ['on a production host', [exec('evil:a', { host: 'prod-1' })], ['attempted', 'production-target']],
    ['on a throw-away host', [exec('evil:a', { host: 'sandbox-9' })], ['attempted', 'sandboxed']],
    ['in bypass mode', [exec('evil:a', { permission: { mode: 'bypassPermissions' } })], ['attempted', 'bypass-mode']],
    [
      'bypass mode told by the session',
      [agentEvent({ action: { type: 'session.start', permissionMode: 'yolo' } }), exec('evil:a', { at: 1 })],
      ['attempted', 'bypass-mode'],
    ],
    [
      'without a sandbox, told by the session',
      [
        agentEvent({ action: { type: 'session.start', permissionMode: 'never', sandbox: 'danger-full-access' } }),
        exec('evil:a', { at: 1 }),
      ],
      ['attempted', 'bypass-mode'],
    ],
    [
      'never asked, in a sandbox',
      [
        agentEvent({ action: { type: 'session.start', permissionMode: 'never', sandbox: 'workspace-write' } }),
        exec('evil:a', { at: 1 }),
      ],
      ['attempted'],
    ],
    [
      'asked for and approved',
      [asked, exec('evil:backup_all', { at: 1, ...approved })],
      ['attempted', 'asked-for-and-approved'],
    ],
    [
      'asked for, approved by configuration',
      [asked, exec('evil:backup_all', { at: 1, permission: { decision: 'accept', by: 'config' } })],
      ['attempted'],
    ],
    ['approved, not asked for', [exec('evil:backup_all', { at: 1, ...approved })], ['attempted']],
    ['of a cut command', [exec('evil:a', { visibility: CUT })], ['attempted', 'partial-content']],
    [
      'long at work, then failed',
      [exec('evil:a', { phase: 'failed', outcome: { exitCode: 1, durationMs: 60_000 } })],
      ['attempted'],
    ],
  ];
  test.each(cases)('%s', (_, events, expected) => {
    expect(factsOf(events)).toEqual(expected);
  });

  test('a mode that is told late counts for what was done under it', () => {
    const late = agentEvent({ at: -5_000, action: { type: 'session.start', permissionMode: 'yolo' } });
    expect(factsOf([exec('evil:a'), late])).toContain('bypass-mode');
  });

  test('carries ids, entities and a bounded excerpt around what shows it', () => {
    const long = `${'x '.repeat(600)} evil:a ${'y '.repeat(600)}`;
    const event = exec(long, { user: 'dana', repository: 'shop', account: 'acme', callId: 'c9' });
    const [finding] = engineOf([evil]).event(
      [event],
      '00-0123456789abcdef0123456789abcdef-0123456789abcdef-01',
    ).findings;
    expect(finding).toMatchObject({
      tenant: 'default',
      detector: 'evil',
      entities: {
        session: 's1',
        agent: 'claude-code',
        user: 'dana',
        host: 'build-7',
        repository: 'shop',
        account: 'acme',
      },
      traceparent: '00-0123456789abcdef0123456789abcdef-0123456789abcdef-01',
      triage: ['Look.'],
    });
    expect(finding?.evidence[0]?.excerpt).toHaveLength(500);
    expect(finding?.evidence[0]?.excerpt).toContain('evil:a');
  });

  test('links add session and host where the events have none, and change no alert id', () => {
    const event = () => exec('evil:a', { scope: 'trace:t1', session: undefined, host: undefined } as object);
    const engine = engineOf([evil]);
    const link = { tenant: 'default', at: T0, id: 'l' };
    engine.link({ ...link, kind: 'trace-session', child: 'trace:t1', parent: 'session:codex:abc:1' });
    engine.link({ ...link, kind: 'session-host', child: 'trace:t1', parent: 'host:build-8' });
    const [linked] = engine.event([event()]).findings;
    expect(linked?.entities).toMatchObject({ session: 'abc:1', host: 'build-8' });
    expect(linked?.alertId).toBe(engineOf([evil]).event([event()]).findings[0]?.alertId);
  });

  test('a change of the configured context holds from then on, also after a restart', () => {
    const engine = engineOf([evil]);
    const to = JSON.stringify({ ...installation, production: ['build-7'] });
    engine.control(agentEvent({ action: { type: 'config.change', setting: 'context', to } }));
    const again = engineOf([evil]);
    again.restore(engine.snapshot());
    expect(again.event([exec('evil:a')]).findings[0]?.facts).toContain('production-target');
  });
});

describe('facts for other keys', () => {
  const sample = (at: number, value: number, startAt = 0): AgentEvent =>
    agentEvent({
      at,
      scope: 'host:build-7',
      action: {
        type: 'resource.sample',
        metric: 'cpu.time',
        value,
        unit: 'seconds',
        series: 'cpu0',
        temporality: 'cumulative',
        startAt,
      },
    });
  const busy = detector(
    { id: 'busy', needs: ['resource.sample'], keyBy: 'host' },
    () => ({}),
    (_state, { action }) =>
      action.type === 'resource.sample' && action.metric === 'cpu.utilization'
        ? [{ why: `at ${action.value}`, dedupeKey: `${action.value} ${action.temporality} ${action.unit}` }]
        : NO_DETECTIONS,
  );
  const whys = (findings: Finding[]) => findings.map(({ why }) => why);

  test('counters become rates between two samples of one series; a reset starts anew', () => {
    const samples = [sample(0, 100), sample(10_000, 109), sample(20_000, 3, 15_000), sample(30_000, 8, 15_000)];
    expect(whys(run(samples, () => engineOf([busy])).findings)).toEqual(['at 0.9', 'at 0.5']);
  });

  test('an event without the key makes none, one of no needed type neither', () => {
    const engine = engineOf([busy]);
    expect(engine.event([exec('ls')]).facts).toEqual([]);
    expect(engine.event([{ ...sample(0, 1), host: undefined } as unknown as AgentEvent]).facts).toEqual([]);
    expect(engine.event([sample(0, 1)]).facts).toMatchObject([{ keyBy: 'host', key: 'host:build-7', order: 'any' }]);
  });

  test('a fact that comes twice is taken once', () => {
    const engine = engineOf([busy]);
    const facts = [sample(0, 1), sample(10_000, 9)].flatMap((event) => engine.event([event]).facts);
    const findings = [...facts, ...facts].flatMap((fact) => engine.fact(fact).findings);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ scope: 'host:build-7' });
  });
});

test('a detector of ticks notices silence in each session it knows', () => {
  const silence = detector(
    { id: 'silence', needs: ['exec', 'tick'] },
    () => ({ at: 0 }),
    (state, event) => {
      if (event.action.type !== 'tick') state.at = event.at;
      else if (event.at - state.at > 60_000) return [{ why: 'silent', dedupeKey: 'silent' }];
      return NO_DETECTIONS;
    },
  );
  const engine = engineOf([silence]);
  engine.event([exec('ls', { scope: 'session:x:1' }), exec('ls', { scope: 'session:x:2', at: 50_000 })]);
  const { findings } = engine.control(tickAt(70_000));
  expect(findings.map(({ scope }) => scope)).toEqual(['session:x:1']);
});

test('a spawned agent is linked to the session that spawned it', () => {
  const spawn = { type: 'agent.spawn', tool: 'Task', prompt: 'look', childSession: 'kid' } as const;
  const { links } = engineOf([evil]).event([agentEvent({ action: spawn })]);
  expect(links).toMatchObject([
    { kind: 'child-parent', child: 'session:claude-code:kid', parent: 'session:claude-code:s1' },
  ]);
});

test('a script is judged by what the session wrote into it, also when a harmless version came soon after', () => {
  const write = (at: number, content: string) =>
    agentEvent({ at, callId: `w${at}`, action: { type: 'file.write', tool: 'W', path: '/t.sh', content } });
  const events = [write(0, 'evil:real'), write(500, 'echo harmless'), exec('sh /t.sh', { at: 1_000, callId: 'x' })];
  expect(Object.values(alertsOf(once(events)))).toEqual(['high']);
});

test('a snapshot of another version or kind is refused by code', () => {
  const engine = engineOf([evil]);
  for (const bytes of ['{', '{"version":0}', '[]', 'null', '7', '{"version":1}']) {
    expect(() => engine.restore(Buffer.from(bytes))).toThrow(
      expect.objectContaining({ code: 'snapshot_incompatible' }),
    );
  }
});
