import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { EventAnalysis, PathClass } from '../../../contracts/analysis';
import type { Invocation } from '../../../contracts/shell';
import { payload, payloadIn } from '../../payloads';
import { argv, baseName, invocations } from '../../programs';
import { commandLine, detectionsOf } from '../../signs';
import type { Sign } from '../../signs';
import { tailOf, writingsOf } from '../../writings';
import type { Writing } from '../../writings';
import { manifest } from './manifest';
import { settingSign, settingsIn } from './settings';

const HOOKS: ReadonlySet<PathClass> = new Set(['git-hook']);
const OTHERS: ReadonlySet<PathClass> = new Set(['other']);
const SETTINGS_FILE = /\/\.git\/config$|\/\.gitconfig$|\/git\/config$|\/\.git\/modules\/.{1,200}\/config$/;

export const gitHook: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, { analysis, session }) {
    const all = invocations(analysis);
    const hooks = writingsOf(event, analysis, session, HOOKS).flatMap((one) => hook(one, all));
    const files = hasSettings(analysis)
      ? writingsOf(event, analysis, session, OTHERS)
          .filter(({ path }) => SETTINGS_FILE.test(path.path))
          .flatMap(inSettings)
      : [];
    const set = all.flatMap(byCommand);
    return hooks.length + files.length + set.length === 0 ? NO_DETECTIONS : detectionsOf([...hooks, ...files, ...set]);
  },
};

const hasSettings = ({ writes }: EventAnalysis): boolean => writes.some(({ path }) => SETTINGS_FILE.test(path));

/** A hook of the own repository is daily work; one that every new clone gets, or of another repository, is not. */
function hook({ path, content, inside, contained, excerpt }: Writing, all: readonly Invocation[]): Sign[] {
  const placed = all.filter(({ via }) => via.some((one) => one.startsWith('placed in ')));
  const bad = payload(placed, all) ?? payloadIn(content);
  const managed = /\.husky\/|\.githooks\/|pre-commit-config|lefthook|\.git-hooks\//.test(path.path);
  if (bad === undefined && (managed || contained)) return [];
  const template = /git-core\/templates|\.git-templates?\//.test(path.path);
  return [
    {
      what: tailOf(path.given),
      why: `A program that git runs by itself is put into ${path.path}${bad === undefined ? '' : `; it ${bad}`}`,
      severity: bad !== undefined ? 'high' : template || !inside ? 'medium' : 'low',
      techniques: ['T1546'],
      excerpt,
      path: path.path,
    },
  ];
}

function inSettings({ path, content, excerpt, by }: Writing): Sign[] {
  if (by?.program === 'git') return [];
  return settingsIn(content).flatMap((setting) =>
    settingSign(setting, { excerpt, path: path.path }, /\/\.git\//.test(path.path)),
  );
}

/** `git config key value`, and `git -c key=value` of one command. */
function byCommand(one: Invocation): Sign[] {
  if (one.program !== 'git') return [];
  const words = argv(one);
  const once = words.flatMap((word, at) => (word === '-c' ? [words[at + 1] ?? ''] : []));
  const signs = once.flatMap((pair) => {
    const [key = '', ...rest] = pair.split('=');
    return settingSign({ key, value: rest.join('=') }, { excerpt: commandLine(one) }, true);
  });
  const verb = words.indexOf('config');
  if (
    verb < 0 ||
    words.slice(0, verb).some((word, at) => !word.startsWith('-') && words[at - 1] !== '-C' && words[at - 1] !== '-c')
  )
    return signs;
  const rest = words.slice(verb + 1);
  if (rest.some((word) => /^(?:--get|--unset|--list|-l$|--edit|-e$|--remove-section|unset$|get$|list$)/.test(word)))
    return signs;
  const named = rest.filter((word) => !word.startsWith('-') && word !== 'set');
  const [key = '', value] = named;
  const local = !rest.some((word) => word === '--global' || word === '--system' || baseName(word) === '.gitconfig');
  return value === undefined ? signs : [...signs, ...settingSign({ key, value }, { excerpt: commandLine(one) }, local)];
}
