/** Files whose text runs when a package is built or installed: set-up code, build scripts, recipes, images. */
import type { FileWriteAction } from '../../../contracts/event';
import type { EventAnalysis } from '../../../contracts/analysis';
import type { Detection, Severity } from '../../../contracts/finding';
import { NO_DETECTIONS } from '../../../contracts/detector';
import { payloadIn } from '../../payloads';
import { baseName } from '../../programs';
import { oddAddress } from './from-address';

const BUILDS =
  /^(?:setup\.py|setup\.cfg|conftest\.py|build\.rs|binding\.gyp|wscript|cmakelists\.txt|configure\.ac|extconf\.rb|rakefile|gulpfile\.[cm]?js|gruntfile\.js|makefile|gnumakefile|justfile|dockerfile(?:\.[\w-]{1,40})?|containerfile|\.envrc|build\.gradle(?:\.kts)?|pom\.xml|pyproject\.toml|\w{1,60}\.gemspec)$/;
/** Run at each install of the package, and by nobody's wish. */
const AT_INSTALL = /^(?:setup\.py|build\.rs|binding\.gyp|extconf\.rb|conftest\.py)$/;
const MAX_TEXT = 32 * 1024;
const FETCHER = /\b(?:curl|wget)\b/;
const RUN = /\|\s{0,4}(?:sudo\s)?(?:ba|z|da)?sh\b/;
const ADDRESS = /(?:https?|ftp):\/\/[^\s"'|)`]{4,200}/;
/** Lines of a recipe that are looked at, and characters of each. */
const MAX_LINES = 1_000;
const MAX_LINE = 1_000;
const REQUIRES = /["'][\w.[\]-]{1,80}\s{0,4}@\s{0,4}((?:git\+)?https?:\/\/[^"'\s]{4,200})["']/g;

export function inBuilds({ path, content }: FileWriteAction, { code }: EventAnalysis): readonly Detection[] {
  const name = baseName(path ?? '');
  if (content === undefined || !BUILDS.test(name)) return NO_DETECTIONS;
  const text = content.slice(0, MAX_TEXT);
  const found = [...fetches(text), ...requirements(text), ...(AT_INSTALL.test(name) ? atInstall(text, code) : [])];
  const once = [...new Map(found.toReversed().map((one) => [one.what, one])).values()];
  return once.slice(0, 4).map(({ what, why, severity }) => ({
    why: `${name} ${why}`,
    severity,
    confidence: 'medium' as const,
    dedupeKey: `build ${what} ${(path ?? name).split('/').slice(-2).join('/')}`,
    techniques: ['T1195.002', 'T1059'],
    entities: { path: path ?? name },
    excerpt: text.slice(0, 300),
  }));
}

interface Found {
  what: string;
  why: string;
  severity: Severity;
}

function fetches(text: string): Found[] {
  for (const whole of text.split('\n', MAX_LINES)) {
    const line = whole.slice(0, MAX_LINE);
    if (!FETCHER.test(line) || !RUN.test(line)) continue;
    const url = ADDRESS.exec(line)?.[0] ?? '';
    const odd = oddAddress(url);
    if (odd !== undefined)
      return [{ what: 'fetch', why: `runs code from ${odd} whenever it is built: ${url}`, severity: 'high' }];
  }
  return [];
}

function requirements(text: string): Found[] {
  return [...text.matchAll(REQUIRES)].slice(0, 8).flatMap(([, url = '']) => {
    const odd = oddAddress(url);
    return odd === undefined
      ? []
      : [{ what: 'requires', why: `requires a package from ${odd}: ${url}`, severity: 'medium' as const }];
  });
}

/** Commands and decoded code that an install starts, and what it tells of the machine. */
function atInstall(text: string, code: EventAnalysis['code']): Found[] {
  const started = code
    .filter(({ kind }) => kind === 'spawn' || kind === 'spawn-shell')
    .map(({ literals }) => payloadIn(literals[0] ?? ''))
    .find((sign) => sign !== undefined && sign !== 'runs something in a scratch folder');
  const sign = started ?? (code.length === 0 ? payloadIn(text) : undefined);
  const hidden = code.some(({ kind }) => kind === 'decode') && code.some(({ kind }) => kind === 'evaluate');
  const tells =
    code.some(({ kind }) => kind === 'fetch' || kind === 'send') &&
    /\b(?:gethostname|getpass\.getuser|getlogin|os\.environ|platform\.node|getenv\(["'](?:USER|HOME))/.test(text);
  return [
    ...(sign === undefined || sign === 'runs something in a scratch folder'
      ? []
      : [{ what: 'fetch', why: `${sign} whenever it is installed`, severity: 'high' as const }]),
    ...(hidden
      ? [{ what: 'decoded', why: 'runs decoded code whenever it is installed', severity: 'high' as const }]
      : []),
    ...(tells ? [{ what: 'tells', why: 'tells another machine who installs it', severity: 'medium' as const }] : []),
  ];
}
