/** What programs of a command do that a text from outside could have asked for. */
import type { Invocation } from '../../../contracts/shell';
import { SHELLS, UNKNOWN, argv, readersOf } from '../../programs';
import type { Act } from './act';

const DOWNLOADERS: ReadonlySet<string> = new Set(['curl', 'wget', 'iwr', 'irm', 'invoke-webrequest', 'fetch', 'http']);
const INTERPRETERS: ReadonlySet<string> = new Set([
  ...SHELLS,
  'python',
  'python3',
  'node',
  'perl',
  'ruby',
  'iex',
  'deno',
  'bun',
]);
/** Runs a package without installing it. */
const RUNNERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['npx', []],
  ['bunx', []],
  ['uvx', []],
  ['pipx', ['run', 'install']],
  ['pnpm', ['dlx']],
  ['yarn', ['dlx']],
  ['npm', ['exec', 'x']],
  ['uv', ['tool run', 'tool install']],
]);
const INSTALLERS: ReadonlyMap<string, RegExp> = new Map([
  ['npm', /^(?:i|install|add)$/],
  ['pnpm', /^(?:i|install|add)$/],
  ['yarn', /^add$/],
  ['bun', /^(?:i|install|add)$/],
  ['pip', /^install$/],
  ['pip3', /^install$/],
  ['uv', /^add$/],
  ['poetry', /^add$/],
  ['gem', /^install$/],
  ['cargo', /^(?:install|add)$/],
  ['go', /^(?:install|get)$/],
  ['brew', /^(?:install|tap)$/],
]);
/** An address instead of a name: what is fetched is whatever lies there. */
const FOREIGN =
  /^(?:git\+|git@|github:|gitlab:|bitbucket:|https?:|ssh:|file:\/\/\/tmp)|\.(?:tgz|tar\.gz|whl)$|^[\w-]{1,60}\/[\w.-]{1,80}#/;
const PUBLISHES: readonly [string, RegExp, string][] = [
  ['npm', /^publish\b/, 'T1195.002'],
  ['twine', /^upload\b/, 'T1195.002'],
  ['cargo', /^publish\b/, 'T1195.002'],
  ['gem', /^push\b/, 'T1195.002'],
  [
    'gh',
    /^(?:pr merge|release create|repo (?:edit|create|sync)|secret set|api .{0,80}(?:merge|collaborators|keys))\b/,
    'T1195.002',
  ],
  ['git', /^(?:remote (?:add|set-url)|push (?:https?:|git@))/, 'T1567'],
];

const PUBLISHERS: ReadonlySet<string> = new Set(PUBLISHES.map(([name]) => name));

export function actOfProgram(all: readonly Invocation[], index: number, text: string): Act | undefined {
  const one = all[index];
  if (!one) return undefined;
  if (DOWNLOADERS.has(one.program)) return pipedToShell(all, index, text);
  if (!RUNNERS.has(one.program) && !INSTALLERS.has(one.program) && !PUBLISHERS.has(one.program)) return undefined;
  const words = argv(one).slice(0, 40);
  return packageRun(one, words, text) ?? packageInstall(one, words, text) ?? publication(one, words, text);
}

function pipedToShell(all: readonly Invocation[], index: number, text: string): Act | undefined {
  const one = all[index];
  const url = one && argv(one).find((word) => /^(?:https?:\/\/|[\w-]{1,60}\.[a-z]{2,10}\/)/i.test(word));
  if (url === undefined || url.includes(UNKNOWN)) return undefined;
  const evaluated = one?.via.some((way) => way === 'substitution' || way === 'process substitution') === true;
  const shell =
    readersOf(all, index).some(({ program }) => INTERPRETERS.has(program)) || (evaluated && all.some(runsText));
  if (!shell) return undefined;
  return {
    kind: 'pipe-to-shell',
    subject: url,
    words: [{ text, part: url }],
    severity: 'medium',
    technique: 'T1059.004',
  };
}

/** `bash -c "$(…)"`, `eval "$(…)"`, `bash <(…)`. */
const runsText = ({ program }: Invocation): boolean =>
  SHELLS.has(program) || program === 'eval' || program === 'source' || program === '.';

function packageRun({ program }: Invocation, words: readonly string[], text: string): Act | undefined {
  const verbs = RUNNERS.get(program);
  if (!verbs) return undefined;
  const verb = verbs.find((one) => words.join(' ').startsWith(one));
  if (verbs.length > 0 && verb === undefined) return undefined;
  const given = words.slice(verb === undefined ? 0 : verb.split(' ').length).filter((word) => !word.startsWith('-'));
  const [subject] = given;
  if (subject === undefined || subject.startsWith('.')) return undefined;
  return { kind: 'package-run', subject, words: [{ text, part: subject }], severity: 'info', technique: 'T1195.002' };
}

function packageInstall({ program }: Invocation, words: readonly string[], text: string): Act | undefined {
  const verb = INSTALLERS.get(program);
  const at = verb ? words.findIndex((word) => !word.startsWith('-')) : -1;
  if (!verb?.test(words[at] ?? '')) return undefined;
  const named = words
    .slice(at + 1)
    .filter((word) => !word.startsWith('-') && !/^\.{0,2}\/|^\.{1,2}$|\.txt$/.test(word));
  const foreign = named.find((word) => FOREIGN.test(word));
  const subject = foreign ?? named[0];
  if (subject === undefined) return undefined;
  const severity = foreign === undefined ? 'info' : 'medium';
  return {
    kind: 'package-install',
    subject,
    words: [{ text, part: subject }],
    severity,
    confidence: 'low',
    technique: 'T1195.002',
  };
}

function publication({ program }: Invocation, words: readonly string[], text: string): Act | undefined {
  const line = words.join(' ');
  const found = PUBLISHES.find(([name, form]) => name === program && form.test(line));
  if (!found) return undefined;
  return {
    kind: 'publish',
    subject: `${program} ${line}`.slice(0, 120),
    words: [{ text, part: `${program} ${words[0] ?? ''}` }],
    severity: 'low',
    technique: found[2],
  };
}
