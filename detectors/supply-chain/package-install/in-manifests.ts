/** Manifests and lock files as they are written: scripts that run at install, dependencies from addresses, checksums that go. */
import { NO_DETECTIONS } from '../../../contracts/detector';
import type { FileWriteAction } from '../../../contracts/event';
import type { Detection, Severity } from '../../../contracts/finding';
import { baseName } from '../../programs';
import { payloadIn } from '../../payloads';

const LOCKS =
  /^(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lock|poetry\.lock|uv\.lock|pipfile\.lock|cargo\.lock|go\.sum|composer\.lock|gemfile\.lock)$/;
const SCRIPT =
  /"(preinstall|install|postinstall|prepare|preprepare|postprepare)"\s{0,4}:\s{0,4}"((?:[^"\\]|\\.){1,2000})"/g;
const ADDRESS = /"([@\w./-]{1,120})"\s{0,4}:\s{0,4}"((?:git\+)?(?:http|https|ssh|git):\/\/[^"\s]{5,300})"/g;
const ENTRY = /(?:integrity|sha\d{3}|checksum|hash(?:es)?)["']?\s{0,4}[:=]|\bh1:/gi;
const MAX_TEXT = 64 * 1024;

/** What a written manifest or lock file says. */
export function inManifests({ path, content, removed, edit }: FileWriteAction): readonly Detection[] {
  const name = baseName(path ?? '');
  if (content === undefined || (name !== 'package.json' && !LOCKS.test(name))) return NO_DETECTIONS;
  const text = content.slice(0, MAX_TEXT);
  const where = path ?? name;
  const found =
    name === 'package.json'
      ? [...scripts(text, where), ...addresses(text, where)]
      : checksums(text, removed, edit === true, where);
  return found.length === 0 ? NO_DETECTIONS : found.slice(0, 8);
}

function scripts(text: string, path: string): Detection[] {
  return [...text.matchAll(SCRIPT)].slice(0, 8).flatMap(([whole, hook = '', command = '']) => {
    const sign = payloadIn(command) ?? (EVALUATES.test(command) ? 'runs decoded text' : undefined);
    if (sign === undefined || sign === 'runs something in a scratch folder') return [];
    return [
      tell(
        `script ${hook}`,
        `The ${hook} script of a package ${sign}: each install runs it`,
        sign === 'sends data away' ? 'high' : 'medium',
        path,
        whole,
        ['T1195.002', 'T1059'],
      ),
    ];
  });
}

/** `node -e "eval(Buffer.from('…'))"`. */
const EVALUATES = /\beval\s?\(\s?(?:Buffer\.from|atob|unescape|require)|\bexec\s?\(\s?__import__\(/;

/** Forges and registries are where forks are kept; other places are not. */
const FORGES =
  /^(?:git\+)?(?:https|ssh|git):\/\/(?:[^@/]{1,60}@)?(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|registry\.|npm\.|codeload\.github\.com|pkg\.pr\.new|cdn\.)/;
const NO_DEPENDENCY =
  /^(?:url|homepage|repository|bugs|funding|\$schema|author|license|documentation|registry|proxy|image|icon|src|href)$/;

function addresses(text: string, path: string): Detection[] {
  if (!/"(?:\w{0,12}[dD]ependencies)"/.test(text)) return [];
  return [...text.matchAll(ADDRESS)].slice(0, 20).flatMap(([whole, name = '', url = '']) => {
    const outside = NO_DEPENDENCY.test(name) || FORGES.test(url);
    const bare = /:\/\/(?:[^@/]{0,60}@)?\d{1,3}(?:\.\d{1,3}){3}[:/]/.test(url) || url.startsWith('http://');
    return outside
      ? []
      : [
          tell(
            `address ${name}`,
            `The dependency ${name} comes from an address instead of the registry`,
            bare ? 'medium' : 'low',
            path,
            whole,
            ['T1195.002'],
          ),
        ];
  });
}

function checksums(text: string, removed: string | undefined, edit: boolean, path: string): Detection[] {
  if (!edit || removed === undefined || removed.length < 10) return [];
  const [before, after] = [count(removed), count(text)];
  return before > 0 && after === 0 && text.trim().length > 20
    ? [
        tell('checksums', `Checksums are taken out of a lock file (${before})`, 'medium', path, removed, [
          'T1195.002',
          'T1195.001',
        ]),
      ]
    : [];
}

const count = (text: string): number => [...text.slice(0, MAX_TEXT).matchAll(ENTRY)].length;

const tell = (
  what: string,
  why: string,
  severity: Severity,
  path: string,
  excerpt: string,
  techniques: string[],
): Detection => ({
  why: `${why} (${path.slice(-120)})`,
  severity,
  confidence: 'medium',
  dedupeKey: `${what} ${path.split('/').slice(-2).join('/')}`,
  techniques,
  entities: { path },
  excerpt: excerpt.slice(0, 300),
});
