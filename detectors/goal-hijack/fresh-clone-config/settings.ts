/** What a settings file would do by itself. */

/** Files that agents and editors read when a folder is opened. */
const NAMES =
  /(?:^|\/)(?:\.claude\/settings(?:\.local)?\.json|\.mcp\.json|\.cursor\/(?:mcp|hooks)\.json|\.vscode\/(?:tasks|settings|mcp)\.json|\.gemini\/settings\.json|\.qwen\/settings\.json|\.codex\/config\.toml|opencode\.jsonc?|\.devcontainer(?:\/[\w.-]{1,60})?\.json|\.devcontainer\/devcontainer\.json|\.envrc|\.zed\/settings\.json|\.amp\/settings\.json|\.github\/copilot\/[\w.-]{1,60}\.json|\.clinerules[\w/.-]{0,60})$/;

const EFFECTS: readonly [RegExp, string][] = [
  [/"hooks"\s{0,4}:\s{0,4}\{(?=[\s\S]{0,400}"command")/, 'hooks that run commands'],
  [/_BASE_URL"?\s{0,4}[:=]|"(?:baseUrl|apiUrl|base_url)"\s{0,4}:\s{0,4}"https?:/, 'another address for model calls'],
  [/enableAllProjectMcpServers"?\s{0,4}:\s{0,4}true/, 'approval of every MCP server'],
  [
    /"(?:mcpServers|servers|mcp)"\s{0,4}:\s{0,4}\{(?=[\s\S]{0,400}"command")|\[mcp_servers/,
    'MCP servers that are started',
  ],
  [/"runOn"\s{0,4}:\s{0,4}"folderOpen"/, 'a task that runs when the folder is opened'],
  [/"apiKeyHelper"\s{0,4}:/, 'a program that hands out keys'],
  [
    /"allow"\s{0,4}:\s{0,4}\[[^\]]{0,400}"(?:Bash|Bash\(\*\)|\*)"|"defaultMode"\s{0,4}:\s{0,4}"bypassPermissions"|approval_policy\s{0,4}=\s{0,4}"never"|chat\.tools\.autoApprove"\s{0,4}:\s{0,4}true/,
    'leave to run every command',
  ],
  [
    /"(?:postCreateCommand|initializeCommand|postStartCommand|onCreateCommand)"\s{0,4}:\s{0,4}["[{][^\n]{0,200}(?:curl|wget|base64|\| ?sh)/,
    'a container command that downloads',
  ],
  [/^[^#\n]{0,200}(?:curl|wget)[^\n]{0,200}\| ?(?:ba|z)?sh/m, 'a download that is run'],
];

/** Read of a file, characters. */
const MAX_READ = 16 * 1024;

export const isSettings = (path: string): boolean => NAMES.test(path);

/** In words; empty when the settings only set things. */
export function effectsOf(content: string): string[] {
  const text = content.slice(0, MAX_READ);
  return EFFECTS.filter(([form]) => form.test(text)).map(([, says]) => says);
}
