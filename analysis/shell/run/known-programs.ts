/** Programs that a path with file name signs, such as `/???/b??h`, would find. */

const NAMES =
  'bash sh dash zsh cat nc ncat curl wget python3 python perl ruby php node base64 chmod rm cp mv ls id whoami env tar ssh scp socat telnet awk sed grep find xxd tail head tee dd'.split(
    ' ',
  );
const PATHS = ['/bin/', '/usr/bin/', '/usr/local/bin/'].flatMap((folder) => NAMES.map((name) => folder + name));
/** Few signs in a short path, so that matching stays cheap. */
const PATTERN = /^\/[\w./?*![\]-]{2,40}$/;

const MAX_PATTERNS = 32;

/** Looks patterns up, each once and at most 32 of them. */
export class KnownPrograms {
  private readonly found = new Map<string, string | undefined>();

  /** The first well-known program that the pattern fits; undefined when there is none, or for a pattern that names no letter. */
  find(pattern: string): string | undefined {
    if (this.found.has(pattern) || this.found.size >= MAX_PATTERNS) return this.found.get(pattern);
    const path = match(pattern);
    this.found.set(pattern, path);
    return path;
  }
}

function match(pattern: string): string | undefined {
  if (!PATTERN.test(pattern) || !/[a-z]/.test(pattern) || pattern.split('*').length > 3) return undefined;
  const source = pattern
    .replace(/\[!/g, '[^')
    .replace(/[.?*]/g, (sign) => (sign === '.' ? '\\.' : sign === '?' ? '[^/]' : '[^/]*'));
  try {
    const expression = new RegExp(`^${source}$`);
    return PATHS.find((path) => expression.test(path));
  } catch {
    return undefined;
  }
}
