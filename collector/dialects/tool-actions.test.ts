import type { Action } from '../../contracts/event';
import { readTool } from './tool-actions';
import type { ToolCall } from './tool-actions';

const act = (tool: string, given: unknown): Action | undefined =>
  readTool({ tool, arguments: typeof given === 'string' ? given : JSON.stringify(given) }).actions[0];

describe('commands', () => {
  it.each([
    ['Bash', { command: 'ls' }],
    ['exec_command', { cmd: 'ls' }],
    ['run_shell_command', { command: 'ls' }],
    ['run_in_terminal', { command: 'ls' }],
    ['runTerminalCmd', { command: 'ls' }],
    ['developer__shell', { command: 'ls' }],
    ['shell', { command: ['bash', '-lc', 'ls'] }],
    ['my_custom_run', { command: 'ls' }],
    ['shell', 'ls'],
  ])('of %s', (tool, given) => {
    expect(act(tool, given)).toEqual({ type: 'exec', tool, command: 'ls' });
  });

  it('are joined when they are several, and quoted when they are words', () => {
    expect(act('execute_command', { commands: ['cd /srv', 'make'] })).toMatchObject({ command: 'cd /srv\nmake' });
    expect(act('execute_command', { commands: '["cd /srv","make"]' })).toMatchObject({ command: 'cd /srv\nmake' });
    expect(act('shell', { command: ['grep', '-r', "it's here", '.'] })).toMatchObject({
      command: `grep -r 'it'\\''s here' .`,
    });
  });

  it('know their shell and folder', () => {
    expect(act('PowerShell', { command: 'dir', cwd: 'C:\\x' })).toMatchObject({ shell: 'powershell', cwd: 'C:\\x' });
  });

  it('are not lost when the arguments are none that we know', () => {
    expect(act('bash', { shellId: 3 })).toEqual({ type: 'tool.call', tool: 'bash', arguments: '{"shellId":3}' });
  });
});

describe('files', () => {
  it.each<[string, unknown, Partial<Action>]>([
    ['Read', { file_path: '/a' }, { type: 'file.read', path: '/a' }],
    ['read', { filePath: '/a' }, { type: 'file.read', path: '/a' }],
    ['grep_search', { pattern: 'x', dir_path: '/a' }, { type: 'file.read', path: '/a', pattern: 'x' }],
    ['glob', { pattern: '*.js', paths: ['/a'] }, { type: 'file.read', path: '/a', pattern: '*.js' }],
    ['create', { path: '/a', file_text: '' }, { type: 'file.write', path: '/a', content: '' }],
    [
      'Edit',
      { file_path: '/a', old_string: 'x', new_string: 'y' },
      { type: 'file.write', content: 'y', removed: 'x', edit: true },
    ],
    [
      'MultiEdit',
      {
        file_path: '/a',
        edits: [
          { old_string: '1', new_string: '2' },
          { old_string: '3', new_string: '4' },
        ],
      },
      { content: '2\n4', removed: '1\n3' },
    ],
    ['str_replace_based_edit_tool', { command: 'view', path: '/a' }, { type: 'file.read', path: '/a' }],
    ['str_replace_editor', { command: 'create', path: '/a', file_text: 'z' }, { type: 'file.write', content: 'z' }],
    ['delete_file', { target_file: '/a' }, { type: 'file.delete', path: '/a' }],
  ])('%s %j', (tool, given, action) => {
    expect(act(tool, given)).toMatchObject(action);
  });

  it('are acts of their own when a call names several', () => {
    const { actions } = readTool({ tool: 'read_many_files', arguments: { files: [{ path: '/a' }, '/b'] } });
    expect(actions.map((action) => 'path' in action && action.path)).toEqual(['/a', '/b']);
  });

  it('are bounded in number, and the note says so', () => {
    const paths = Array.from({ length: 500 }, (_, index) => `/f${index}`);
    const { actions, visibility } = readTool({ tool: 'read_files', arguments: { paths } });
    expect(actions).toHaveLength(100);
    expect(visibility).toEqual([{ field: 'action.path', state: 'truncated' }]);
  });
});

describe('the rest', () => {
  it.each<[string, unknown, Partial<Action>]>([
    ['WebFetch', { url: 'https://a.example/x', prompt: 'sum' }, { type: 'net.fetch', url: 'https://a.example/x' }],
    ['web_fetch', { prompt: 'read http://a.example/x, please' }, { type: 'net.fetch', url: 'http://a.example/x' }],
    ['google_web_search', { query: 'q' }, { type: 'net.fetch', query: 'q' }],
    ['Task', { subagent_type: 'explore', prompt: 'go' }, { type: 'agent.spawn', agentType: 'explore', prompt: 'go' }],
    ['mcp__notes__lookup', { key: 1 }, { type: 'mcp.call', server: 'notes', tool: 'lookup', arguments: '{"key":1}' }],
    ['TodoWrite', { todos: [] }, { type: 'tool.call', tool: 'TodoWrite', arguments: '{"todos":[]}' }],
  ])('%s', (tool, given, action) => {
    expect(act(tool, given)).toMatchObject(action);
  });

  it('gives pretty and compact arguments one spelling', () => {
    const pretty: ToolCall = { tool: 'x', arguments: '{\n  "a": 1\n}' };
    expect(readTool(pretty).actions).toEqual(readTool({ tool: 'x', arguments: '{"a":1}' }).actions);
  });

  it('knows an MCP tool under each of its names, once the server is known', () => {
    for (const tool of ['mcp_notes_lookup', 'notes-lookup', 'notes/lookup', 'mcp__notes__lookup', 'lookup']) {
      expect(readTool({ tool, arguments: '{}', mcp: { server: 'notes' } }).actions).toEqual([
        { type: 'mcp.call', server: 'notes', tool: 'lookup', arguments: '{}' },
      ]);
    }
  });
});

describe('what is not there', () => {
  it('is hidden behind its setting, or absent without one', () => {
    expect(readTool({ tool: 'Bash', setting: 'X=1' })).toEqual({
      actions: [{ type: 'exec', tool: 'Bash' }],
      visibility: [{ field: 'action.command', state: 'hidden', setting: 'X=1' }],
    });
    expect(readTool({ tool: 'Read', arguments: '__REDACTED__' }).visibility).toEqual([
      { field: 'action.path', state: 'absent' },
    ]);
  });

  it('is noted when it was cut, with the length of the whole', () => {
    const cut = readTool({ tool: 'Bash', arguments: '{"command":"curl http://a.exam' });
    expect(cut.actions).toEqual([{ type: 'exec', tool: 'Bash', command: 'curl http://a.exam' }]);
    expect(cut.visibility).toEqual([{ field: 'action.command', state: 'truncated' }]);
    const marked = readTool({ tool: 'Bash', arguments: '{"command":"curl…[812 chars]"}' });
    expect(marked.visibility).toEqual([{ field: 'action.command', state: 'truncated', originalLength: 812 }]);
  });

  it('is read from arguments that are JSON in JSON', () => {
    expect(act('bash', JSON.stringify(JSON.stringify({ command: 'ls' })))).toMatchObject({ command: 'ls' });
  });
});
