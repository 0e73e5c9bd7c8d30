/** What else the command does that installers do not. */
import type { Invocation } from '../../../contracts/shell';
import { argv } from '../../programs';
import { absolutePath } from '../../run-paths';
import type { Ran } from './flow';

const SCRATCH = /^(?:\/tmp|\/var\/tmp|\/dev\/shm|\/var\/run|\/run|\/mnt)(?:\/|$)/;

/** Signs of a dropper, in words for the alert; two together are none of an installer. */
export function signsOf(ran: Ran, all: readonly Invocation[]): string[] {
  const kept = ran.transfer.path;
  const path = kept === undefined ? undefined : absolutePath(kept.given, ran.by.cwd);
  const name = path?.split('/').at(-1) ?? '';
  const signs = [
    all.some(
      ({ program, redirections }) =>
        program === 'history' || redirections.some(({ target }) => /\.bash_history$/.test(target.text)),
    ) &&
      all.some((one) => one.program === 'history' && argv(one).some((word) => /^-\w*c/.test(word))) &&
      'clears the history',
    path !== undefined && all.slice(ran.at + 1).some((one) => removes(one, path)) && 'removed afterwards',
    name.startsWith('.') && name.length > 2 && 'under a hidden name',
    path !== undefined && SCRATCH.test(path) && ran.by.background && 'in the background from a scratch folder',
    all.some((one) => one.program === 'chmod' && argv(one).some((word) => /^0?777$/.test(word))) && 'open to all users',
    changesFolder(all) && 'in the first folder that can be written to',
  ];
  return signs.filter((sign) => sign !== false);
}

const removes = (one: Invocation, path: string): boolean =>
  /^(?:rm|shred|unlink)$/.test(one.program) &&
  argv(one).some((word) => absolutePath(word, one.cwd) === path || (word === '*' && SCRATCH.test(path)));

/** `cd /tmp || cd /var/run || cd /mnt`. */
const changesFolder = (all: readonly Invocation[]): boolean =>
  all.slice(0, 20).filter((one) => one.program === 'cd' && SCRATCH.test(one.args[0]?.text ?? '')).length >= 2;
