/** Code that leaves its box: asks the container engine, enters namespaces, or climbs out of an interpreter's own sandbox. */
import type { Reach } from './reach';

/** The first characters that are looked at. */
const MAX_TEXT = 32 * 1024;

const WAYS: readonly (readonly [RegExp, string, string, Reach['weight']])[] = [
  [
    /\bcontainers\.(?:run|create)\([^\n]{0,600}(?:privileged\s?=\s?True|["']\/["']\s?:\s?\{)/,
    'container:code',
    'Code starts a container with the host inside',
    2,
  ],
  [
    /\.connect\(\s{0,4}\(?["'](?:unix:\/\/)?\/(?:var\/)?run\/(?:docker|containerd\/containerd|crio\/crio|podman\/podman)\.sock/,
    'engine socket',
    "Code talks to the container engine's socket by hand",
    2,
  ],
  [
    /["']\/proc\/1\/ns\/|\bsetns\s?\(|["']\/proc\/1\/root\//,
    'process 1',
    'Code enters the namespaces or the root folder of the first process',
    3,
  ],
  [
    /__subclasses__\s?\(\s?\)[^\n]{0,300}(?:__globals__|__builtins__|__init__)/,
    'python sandbox',
    'Code climbs through the classes of Python to what its sandbox keeps from it',
    2,
  ],
  [
    /\bconstructor\s?\.\s?constructor\s?\(\s?["'`]return (?:process|this|globalThis)/,
    'javascript sandbox',
    'Code climbs through constructors to the process outside of its sandbox',
    2,
  ],
];

/** Sources, not those of tests. */
const isCode = (path: string): boolean =>
  /\.(?:py|[cm]?[jt]sx?|rb|pl|go|c|rs)$/.test(path) && !/(?:^|\/)(?:tests?|__tests__|fixtures|spec)\//.test(path);

/** Ways out that a text of code takes; none in text that is no code. */
export function inCodeText(text: string, path: string | undefined): Reach[] {
  if (path !== undefined && !isCode(path)) return [];
  const looked = text.slice(0, MAX_TEXT);
  return WAYS.flatMap(([pattern, what, why, weight]) => {
    const found = pattern.exec(looked);
    return found === null ? [] : [{ what, why, weight, excerpt: found[0].slice(0, 300) }];
  });
}
