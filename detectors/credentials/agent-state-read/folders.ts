/** Folders in which agents keep their credentials, settings and conversations, in the home folder of whoever runs them. */

export interface StateFolder {
  name: string;
  /** How the families of the agents that it belongs to begin. */
  families: readonly string[];
  /** What of the path is below the folder. */
  rest: string;
}

const FOLDERS: ReadonlyMap<string, readonly [name: string, ...families: string[]]> = new Map([
  ['.claude', ['Claude Code', 'claude']],
  ['.codex', ['Codex', 'codex']],
  ['.gemini', ['Gemini CLI', 'gemini', 'antigravity']],
  ['.qwen', ['Qwen Code', 'qwen']],
  ['.copilot', ['Copilot', 'copilot', 'github']],
  ['.config/github-copilot', ['Copilot', 'copilot', 'github']],
  ['.cursor', ['Cursor', 'cursor']],
  ['.codeium', ['Windsurf', 'windsurf', 'codeium']],
  ['.windsurf', ['Windsurf', 'windsurf']],
  ['.continue', ['Continue', 'continue']],
  ['.cline', ['Cline', 'cline']],
  ['.aider', ['Aider', 'aider']],
  ['.openclaw', ['OpenClaw', 'openclaw', 'clawdbot', 'moltbot']],
  ['.clawdbot', ['OpenClaw', 'openclaw', 'clawdbot', 'moltbot']],
  ['.factory', ['Factory', 'factory', 'droid']],
  ['.config/opencode', ['opencode', 'opencode']],
  ['.local/share/opencode', ['opencode', 'opencode']],
  ['.config/goose', ['goose', 'goose']],
  ['.local/share/goose', ['goose', 'goose']],
  ['.config/amp', ['Amp', 'amp']],
]);
const HOME = /^(?:~|\/root|\/(?:home|Users)\/[^/]{1,60})\/(\.[\w.-]{1,30}(?:\/[\w.-]{1,30}){0,2})/;

/** Whether the family is one of those that have a folder here. */
export function isKnownAgent(family: string): boolean {
  return [...FOLDERS.values()].some(([, ...families]) => families.some((one) => family.startsWith(one)));
}

/** The agent's folder that the path is in. */
export function folderOf(path: string): StateFolder | undefined {
  const beginning = HOME.exec(path)?.[1];
  if (beginning === undefined) return undefined;
  const parts = beginning.split('/');
  for (let count = 1; count <= parts.length; count++) {
    const folder = parts.slice(0, count).join('/');
    const known = FOLDERS.get(folder);
    if (!known) continue;
    const [name, ...families] = known;
    return { name, families, rest: path.slice(path.indexOf(folder) + folder.length + 1) };
  }
  return undefined;
}
