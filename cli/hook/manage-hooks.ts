/** `gander hook install` and `uninstall`: shows or makes the change in the agent's settings. */
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { GanderError } from '../../platform/errors';
import { readIfThere } from '../../platform/private-file';
import { print, readArguments } from '../verb';
import { HOOK_AGENTS, placeOf } from './agents';
import { changedText, isOurScript, scriptOf } from './changes';
import type { Target } from './changes';
import { HOOK_ENDPOINT } from './send-hook';

interface Change {
  file: string;
  before: string | undefined;
  /** Undefined when the file goes. */
  after: string | undefined;
}

/** 0 when the settings are as wanted; errors are `usage`. */
export function manageHooks(args: string[]): number {
  const { values, positionals } = readArguments(args, {
    to: { type: 'string', default: HOOK_ENDPOINT },
    file: { type: 'string' },
    'dry-run': { type: 'boolean' },
  });
  const [what, name = '', ...more] = positionals;
  const agent = Object.hasOwn(HOOK_AGENTS, name) ? HOOK_AGENTS[name] : undefined;
  if (!agent || more.length > 0)
    throw new GanderError('usage', `name one agent: ${Object.keys(HOOK_AGENTS).join(', ')}`);
  if (!URL.canParse(values.to) || !values.to.startsWith('http'))
    throw new GanderError('usage', `--to: expected a URL such as ${HOOK_ENDPOINT}, got "${values.to}"`);
  const install = what === 'install';
  const target: Target = { name, agent, to: values.to, command: commandOf(name, values.to) };
  const place = resolve(values.file ?? placeOf(agent));
  const changes =
    agent.form === 'scripts' ? scriptChanges(place, target, install) : settingsChange(place, target, install);
  const needed = changes.filter(({ before, after }) => before !== after);
  for (const change of needed) {
    print(shown(change));
    if (values['dry-run'] !== true) apply(change, agent.form === 'scripts');
  }
  const said = values['dry-run'] === true ? 'would change' : 'changed';
  print(needed.length === 0 ? `${place}: nothing to change` : `${needed.length} file(s) ${said}`);
  if (install && agent.note !== undefined) print(agent.note);
  return 0;
}

/** By its full path: agents run hooks without the user's PATH. */
function commandOf(name: string, to: string): string {
  const program = join(__dirname, '..', '..', '..', 'bin', 'gander.js');
  const where = to === HOOK_ENDPOINT ? '' : ` --to ${quoted(to)}`;
  return `${quoted(process.execPath)} ${quoted(program)} hook ${name}${where}`;
}

const quoted = (word: string) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

function settingsChange(file: string, target: Target, install: boolean): Change[] {
  const before = readIfThere(file);
  const text = changedText(before ?? '', file, target, install);
  if (!install && before === undefined) return [];
  return [{ file, before, after: isEmptied(text, target) ? undefined : text }];
}

/** A file that holds nothing but our hooks was made by us. */
function isEmptied(text: string, { agent }: Target): boolean {
  const keys = Object.keys(JSON.parse(text === '' ? '{}' : text) as object);
  return agent.form === 'list' && keys.every((key) => key === 'version');
}

function scriptChanges(folder: string, target: Target, install: boolean): Change[] {
  return target.agent.events.flatMap((event): Change[] => {
    const file = join(folder, event);
    const before = readIfThere(file);
    const own = before !== undefined && isOurScript(before);
    if (install && before !== undefined && !own)
      throw new GanderError('usage', `${file} is a hook of yours; call "${target.command}" in it instead`);
    if (install) return [{ file, before, after: scriptOf(target) }];
    return own ? [{ file, before, after: undefined }] : [];
  });
}

/** The lines that go and come, each file with its name. */
function shown({ file, before, after }: Change): string {
  const [old, now] = [before?.split('\n') ?? [], after?.split('\n') ?? []];
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < Math.min(old.length, now.length) - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  const gone = old.slice(head, old.length - tail).map((line) => `- ${line}`);
  const come = now.slice(head, now.length - tail).map((line) => `+ ${line}`);
  return [`${file}${after === undefined ? ' (removed)' : ''}`, ...gone, ...come].join('\n');
}

/** Whole or not at all, through links, with the mode that was there. */
function apply({ file, before, after }: Change, executable: boolean): void {
  const real = existsSync(file) ? realpathSync(file) : file;
  if (before !== undefined) copyFileSync(real, `${real}.before-gander`);
  if (after === undefined) {
    rmSync(real);
    return;
  }
  mkdirSync(dirname(real), { recursive: true });
  const draft = `${real}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, after, { flag: 'wx' });
  chmodSync(draft, before === undefined ? (executable ? 0o755 : 0o600) : statSync(real).mode & 0o777);
  renameSync(draft, real);
}
