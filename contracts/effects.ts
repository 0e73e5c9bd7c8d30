/** What an act does to the world, as short texts that are the same whatever tool, wrapper, script or encoding does it. */
import type { EventAnalysis } from './analysis';
import type { Invocation } from './shell';

/** Most effects told of one act. */
const MAX_EFFECTS = 40;
const MAX_LENGTH = 300;

/**
 * `delete <path>`, `write <path>`, `read <path>`, `reach <host and path of the URL>`; where nothing of that is known, `run <program>
 * <words> <options>`. At most 40 texts of at most 300 characters, sorted, each once. Parts that are only known when it runs are left out.
 */
export function effectsOf(analysis: EventAnalysis): string[] {
  const effects = new Set<string>();
  const add = (verb: string, what: string) => {
    if (effects.size < MAX_EFFECTS && !what.includes('\uFFFD')) effects.add(`${verb} ${what}`.slice(0, MAX_LENGTH));
  };
  const removed = new Set(analysis.deletes.map(({ path }) => fromHome(path)));
  for (const path of removed) add('delete', path);
  for (const { path } of analysis.writes)
    if (!removed.has(fromHome(path)) && !isNowhere(path)) add('write', fromHome(path));
  for (const { given, host } of analysis.destinations) add('reach', `${host}${pathOf(given)}`);
  if (effects.size === 0 || analysis.destinations.length === 0)
    for (const { path } of analysis.reads) if (!removed.has(fromHome(path))) add('read', fromHome(path));
  for (const invocation of analysis.command?.invocations ?? []) if (acts(invocation)) add('run', spelling(invocation));
  return [...effects].sort();
}

const HOME_FOLDER = /^(?:\/home\/[^/]+|\/Users\/[^/]+|\/root)(?=\/|$)/;

/** A resolved path with the home folder as `~`, also where it was spelt out because the home was not known yet. */
export const fromHome = (path: string): string => path.replace(HOME_FOLDER, '~');

const isNowhere = (path: string): boolean => path.startsWith('/dev/');

/** Programs whose effect is told by paths and hosts, or that have none: what they are called with says nothing more. */
const PLAIN: ReadonlySet<string> = new Set(
  (
    'cat head tail less more tac nl od xxd hexdump strings grep egrep fgrep rg ag ack sed awk gawk cut tr sort uniq wc diff cmp ls dir tree stat ' +
    'file find fd locate which type command echo printf true false test [ [[ : cd pushd popd pwd sleep wait date env export set unset read local ' +
    'declare basename dirname realpath readlink rm rmdir unlink shred truncate srm cp mv install ln tee dd touch mkdir curl wget http https xh ' +
    'aria2c nc ncat netcat scp rsync sftp ssh bash sh dash zsh ksh fish python python3 node deno bun perl ruby php lua base64 xargs jq yq'
  ).split(' '),
);

const acts = ({ program }: Invocation): boolean => program !== '' && !program.includes('\uFFFD') && !PLAIN.has(program);

/** The words in their order, then the options in order of the alphabet. */
function spelling({ program, args }: Invocation): string {
  const words = args.filter(({ text }) => !text.startsWith('-')).map(({ text }) => text);
  const options = args.filter(({ text }) => text.startsWith('-')).map(({ text }) => (text === '--force' ? '-f' : text));
  return [program, ...words, ...options.sort()].join(' ');
}

/** Path of a URL without its query; '' of anything else. */
function pathOf(given: string): string {
  const start = given.indexOf('://');
  const slash = start < 0 ? -1 : given.indexOf('/', start + 3);
  if (slash < 0) return '';
  const path = given.slice(slash).split(/[?#]/, 1)[0] ?? '';
  return path === '/' ? '' : path;
}
