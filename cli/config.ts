import { loadConfig } from '../platform/config';
import { GanderError } from '../platform/errors';
import { print, readArguments } from './verb';
import type { Verb } from './verb';

export const configVerb: Verb = {
  help: `Usage: gander config check [--config FILE] [--json]

Reads the configuration as "gander start" would and tells what is wrong with it, with line numbers.
--json prints the whole configuration with its defaults; secrets are left out.

Example:
  gander config check --config gander.yaml`,
  run(args) {
    const { values, positionals } = readArguments(args, { config: { type: 'string' }, json: { type: 'boolean' } });
    if (positionals[0] !== 'check' || positionals.length > 1)
      throw new GanderError('usage', 'expected: gander config check');
    const config = loadConfig(values.config === undefined ? {} : { file: values.config });
    print(values.json === true ? JSON.stringify(config, withoutSecrets, 2) : 'The configuration is good.');
    return Promise.resolve(0);
  },
};

function withoutSecrets(key: string, value: unknown): unknown {
  if ((key === 'values' || key === 'canaries') && Array.isArray(value)) return value.map(() => '<hidden>');
  return ['secret', 'password', 'key'].includes(key) && typeof value === 'string' ? '<hidden>' : value;
}
