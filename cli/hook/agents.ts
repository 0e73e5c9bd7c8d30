/** Where each agent keeps its hooks, and which of them tell acts. */
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface HookAgent {
  /** The file with the hooks; of Cline the folder with one script each. */
  readonly place: (home: string, folder: string) => string;
  /** How the hooks stand there. */
  readonly form: 'groups' | 'list' | 'scripts';
  readonly events: readonly string[];
  /** Events that the agent posts itself, rather than by a command. */
  readonly posted?: readonly string[];
  /** What the user must know or do besides. */
  readonly note?: string;
}

const TOOLS = ['PreToolUse', 'PostToolUse', 'PostToolUseFailure'];
const AROUND = ['UserPromptSubmit', 'Stop', 'SubagentStart', 'SubagentStop', 'SessionEnd'];

export const HOOK_AGENTS: Readonly<Record<string, HookAgent>> = {
  'claude-code': {
    place: (home) => join(home, '.claude', 'settings.json'),
    form: 'groups',
    events: [...TOOLS, 'PermissionDenied', ...AROUND, 'InstructionsLoaded', 'ConfigChange', 'SessionStart'],
    posted: [...TOOLS, 'PermissionDenied', ...AROUND, 'InstructionsLoaded', 'ConfigChange'],
  },
  codex: {
    place: (home) => join(home, '.codex', 'hooks.json'),
    form: 'groups',
    events: ['PreToolUse', 'PostToolUse', ...AROUND, 'SessionStart'],
    note: 'Codex asks once whether these hooks are trusted.',
  },
  'gemini-cli': {
    place: (home) => join(home, '.gemini', 'settings.json'),
    form: 'groups',
    events: ['BeforeTool', 'AfterTool', 'BeforeAgent', 'AfterAgent', 'SessionStart', 'SessionEnd'],
    note: 'Hooks run unless "hooksConfig": {"enabled": false} is set.',
  },
  'qwen-code': {
    place: (home) => join(home, '.qwen', 'settings.json'),
    form: 'groups',
    events: [...TOOLS, ...AROUND, 'SessionStart'],
  },
  copilot: {
    place: (_home, folder) => join(folder, '.github', 'hooks', 'gander.json'),
    form: 'list',
    events: ['sessionStart', 'userPromptSubmitted', 'preToolUse', 'postToolUse', 'postToolUseFailure', 'sessionEnd'],
    note: 'Copilot reads hooks from the repository: this is for the repository in the working folder.',
  },
  cline: {
    place: (home) => join(home, '.cline', 'hooks'),
    form: 'scripts',
    events: ['PreToolUse', 'PostToolUse', 'UserPromptSubmit', 'TaskStart', 'TaskComplete'],
    note: 'Start Cline with --hooks-dir and this folder.',
  },
};

export function placeOf(agent: HookAgent): string {
  return agent.place(homedir(), process.cwd());
}
