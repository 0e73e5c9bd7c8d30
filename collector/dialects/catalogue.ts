/** All dialects, most specific first: the first that recognises a record reads it. Several dialects add `gen_ai.*` names to their own. */
import { claudeCode } from './claude-code';
import { codex } from './codex';
import { copilot } from './copilot-cli';
import type { Dialect } from './dialect';
import { ignore } from './draft';
import { geminiCli } from './gemini-cli';
import { opencode } from './opencode';
import { qwenCode } from './qwen-code';

export const dialects: readonly Dialect[] = [claudeCode, codex, geminiCli, qwenCode, copilot, opencode];

/** Reads what none of them recognises; each such record is counted as of an unknown scope. */
export const fallback: Dialect = {
  name: 'unknown',
  recognises: () => true,
  read: () => ignore('unknown event'),
};
