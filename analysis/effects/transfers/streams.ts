/** What stands at the two ends of a program's standard streams: files, literal text, through the pipes around it. */
import type { Invocation } from '../../../contracts/shell';
import { filesOf } from '../files';
import { MAX_SENT } from './moved';

/** Programs of one pipe that are looked at. */
const MAX_PIPE = 8;
const PRINTS = /^(?:echo|printf)$/;

export interface End {
  path?: string;
  text?: string;
}

/** What comes in: a file by redirection, the literal text, or the files that the writers of the pipe read. `own` asks the program itself too. */
export function inputOf(one: Invocation, all: readonly Invocation[], own = false): End {
  const file = one.redirections.find(({ operator, fd }) => operator === '<' && String(fd) === '0')?.target;
  if (file?.known === true) return { path: file.text };
  const text = one.stdin ?? (own ? one.stdout : undefined);
  if (text !== undefined) return { text: text.slice(0, MAX_SENT) };
  return fromWriters(own ? one : before(one, all), all);
}

/** Whether something is given to it at all. */
export const isFed = (one: Invocation): boolean =>
  one.readsFrom !== undefined ||
  one.stdin !== undefined ||
  one.redirections.some(
    ({ operator, target }) =>
      (operator === '<' && target.text !== '/dev/null') || operator === '<<' || operator === '<<<',
  );

/** Where what it prints is kept: a redirection, or what the readers of the pipe write. */
export function outputOf(one: Invocation, all: readonly Invocation[]): End {
  let next: Invocation | undefined = one;
  for (let steps = 0; next !== undefined && steps < MAX_PIPE; steps++) {
    const [path] = steps === 0 ? kept(next) : filesOf(next).writes;
    if (path !== undefined) return { path };
    next = next.feeds === undefined ? undefined : all[next.feeds];
  }
  return {};
}

function kept({ redirections }: Invocation): string[] {
  return redirections
    .filter(
      ({ operator, fd, target }) =>
        /^(?:>|>>|>\||&>|&>>)$/.test(operator) && !/^2$/.test(String(fd)) && !/^\/dev\//.test(target.text),
    )
    .map(({ target }) => target.text);
}

function fromWriters(nearest: Invocation | undefined, all: readonly Invocation[]): End {
  let one = nearest;
  for (let steps = 0; one !== undefined && steps < MAX_PIPE; steps++) {
    const [path] = filesOf(one).reads;
    if (path !== undefined) return { path };
    if (PRINTS.test(one.program) && one.stdout !== undefined) return { text: one.stdout.slice(0, MAX_SENT) };
    one = before(one, all);
  }
  return {};
}

const before = (one: Invocation, all: readonly Invocation[]): Invocation | undefined =>
  one.readsFrom === undefined ? undefined : all[one.readsFrom];
