/** Development tools that run a program in an environment they prepare: `uv run`, `bundle exec`, `op run --`. */
import type { OptionShape } from './options';
import { readOptions } from './options';
import type { Wrapper } from './wrappers';

/** `tool verb program …`, listed with its own name too. */
const runner =
  (verbs: readonly string[], shape: OptionShape = {}): Wrapper =>
  (call) => {
    const [verb, ...rest] = call.words.slice(1);
    if (!verb || !verbs.includes(verb.text)) return undefined;
    const read = readOptions(rest, shape);
    if (read.rest.length === 0) return undefined;
    return { via: `${call.words[0]?.text ?? ''} ${verb.text}`, words: [read.rest], listed: true };
  };

/** `npx [-y] [-p package] program …`; `-c` takes a command line. */
const npx: Wrapper = (call) => {
  const read = readOptions(call.words.slice(1), { letters: 'pc', long: ['package', 'call', 'from', 'python', 'with'] });
  const code = read.options.get('c') ?? read.options.get('call');
  const via = call.words[0]?.text ?? 'npx';
  if (code) return { via, code: [code], listed: true };
  return read.rest.length > 0 ? { via, words: [read.rest], listed: true } : undefined;
};

export const RUNNERS: readonly (readonly [string, Wrapper])[] = [
  ['npx', npx],
  ['bunx', npx],
  ['uvx', npx],
  ['pnpm', runner(['dlx', 'exec'])],
  ['yarn', runner(['dlx', 'exec'])],
  ['pipx', runner(['run'])],
  ['ip', runner(['netns'], { operands: 2 })],
  [
    'uv',
    runner(['run'], {
      letters: 'p',
      long: ['with', 'python', 'project', 'directory', 'extra', 'group', 'env-file', 'package'],
    }),
  ],
  ['poetry', runner(['run'])],
  ['pipenv', runner(['run'])],
  ['pdm', runner(['run'])],
  ['hatch', runner(['run'])],
  ['rye', runner(['run'])],
  ['conda', runner(['run'], { letters: 'np', long: ['name', 'prefix', 'cwd'] })],
  ['mamba', runner(['run'], { letters: 'np', long: ['name', 'prefix', 'cwd'] })],
  ['bundle', runner(['exec'])],
  ['direnv', runner(['exec'], { operands: 1 })],
  ['mise', runner(['exec', 'x'], { operands: 0 })],
  ['asdf', runner(['exec'])],
  ['op', runner(['run'], { long: ['env-file', 'account'] })],
  ['doppler', runner(['run'], { letters: 'pc', long: ['project', 'config', 'command'] })],
  ['infisical', runner(['run'], { long: ['env', 'path', 'projectId'] })],
  ['aws-vault', runner(['exec'], { operands: 1 })],
  ['chamber', runner(['exec'], { operands: 1 })],
  ['dotenv', runner(['run'], { letters: 'f' })],
  ['wsl', runner(['-e', '--exec', '--'])],
];
