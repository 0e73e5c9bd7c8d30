/** Paths by the folder that they lie in or the name that they have: what runs by itself, who may enter, what an agent obeys, logs, tests. */
import type { PathClass } from '../contracts/analysis';
import { AGENT_NAMES, AGENT_PLACES } from './path-agents';
import { SYSTEM_PLACES, SYSTEM_NAMES } from './path-system';

export type Kind = Exclude<PathClass, 'other'>;

/** What lies below a folder of one name: `below` is tested on what follows the folder, without the slash; all of it when left out. */
export interface Place {
  folder: string;
  below?: RegExp;
  class: Kind;
}

const spread = (table: Readonly<Partial<Record<Kind, string>>>): [string, Kind][] =>
  (Object.entries(table) as [Kind, string][]).flatMap(([kind, names]) =>
    names.split(' ').map((name): [string, Kind] => [name, kind]),
  );

const REPOSITORY_PLACES: readonly Place[] = [
  { folder: '.git', below: /(?:^|\/)hooks\/(?![^/]*\.sample\/)/, class: 'git-hook' },
  { folder: 'git-core', below: /^templates\/hooks\//, class: 'git-hook' },
  { folder: '.husky', class: 'git-hook' },
  { folder: '.githooks', class: 'git-hook' },
  { folder: '.git-hooks', class: 'git-hook' },
  { folder: '.git-templates', below: /^hooks\//, class: 'git-hook' },
  { folder: '.git-template', below: /^hooks\//, class: 'git-hook' },
  { folder: '.github', below: /^(?:workflows|actions)\//, class: 'ci-workflow' },
  { folder: '.gitea', below: /^workflows\//, class: 'ci-workflow' },
  { folder: '.forgejo', below: /^workflows\//, class: 'ci-workflow' },
  { folder: '.circleci', class: 'ci-workflow' },
  { folder: '.buildkite', class: 'ci-workflow' },
  { folder: '.woodpecker', class: 'ci-workflow' },
  { folder: '.teamcity', class: 'ci-workflow' },
  { folder: '.gitlab', below: /^ci\//, class: 'ci-workflow' },
];

const NAMES: ReadonlyMap<string, Kind> = new Map([
  ...spread({
    'git-hook': '.pre-commit-config.yaml .pre-commit-config.yml lefthook.yml lefthook.yaml .lefthook.yml .huskyrc',
    'ci-workflow':
      '.gitlab-ci.yml .gitlab-ci.yaml jenkinsfile azure-pipelines.yml azure-pipelines.yaml .travis.yml bitbucket-pipelines.yml .drone.yml .woodpecker.yml appveyor.yml .appveyor.yml cloudbuild.yaml cloudbuild.yml buildspec.yml buildspec.yaml .cirrus.yml codemagic.yaml',
    'lock-file':
      'package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock bun.lockb deno.lock poetry.lock pipfile.lock uv.lock pdm.lock pixi.lock conda-lock.yml cargo.lock go.sum go.work.sum composer.lock gemfile.lock mix.lock pubspec.lock flake.lock podfile.lock package.resolved gradle.lockfile packages.lock.json .terraform.lock.hcl rebar.lock stack.yaml.lock',
  }),
  ...spread(AGENT_NAMES),
  ...spread(SYSTEM_NAMES),
]);

const PLACES: ReadonlyMap<string, readonly Place[]> = Map.groupBy(
  [...REPOSITORY_PLACES, ...AGENT_PLACES, ...SYSTEM_PLACES],
  ({ folder }) => folder,
);

const TEST_FOLDERS: ReadonlySet<string> = new Set(
  'test tests __tests__ __test__ spec specs e2e testdata __snapshots__ __mocks__ integration-tests'.split(' '),
);
const TEST_NAME =
  /[._-](?:test|tests|spec|e2e|cy)\.[a-z0-9]{1,5}$|^test_[^/]{1,200}\.(?:py|rb|c|cpp)$|_(?:test|spec)\.[a-z0-9]{1,5}$|^(?:conftest\.py|jest\.config\.[cm]?[jt]s|vitest\.config\.[cm]?[jt]s|pytest\.ini)$/;
const LOG_NAME = /\.(?:log(?:\.\d{1,4})?(?:\.gz)?|evtx?)$/;
const SYSTEM =
  /^\/(?:etc|usr|boot|efi|lib|lib32|lib64|libx32|bin|sbin|system|library|var\/lib\/(?:dpkg|rpm|apt|pacman)|[a-z]:\/(?:windows|program files(?: \(x86\))?|programdata))(?:\/|$)/;

/** Deepest folder that is looked at; a path that goes deeper is told by its name alone. */
const MAX_FOLDERS = 64;

/**
 * Class of a path by its place, in lower case and with a slash in front; `rooted` when the path said so itself. `other` when no folder
 * and no name is known.
 */
export function classOfPlace(lower: string, name: string, rooted: boolean): PathClass {
  const path = lower.replace(/^\/private\/(?=etc\/|var\/)/, '/');
  const folders = path.split('/', MAX_FOLDERS);
  const placed = placeOf(path, folders) ?? NAMES.get(name);
  if (placed !== undefined) return placed;
  if (LOG_NAME.test(name)) return 'log';
  if (TEST_NAME.test(name) || folders.slice(0, -1).some((folder) => TEST_FOLDERS.has(folder))) return 'test';
  return rooted && SYSTEM.test(path) ? 'system' : 'other';
}

function placeOf(path: string, folders: readonly string[]): Kind | undefined {
  let start = 0;
  for (const folder of folders) {
    start += folder.length + 1;
    const known = PLACES.get(folder);
    if (known === undefined) continue;
    const rest = `${path}/`.slice(start);
    const place = known.find(({ below }) => below === undefined || below.test(rest));
    if (place !== undefined) return place.class;
  }
  return undefined;
}
