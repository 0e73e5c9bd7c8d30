/** Agents whose hooks are read, by the name under `/hooks/`. */
import { claudeCodeHooks } from './claude-code';
import { clineHooks } from './cline';
import { codexHooks } from './codex';
import { copilotHooks } from './copilot';
import { geminiCliHooks } from './gemini-cli';
import type { HookReader } from './hook-reader';
import { qwenCodeHooks } from './qwen-code';

export const hookReaders: ReadonlyMap<string, HookReader> = new Map(
  [claudeCodeHooks, codexHooks, geminiCliHooks, qwenCodeHooks, copilotHooks, clineHooks].map((one) => [one.name, one]),
);
