/** `gander hook`: hands an agent's hook on to Gander, and puts itself into the agent's settings. Loads little, since agents wait for it. */
import type { Verb } from '../verb';
import { HOOK_ENDPOINT, sendHook } from './send-hook';

const MANAGE = new Set(['install', 'uninstall']);

export const hookVerb: Verb = {
  help: `Usage: gander hook AGENT [--to URL] [--token TOKEN] [--verbose]
       gander hook install AGENT [--to URL] [--file FILE] [--dry-run]
       gander hook uninstall AGENT [--file FILE] [--dry-run]

The first form is for agents: reads a hook's JSON from standard input and posts it. It only observes: it prints nothing, gives up after
80 ms, and its exit code is always 0. With --verbose it says on standard error what was lost. The token is also read from GANDER_TOKEN.

install and uninstall change the agent's own settings and leave everything else in them as it is; --dry-run shows the change only.
What was there before is kept beside the file, with .before-gander behind its name.

AGENT is claude-code, codex, gemini-cli, qwen-code, copilot or cline. The default of --to is ${HOOK_ENDPOINT}.

Example:
  gander hook install claude-code --dry-run
  gander hook codex --verbose < hook.json`,
  async run(args) {
    if (!MANAGE.has(args[0] ?? '')) return sendHook(args);
    const { manageHooks } = await import('./manage-hooks.js');
    return manageHooks(args);
  },
};
