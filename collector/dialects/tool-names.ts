/** Which tools of which agents do the same thing. Names are compared in lower case with `_` for every separator. */

export type ToolKind =
  | 'shell'
  | 'stdin'
  | 'read'
  | 'search'
  | 'write'
  | 'edit'
  | 'patch'
  | 'editor'
  | 'delete'
  | 'fetch'
  | 'web-search'
  | 'spawn'
  | 'other';

const NAMES: Readonly<Record<Exclude<ToolKind, 'other'>, string>> = {
  shell:
    'bash shell sh zsh powershell pwsh cmd exec exec_command shell_command run_shell_command run_command run_commands execute_command run_terminal_cmd ' +
    'run_terminal_command run_in_terminal terminal local_shell local_shell_call execute_bash run_bash bash_command run_shell execute_shell ' +
    'execute_shell_command shell_exec shell_tool bash_tool command monitor mastra_workspace_execute_command',
  stdin: 'write_stdin write_bash bash_input write_powershell send_terminal_input',
  read:
    'read read_file readfile view view_file cat open_file notebookread notebook_read view_image zoom_image read_many_files read_files list ls ' +
    'list_directory list_dir list_files mastra_workspace_read_file mastra_workspace_list_files',
  search:
    'grep glob grep_search search_file_content rg ripgrep file_search search_files find_files find codebase_search',
  write:
    'write write_file create create_file write_to_file createfile writefile save_file new_file mastra_workspace_write_file',
  edit:
    'edit edit_file multiedit multi_edit replace replace_in_file str_replace insert insert_edit_into_file replace_string_in_file ' +
    'search_replace notebookedit notebook_edit edit_notebook_file mastra_workspace_edit_file',
  patch: 'apply_patch patch applypatch apply_diff',
  editor: 'str_replace_editor str_replace_based_edit_tool text_editor',
  delete: 'delete delete_file remove_file deletefile mastra_workspace_delete',
  fetch:
    'webfetch web_fetch fetch fetch_url fetch_webpage url_fetch http_get http_request fetch_web_content read_url browse browser_navigate open_url',
  'web-search': 'websearch web_search google_web_search search_web brave_web_search web_search_call',
  spawn:
    'task agent spawn_agent invoke_agent subagent run_subagent delegate_task new_task create_agent_task delegate_to_agent',
};

const KINDS = new Map<string, ToolKind>(
  Object.entries(NAMES).flatMap(([kind, names]) => names.split(' ').map((name) => [name, kind as ToolKind] as const)),
);

/** Words of a name that say it runs commands; only believed when there is a command among the arguments. */
const SHELL_WORDS = /(?:^|_)(?:bash|shell|sh|terminal|exec|execute|command|cmd|run)(?:_|$)/;

function plainName(tool: string): string {
  return tool
    .slice(0, 200)
    .replace(/^functions[._]/, '')
    .replace(/[-.\s/:]/g, '_')
    .toLowerCase();
}

/** Kind of a tool by its name; of `extension__tool` the last part counts. */
export function toolKind(tool: string): ToolKind {
  const known = KINDS.get(tool);
  if (known !== undefined) return known;
  const name = plainName(tool);
  return KINDS.get(name) ?? KINDS.get(name.slice(name.lastIndexOf('__') + 2)) ?? KINDS.get(snake(tool)) ?? 'other';
}

function snake(tool: string): string {
  return plainName(tool.slice(0, 200).replace(/([a-z0-9])([A-Z])/g, '$1_$2'));
}

/** True for a name such as `runTests` or `my_shell`. */
export function soundsLikeShell(tool: string): boolean {
  return SHELL_WORDS.test(snake(tool));
}

/** Server and tool of a name such as `mcp__notes__lookup`; with a known server also of `mcp_notes_lookup`, `notes-lookup`, `notes/lookup`. */
export function mcpName(tool: string, server?: string): { server: string; tool: string } | undefined {
  if (tool.startsWith('mcp__')) {
    const end = tool.indexOf('__', 5);
    if (end > 5) return { server: tool.slice(5, end), tool: tool.slice(end + 2) };
  }
  if (server === undefined || server === '') return undefined;
  const bare = tool.startsWith('mcp_') ? tool.slice(4) : tool;
  const own = bare.startsWith(server) && '_-/.'.includes(bare.charAt(server.length)) && bare.length > server.length + 1;
  return { server, tool: own ? bare.slice(server.length + 1).replace(/^_/, '') : tool };
}
