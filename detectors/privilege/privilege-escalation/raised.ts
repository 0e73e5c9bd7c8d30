/** Which programs of a command run with the rights of somebody else. */
import type { Invocation } from '../../../contracts/shell';
import { argv, baseName } from '../../programs';

/** What gives a program another user's rights. */
const RAISERS = /^(?:sudo|doas|pkexec|su|su -c|runuser|runuser -c)$/;
/** The same, where the program inside is told in the arguments only. */
const UNREAD: ReadonlySet<string> = new Set([
  'dzdo',
  'pbrun',
  'pfexec',
  'run0',
  'please',
  'gosu',
  'su-exec',
  'ksu',
  'sudo-rs',
  'sudo_root',
  'calife',
  'super',
  'gksudo',
  'gksu',
  'kdesudo',
  'kdesu',
  'lxsudo',
  'beesu',
]);

export interface Raised {
  /** What raised it: `sudo`, `pkexec` … */
  by: string;
  /** Whose rights, such as `root`. */
  user: string;
  /** Nothing stands between the raiser and the program. */
  direct: boolean;
}

/** Whose rights each invocation has, where they are not its caller's; a script that the session wrote hands its rights to what is in it. */
export function raisedOf(all: readonly Invocation[]): ReadonlyMap<Invocation, Raised> {
  const found = new Map<Invocation, Raised>();
  const scripts = new Map<string, Raised>();
  for (const one of all) {
    const raised = raisedBy(one) ?? one.via.map((way) => scripts.get(way)).find(Boolean);
    if (!raised) continue;
    found.set(one, raised);
    const script = argv(one).find((word) => !word.startsWith('-'));
    for (const path of [one.path, script])
      if (path !== undefined) scripts.set(baseName(path), { ...raised, direct: false });
  }
  return found;
}

/** Whose rights the program has when a raiser started it on this host; undefined when it has its caller's. */
function raisedBy(one: Invocation): Raised | undefined {
  if (one.remote !== undefined) return undefined;
  if (UNREAD.has(one.program)) return { by: one.program, user: 'root', direct: true };
  const at = one.via.findLastIndex((way) => RAISERS.test(way));
  if (one.as === undefined && at < 0) return undefined;
  return { by: one.via[at] ?? 'sudo', user: one.as ?? 'root', direct: at === one.via.length - 1 };
}

/** Whose rights they are, as it is told. */
export const owner = ({ user }: Raised): string => (user === 'root' ? 'root' : `the user ${user}`);
