import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector, DetectorContext, InstallationContext } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Detection, Severity } from '../../../contracts/finding';
import { argv, invocations } from '../../programs';
import { writingsOf } from '../../writings';
import { manifest } from './manifest';

const MANAGERS =
  /^(?:npm|pnpm|yarn|bun|bunx|npx|pip[\d.]*|uv|uvx|pipx|poetry|pdm|python[\d.]*|conda|mamba|gem|bundle|cargo|go|composer|dotnet|nuget|mvn|gradle|helm)$/;
/** Options and settings that say where packages come from. */
const OPTION =
  /^(?:--(?:registry|index-url|extra-index-url|index|default-index|find-links|source|repository-url|proxy|git)|-i|-f|--(?:@[\w-]{1,60}:)?registry)$/;
const VARIABLE =
  /^(?:npm_config_registry|NPM_CONFIG_REGISTRY|YARN_(?:NPM_)?REGISTRY(?:_SERVER)?|BUN_CONFIG_REGISTRY|PIP_(?:EXTRA_)?INDEX_URL|PIP_FIND_LINKS|UV_(?:EXTRA_)?(?:INDEX(?:_URL)?|DEFAULT_INDEX)|GOPROXY|CARGO_REGISTRIES_\w{1,40}_INDEX|BUNDLE_MIRROR\w{0,60}|GEM_HOST)$/;
const FILES =
  /(?:^|\/)(?:\.npmrc|\.yarnrc(?:\.yml)?|bunfig\.toml|pip\.conf|pip\.ini|uv\.toml|\.pypirc|\.cargo\/config(?:\.toml)?|\.gemrc|\.bundle\/config|nuget\.config|settings\.xml|Cargo\.toml)$/i;
const SETTING =
  /^[ \t]{0,8}["']?(?:@[\w-]{1,60}:)?(?:registry|npmRegistryServer|index-url|extra-index-url|index_url|default-index|url|find-links|GOPROXY|:sources?)["']?[ \t]{0,4}[:=][ \t]{0,4}["']?(https?:\/\/[^\s"',]{4,300})/gim;
/** `name = { git = "…" }` of a dependency, or of one that is put in another's place. */
const SOURCE = /\bgit[ \t]{0,4}=[ \t]{0,4}["'](https?:\/\/[^\s"',]{4,300})/g;
/** Indexes of projects that are in common use without being registries. */
const COMMON =
  /(?:^|\.)(?:pytorch\.org|nvidia\.com|pyg\.org|jfrog\.io|pkg\.dev|codeartifact\.[a-z0-9-]{1,30}\.amazonaws\.com|packagecloud\.io|cloudsmith\.io|gemfury\.io|fury\.io|taobao\.org|npmmirror\.com|tsinghua\.edu\.cn|aliyun\.com|ustc\.edu\.cn|cloud\.tencent\.com|huaweicloud\.com|visualstudio\.com|azure\.com|github\.com|gitlab\.com|githubusercontent\.com|github\.io|codeberg\.org|bitbucket\.org|sr\.ht|googlesource\.com|freedesktop\.org|gnome\.org|kde\.org|googleapis\.com|goproxy\.(?:io|cn)|anyscale\.com|databricks\.com|alpinelinux\.org)$/;

export const registryOverride: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, context) {
    const found = [...inCommand(context), ...inFile(event, context), ...unsigned(context, event)];
    if (found.length === 0) return NO_DETECTIONS;
    const byHost = new Map(found.map((one) => [one.dedupeKey, one] as const));
    return [...byHost.values()].slice(0, 8);
  },
};

function inCommand({ analysis, installation }: DetectorContext): Detection[] {
  return invocations(analysis).flatMap((one) => {
    const words = argv(one);
    const given: string[] = one.environment.filter(({ name }) => VARIABLE.test(name)).map(({ value }) => value.text);
    if (one.program === 'export')
      given.push(...words.filter((word) => VARIABLE.test(word.split('=', 1)[0] ?? '')).map(after));
    else if (MANAGERS.test(one.program)) given.push(...ofOptions(words));
    else if (one.program === 'git' && words.includes('submodule') && words.includes('add'))
      given.push(...words.filter((word) => RAW.test(word)));
    return given.flatMap((url) =>
      judge(url, installation, one.program || 'the shell', [one.path, ...words].join(' ').slice(0, 300)),
    );
  });
}

/** An address in numbers: nobody vouches for what it serves. */
const RAW = /^https?:\/\/(?:[^@/?#\s]{0,100}@)?(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:]{2,45}\])(?=[:/]|$)/i;

const after = (word: string): string => word.slice(word.indexOf('=') + 1);

function ofOptions(words: readonly string[]): string[] {
  const set = words.indexOf('set');
  const mirror = words[0] === 'config' ? words.findIndex((word) => /^mirror\./.test(word)) : -1;
  const configured =
    words.includes('config') && set < 0 && mirror > 0
      ? words.slice(mirror + 1)
      : words.includes('config') && set >= 0
        ? words.slice(set + 1).flatMap((word) => [word, after(word)])
        : [];
  const added = (words.includes('source') || words.includes('repo')) && words.includes('add') ? words.map(after) : [];
  const kept =
    words[0] === 'env' && words.includes('-w')
      ? words.filter((word) => VARIABLE.test(word.split('=', 1)[0] ?? '')).map(after)
      : [];
  const options = words.flatMap((word, at) => {
    const name = word.split('=', 1)[0] ?? '';
    if (!OPTION.test(name)) return [];
    return [word.includes('=') ? after(word) : (words[at + 1] ?? '')];
  });
  return [...options, ...configured, ...added, ...kept].filter((word) => /^https?:\/\//i.test(word));
}

/** Settings files that a tool or a command writes. */
function inFile({ action }: AgentEvent, { analysis, installation }: DetectorContext): Detection[] {
  const files =
    action.type === 'file.write'
      ? [{ path: action.path ?? '', content: action.content ?? '' }]
      : (analysis.command?.writes.slice(0, 16) ?? []);
  return files
    .filter(({ path }) => FILES.test(path.slice(-200)))
    .flatMap(({ path, content }) =>
      [...content.slice(0, 32_000).matchAll(/Cargo\.toml$/i.test(path) ? SOURCE : SETTING)]
        .slice(0, 20)
        .flatMap(([line, url = '']) => judge(url, installation, path, line.trim().slice(0, 300))),
    );
}

const SOURCES =
  /^\/etc\/(?:apt\/sources\.list(?:\.d\/|$)|yum\.repos\.d\/|apk\/repositories|pacman\.d\/|zypp\/repos\.d\/)/;
const UNSIGNED = /\[[^\]\n]{0,80}trusted=yes|(?:^|\n)\s{0,4}gpgcheck\s?=\s?0|AllowUnauthenticated/i;

/** Sources of the system's packages that are taken without a signature. */
function unsigned({ analysis, session }: DetectorContext, event: AgentEvent): Detection[] {
  if (!analysis.writes.some(({ path }) => SOURCES.test(path))) return [];
  return writingsOf(event, analysis, session, PLACES)
    .filter(
      ({ path, content, contained }) => !contained && SOURCES.test(path.path) && UNSIGNED.test(content.slice(0, 8_192)),
    )
    .map(({ path, excerpt }) => ({
      why: `The system takes packages without a signature from now on: ${path.path}`,
      severity: 'medium' as const,
      dedupeKey: path.path,
      entities: { path: path.path },
      excerpt,
    }));
}

const PLACES = new Set(['system', 'other', 'scheduled-job'] as const);

function judge(given: string, installation: InstallationContext, by: string, excerpt: string): Detection[] {
  return given.split(/[,|\s]/, 8).flatMap((url) => {
    const host = hostOf(url);
    const severity = host === undefined ? undefined : severityOf(host, url, installation);
    if (host === undefined || severity === undefined) return [];
    return [
      {
        why: `${by} is told to take packages from ${host}`,
        severity,
        dedupeKey: host,
        entities: { destination: host },
        excerpt,
      },
    ];
  });
}

function hostOf(url: string): string | undefined {
  return /^https?:\/\/(?:[^@/?#\s]{0,300}@)?(\[[0-9a-f:.]{2,60}\]|[^:/?#\s]{1,253})/i.exec(url)?.[1]?.toLowerCase();
}

const HERE =
  /^(?:localhost|127\.\d|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|\[?::1|host\.docker\.internal)|^[a-z0-9-]{1,63}$|\.(?:local|internal|lan|corp|intranet|home|test|svc)$/;
const REGISTRIES =
  /(?:^|\.)(?:npmjs\.(?:org|com)|yarnpkg\.com|pypi\.org|pythonhosted\.org|crates\.io|rubygems\.org|maven\.org|apache\.org|packagist\.org|nuget\.org|jsr\.io|golang\.org|anaconda\.(?:org|com)|conda\.io|hex\.pm)$/;

function severityOf(
  host: string,
  url: string,
  { registries, ownedDomains }: InstallationContext,
): Severity | undefined {
  const ours = [...registries, ...ownedDomains].some(
    (one) => host === one || host.endsWith(`.${one}`) || one.includes(`//${host}`),
  );
  if (
    ours ||
    HERE.test(host) ||
    REGISTRIES.test(host) ||
    COMMON.test(host) ||
    host.includes('\uFFFD') ||
    /[$\x7b]/.test(host)
  )
    return undefined;
  if (/^\[?[\d.:a-f]+\]?$/.test(host)) return 'medium';
  return url.startsWith('http:') ? 'medium' : 'low';
}
