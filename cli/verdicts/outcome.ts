/** How a step ended, from the text that agents show their model: exit codes and refusals are words in it. */
import { readResult } from '../../collector/dialects/tool-results';
import type { Outcome } from '../../contracts/event';
import type { AttributeValue } from '../../contracts/telemetry';

/** Looked at of an output, characters: agents say first how a call ended. */
const HEAD = 400;
const EXIT = /(?:^|\n)(?:Exit code:?|Process exited with code|exited with code) (\d{1,3})\b/i;
const REFUSED =
  /^(?:Waiting…\n)?(?:Error: )?(?:The user doesn't want to proceed|User rejected |Permission (?:to use|for this) )/;
const FAILED = /^(?:<tool_use_error>|Error: )/;

/** Of a session's step. Without a word about it, a call is taken to have ended well. */
export function outcomeOf(output: AttributeValue): Outcome {
  const outcome = readResult(output).outcome;
  const head = outcome.output?.slice(0, HEAD) ?? '';
  if (REFUSED.test(head)) return { ...outcome, status: 'denied' };
  const exit = EXIT.exec(head)?.[1];
  const exitCode = exit === undefined ? outcome.exitCode : Number(exit);
  const failed = FAILED.test(head) || (exitCode ?? 0) !== 0;
  return {
    ...outcome,
    status: failed ? 'error' : (outcome.status ?? 'ok'),
    ...(exitCode !== undefined && { exitCode }),
  };
}
