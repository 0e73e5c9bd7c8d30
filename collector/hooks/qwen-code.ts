/** Hooks of Qwen Code (0.24): Claude Code's form with times. `tool_use_id` is made up for the hook; `tool_call_id` is the model's. */
import type { Outcome } from '../../contracts/event';
import { exitCodeIn } from '../dialects/gemini-family';
import { known, member, object } from '../dialects/read-attributes';
import { isShell, readClaudeForm } from './claude-form';
import type { Product } from './claude-form';
import type { HookReader } from './hook-reader';

const FAMILY = 'qwen-code';

const product: Product = {
  family: FAMILY,
  callKey: 'tool_call_id',
  cwdOfCommands: true,
  outcomeOf: (payload, tool) => {
    const output = member(object(payload, 'tool_response'), 'llmContent', 'returnDisplay');
    return known<Outcome>({ status: 'ok', exitCode: isShell(tool) ? exitCodeIn(output) : undefined, output });
  },
  failureOf: (error, tool) => {
    const exitCode = isShell(tool) ? exitCodeIn(error) : undefined;
    return exitCode === undefined ? { error } : { error, output: error, exitCode };
  },
};

export const qwenCodeHooks: HookReader = { name: FAMILY, read: (payload) => readClaudeForm(payload, product) };
