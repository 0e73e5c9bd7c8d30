/** Packages installed from a bare address, a plain connection or a paste instead of a registry or forge. */
import type { Detection } from '../../../contracts/finding';
import type { Invocation } from '../../../contracts/shell';
import { argv } from '../../programs';
import { commandLine } from '../../signs';

const INSTALLERS: Readonly<Record<string, RegExp>> = {
  npm: /^(?:install|i|add|exec|x|ci|create)$/,
  pnpm: /^(?:install|i|add|dlx)$/,
  yarn: /^(?:add|dlx)$/,
  bun: /^(?:install|i|add|x)$/,
  npx: /^/,
  bunx: /^/,
  pip: /^(?:install|download)$/,
  pipx: /^(?:install|run)$/,
  uv: /^(?:add|pip|tool)$/,
  uvx: /^/,
  poetry: /^add$/,
  gem: /^install$/,
  go: /^(?:install|get|run)$/,
  cargo: /^(?:install|add)$/,
  helm: /^(?:install|upgrade|pull)$/,
  code: /^--install-extension$/,
};
const ADDRESS = /^(?:git\+)?(https?|git|ftp):\/\/(?:[^@/\s]{1,80}@)?(\[[0-9a-f:]{2,60}\]|[^/:\s]{1,253})/i;
const HERE =
  /^(?:localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|\[?::1)|^[a-z0-9-]{1,63}$|\.(?:local|internal|lan|corp|test)$/i;

/** What is wrong with an address that a package comes from; undefined when it is encrypted and has a name, or is near. */
export function oddAddress(word: string): string | undefined {
  const [, scheme = '', host = ''] = ADDRESS.exec(word) ?? [];
  if (host === '' || HERE.test(host)) return undefined;
  if (/^[\d.]{7,15}$|^\[/.test(host)) return 'a bare address';
  return scheme.toLowerCase() === 'https' ? undefined : 'a connection that anyone may change';
}

/** One statement for each program that installs from an odd address, or that runs an install script put into a manifest by hand. */
export function fromAddress(one: Invocation): Detection[] {
  const program = one.program.replace(/^pip[\d.]+$/, 'pip');
  const verbs = Object.hasOwn(INSTALLERS, program) ? INSTALLERS[program] : undefined;
  if (verbs === undefined) return [];
  const words = argv(one);
  if (!words.some((word) => verbs.test(word))) return [];
  return words.slice(0, 60).flatMap((word, at) => {
    // Where the registry is comes under another title.
    if (
      /^-/.test(words[at - 1] ?? '') &&
      !/^(?:-g|-D|-U|--(?:yes|global|force|save\S*|no-deps|upgrade|user|install-extension))$/.test(words[at - 1] ?? '')
    )
      return [];
    const odd = oddAddress(word);
    if (odd === undefined) return [];
    return [
      {
        why: `${program} installs a package from ${odd}: ${word.slice(0, 160)}`,
        severity: 'medium' as const,
        confidence: 'medium' as const,
        dedupeKey: `address ${word.slice(0, 160)}`,
        techniques: ['T1195.002', 'T1105'],
        entities: { package: word.slice(0, 160) },
        excerpt: commandLine(one),
      },
    ];
  });
}
