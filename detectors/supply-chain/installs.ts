/** Packages that a command installs or runs straight from a registry: manager, name and version of each. */
import type { EventAnalysis } from '../../contracts/analysis';
import type { Invocation } from '../../contracts/shell';
import { argv, invocations } from '../programs';

export type Ecosystem = 'npm' | 'pypi' | 'rubygems' | 'crates' | 'go';

export interface Package {
  ecosystem: Ecosystem;
  name: string;
  /** As given: `1.2.3`, `^1`, `latest`; undefined when none is. */
  version?: string;
  /** Fetched and run at once (`npx`, `uvx`). */
  run: boolean;
  by: Invocation;
}

interface Manager {
  ecosystem: Ecosystem;
  /** Words before the packages; '' when they come at once. */
  verbs: RegExp;
  run?: RegExp;
}

const NPM = /^(?:install|i|add|in|isntall|ins)$/;
const MANAGERS: Readonly<Record<string, Manager>> = {
  npm: { ecosystem: 'npm', verbs: NPM, run: /^(?:exec|x|create|init)$/ },
  pnpm: { ecosystem: 'npm', verbs: NPM, run: /^(?:dlx|create)$/ },
  yarn: { ecosystem: 'npm', verbs: /^add$/, run: /^(?:dlx|create)$/ },
  bun: { ecosystem: 'npm', verbs: NPM, run: /^(?:x|create)$/ },
  npx: { ecosystem: 'npm', verbs: /^$/ },
  bunx: { ecosystem: 'npm', verbs: /^$/ },
  pip: { ecosystem: 'pypi', verbs: /^install$/ },
  uv: { ecosystem: 'pypi', verbs: /^(?:add|install)$/, run: /^(?:run|x)$/ },
  uvx: { ecosystem: 'pypi', verbs: /^$/ },
  pipx: { ecosystem: 'pypi', verbs: /^install$/, run: /^run$/ },
  poetry: { ecosystem: 'pypi', verbs: /^add$/ },
  pdm: { ecosystem: 'pypi', verbs: /^add$/ },
  gem: { ecosystem: 'rubygems', verbs: /^(?:install|i)$/ },
  cargo: { ecosystem: 'crates', verbs: /^(?:add|install)$/ },
};
/** Options whose next word is a value. */
const VALUED =
  /^(?:-r|--requirement|-c|--constraint|-i|--index-url|--extra-index-url|-f|--find-links|-t|--target|--prefix|-w|--workspace|--filter|-C|--dir|--registry|--tag|--python|--group|-G|--features|--source|-e|--editable|--root|-d|--with|--from|--version|--vers|-v|--git|--path|--package|-p|--python-version|--platform)$/;
const MAX_PACKAGES = 60;

/** The packages named in a command, at most 60; files, folders and addresses are none. */
export function packagesOf(analysis: EventAnalysis): Package[] {
  return invocations(analysis).flatMap(ofInvocation).slice(0, MAX_PACKAGES);
}

function ofInvocation(one: Invocation): Package[] {
  const words = argv(one);
  const module =
    /^python[\d.]*$/.test(one.program) && words[0] === '-m' && /^(?:pip|pipx|uv|poetry)$/.test(words[1] ?? '');
  const program = module ? (words[1] ?? '') : one.program.replace(/^pip[\d.]+$/, 'pip');
  const manager = Object.hasOwn(MANAGERS, program) ? MANAGERS[program] : undefined;
  if (manager === undefined) return [];
  const plain = plainWords(module ? words.slice(2) : words);
  if (manager.verbs.source === '^$') return read(plain.slice(0, 1), manager, one, true);
  const at = plain.findIndex((word) => manager.verbs.test(word) || manager.run?.test(word) === true);
  if (at < 0 || at > 2) return [];
  const run = manager.run?.test(plain[at] ?? '') === true;
  if (program === 'uv' && run) return [];
  const rest = plain.slice(at + 1);
  return read(run ? rest.slice(0, 1) : rest, manager, one, run);
}

/** Words that are no options and no values of such. */
const plainWords = (words: readonly string[]): string[] =>
  words.filter((word, at) => !word.startsWith('-') && !VALUED.test(words[at - 1] ?? ''));

function read(words: readonly string[], { ecosystem }: Manager, by: Invocation, run: boolean): Package[] {
  return words.flatMap((word) => {
    const found = ecosystem === 'npm' ? npmSpec(word) : otherSpec(word);
    return found === undefined ? [] : [{ ecosystem, run, by, ...found }];
  });
}

const NAME = /^(?:@[a-z0-9][\w.-]{0,100}\/)?[a-z0-9][\w.-]{0,120}$/i;

function npmSpec(word: string): { name: string; version?: string } | undefined {
  const aliased = word.replace(/^[^@]{1,100}@npm:/, '');
  const at = aliased.indexOf('@', 1);
  const name = at < 0 ? aliased : aliased.slice(0, at);
  if (!NAME.test(name) || /\.(?:tgz|tar\.gz|js|ts|json)$/.test(name)) return undefined;
  return at < 0 ? { name } : { name, version: aliased.slice(at + 1, at + 61) };
}

function otherSpec(word: string): { name: string; version?: string } | undefined {
  const [, name = '', rest = ''] =
    /^([a-z0-9][\w.-]{0,120}?)(?:\[[^\]]{0,100}\])?(?:(?:[=<>~!]=?|@|:)(.{1,60}))?$/i.exec(word) ?? [];
  if (!NAME.test(name) || name === '.' || /\.(?:txt|whl|zip|gz|toml|py|rs)$/.test(name)) return undefined;
  return rest === '' ? { name } : { name, version: rest.replace(/^=+/, '') };
}
