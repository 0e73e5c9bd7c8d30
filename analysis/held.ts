/** Files of the session that a command hands on, where it matters what they hold: `base64 -d a | sh`, `bash < a`, `cp a b`. */
import { posix } from 'node:path';
import type { CommandAnalysis, Invocation } from '../contracts/shell';
import { languageOfProgram } from './code/facts';
import { spellingsOf } from './paths';
import type { Surroundings } from './paths';
import type { Written } from './runs';

const SHELL = /^(?:ba|da|z|k|a|mk)?sh$/;
const HANDS_ON: ReadonlySet<string> = new Set(['eval', 'cp', 'mv', 'install']);
const DECODES: ReadonlySet<string> = new Set('base64 base32 xxd openssl gunzip zcat gzip tr rev sed'.split(' '));
/** Most words that are looked up. */
const MAX_LOOKED_UP = 32;

/** Contents by the paths under which the shell analysis will look for them. */
export function filesHeld(
  { invocations }: CommandAnalysis,
  place: Surroundings,
  written: Written,
): ReadonlyMap<string, string> {
  const held = new Map<string, string>();
  if (!invocations.some(takesContent)) return held;
  let looked = 0;
  for (const { args, redirections, cwd } of invocations) {
    const inputs = redirections.filter(({ operator }) => operator === '<').map(({ target }) => target);
    for (const { text, known } of [...args.slice(0, 8), ...inputs]) {
      if (!known || text.startsWith('-') || text.length > 400 || looked++ >= MAX_LOOKED_UP) continue;
      const around = cwd === undefined ? place : { ...place, cwd };
      const content = spellingsOf(text, around)
        .map((path) => written.get(path)?.content)
        .find((one) => one !== undefined);
      if (content !== undefined) held.set(keyOf(text, cwd), content);
    }
  }
  return held;
}

/** Runs what it reads, copies it, or writes down what it decodes. */
function takesContent({ program, args, redirections }: Invocation): boolean {
  if (HANDS_ON.has(program)) return true;
  if (DECODES.has(program)) return redirections.some(({ operator }) => operator === '>' || operator === '>>');
  const interprets = SHELL.test(program) || languageOfProgram(program) !== undefined;
  return interprets && args.every(({ text }) => text.startsWith('-'));
}

const keyOf = (path: string, cwd: string | undefined): string =>
  /^[/~]/.test(path) || cwd === undefined ? posix.normalize(path) : posix.join(cwd, path);
