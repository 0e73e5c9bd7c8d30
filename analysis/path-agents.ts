/** Places of AI agents and of editors that start tasks by themselves: what steers them, and what they read at each start. Lower case. */
import type { Kind, Place } from './path-places';

const memory = (folder: string, below?: RegExp): Place => ({
  folder,
  ...(below === undefined ? {} : { below }),
  class: 'agent-memory',
});
const settings = (folder: string, below?: RegExp): Place => ({
  folder,
  ...(below === undefined ? {} : { below }),
  class: 'agent-configuration',
});

export const AGENT_PLACES: readonly Place[] = [
  memory(
    '.claude',
    /^(?:claude(?:\.local)?\.md|memory\.md|rules\/|memory\/|memories\/|agent-memory[\w-]{0,20}\/|projects\/[^/]{1,300}\/memory\/)/,
  ),
  settings(
    '.claude',
    /^(?:settings[\w.-]{0,20}\.json|commands\/|agents\/|hooks(?:\/|\.json)|skills\/|plugins\/|output-styles\/|statusline[\w.-]{0,20}\/?$|mcp[\w-]{0,20}\.json|\.mcp\.json|config\.json|keybindings\.json|workflows\/)/,
  ),
  settings('claude-code', /^(?:managed-settings|managed-mcp|settings)/),
  settings('claudecode', /^managed-/),
  memory('.codex', /^(?:agents(?:\.override)?\.md|memories\/|memory\.md|instructions\.md)/),
  settings(
    '.codex',
    /^(?:config\.toml|[\w-]{1,40}\.config\.toml|hooks(?:\/|\.json)|prompts\/|skills\/|rules\/|agents\/|plugins\/)/,
  ),
  settings('codex', /^(?:managed_config\.toml|requirements\.toml|config\.toml)/),
  memory('.gemini', /^(?:gemini\.md|memory\/|antigravity\/(?:brain|knowledge)\/)/),
  settings(
    '.gemini',
    /^(?:settings\.json|commands\/|extensions\/|policies\/|hooks\/|skills\/|agents\/|trustedfolders\.json|antigravity\/mcp_config\.json)/,
  ),
  memory('.qwen', /^(?:qwen\.md|memory\/)/),
  settings('.qwen', /^(?:settings\.json|commands\/|extensions\/|hooks\/|skills\/|agents\/|trustedfolders\.json)/),
  memory('.copilot', /^(?:copilot-instructions\.md|instructions\/|memories\/)/),
  settings('.copilot', /^(?:mcp-config\.json|settings\.json|agents\/|skills\/|hooks\/)/),
  memory('.github', /^(?:copilot-instructions\.md|instructions\/)/),
  settings('.github', /^(?:prompts|agents|chatmodes|skills|hooks)\//),
  memory('.cursor', /^(?:rules\/|memories\/)/),
  settings(
    '.cursor',
    /^(?:mcp\.json|hooks(?:\/|\.json)|commands\/|agents\/|skills\/|cli(?:-config)?\.json|permissions\.json|sandbox\.json|environment\.json|settings\.json|extensions\/)/,
  ),
  memory('.cline', /^(?:rules|memory|memories)\//),
  settings('.cline', /^(?:data\/settings|settings|hooks|skills|workflows|mcp)(?:\/|[\w-]{0,20}\.json)/),
  settings('.clinerules', /^(?:hooks|workflows|skills)\//),
  memory('.clinerules'),
  memory('memory-bank'),
  settings(
    '.opencode',
    /^(?:opencode\.jsonc?|commands?\/|agents?\/|plugins?\/|tools?\/|skills?\/|modes?\/|package\.json)/,
  ),
  memory('opencode', /^agents\.md/),
  settings('opencode', /^(?:opencode\.jsonc?|config\.json|commands?\/|agents?\/|plugins?\/|tools?\/|skills?\/)/),
  memory('.windsurf', /^(?:rules|memories)\//),
  settings('.windsurf', /^(?:workflows\/|hooks(?:\/|\.json)|skills\/|mcp_config\.json)/),
  memory('windsurf', /^memories\//),
  settings('windsurf', /^(?:mcp_config\.json|hooks\.json|global_workflows\/)/),
  memory('.kiro', /^steering\//),
  settings('.kiro', /^(?:settings|hooks|agents|skills|powers)\//),
  memory('.openclaw', /^workspace[\w-]{0,40}\/(?:(?!skills\/|hooks\/)(?:[^/]{1,100}\/){0,3}[^/]{1,100}\.md)/),
  settings(
    '.openclaw',
    /^(?:openclaw\.json|skills\/|extensions\/|hooks\/|plugins\/|exec-approvals\.json|cron\/|workspace[\w-]{0,40}\/(?:skills|hooks)\/)/,
  ),
  memory('.clawdbot', /^workspace\//),
  settings('.clawdbot'),
  settings('.moltbot'),
  settings('.agents', /^(?:skills|plugins|hooks|commands)\//),
  memory('.agents', /^(?:rules|memory)\//),
  settings('.vscode', /^(?:tasks|settings|mcp|launch)\.json/),
  settings('.zed', /^(?:tasks|settings)\.json/),
  settings('.devcontainer', /^(?:[^/]{1,100}\/)?devcontainer\.json/),
  settings('user', /^(?:settings|tasks|mcp)\.json|^prompts\/|^globalstorage\/[^/]{1,100}\/settings\//),
  memory('.continue', /^rules\//),
  settings('.continue', /^(?:config\.(?:json|yaml|ts)|mcpservers\/|prompts\/|agents\/)/),
  memory('.roo', /^rules/),
  settings('.roo', /^(?:mcp\.json|commands\/|skills\/)/),
  memory('.amazonq', /^rules\//),
  settings('.amazonq', /^(?:mcp\.json|default\.json|cli-agents\/|agents\/)/),
  memory('.junie', /^guidelines\.md|^memory\//),
  settings('.junie', /^mcp\//),
  settings('.factory', /^(?:settings\.json|mcp\.json|hooks\/|commands\/|droids\/|skills\/)/),
  settings('goose', /^config\.yaml|^recipes\//),
  settings('mcp', /^(?:mcp|servers|config)\.json/),
];

/** Names, wherever they lie. */
export const AGENT_NAMES: Readonly<Partial<Record<Kind, string>>> = {
  'agent-memory':
    'claude.md claude.local.md agents.md agents.override.md agent.md gemini.md qwen.md memory.md soul.md heartbeat.md warp.md crush.md .cursorrules .windsurfrules .clinerules .roorules .goosehints copilot-instructions.md',
  'agent-configuration':
    '.claude.json .mcp.json mcp.json mcp_config.json mcp-config.json mcp_settings.json cline_mcp_settings.json claude_desktop_config.json managed-settings.json managed-mcp.json opencode.json opencode.jsonc .roomodes .crush.json crush.json .aider.conf.yml openclaw.json',
};
