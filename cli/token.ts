import { loadConfig } from '../platform/config';
import { GanderError } from '../platform/errors';
import { createToken, listTokens, revokeToken } from '../platform/tokens';
import { print, readArguments } from './verb';
import type { Verb } from './verb';

export const tokenVerb: Verb = {
  help: `Usage: gander token create --name NAME [--tenant TENANT] [--host HOST] [--user USER] [--data DIR]
       gander token list [--json]
       gander token revoke --name NAME

A sender shows its token as "Authorization: Bearer TOKEN". The token is printed once; only its digest is kept, in <data>/tokens.json.
With --host or --user, events that come with the token belong to them, whatever the records claim.

Example:
  gander token create --name laptop-ann --host ann-laptop --user ann`,
  run(args) {
    const { values, positionals } = readArguments(args, {
      name: { type: 'string' },
      tenant: { type: 'string' },
      host: { type: 'string' },
      user: { type: 'string' },
      data: { type: 'string' },
      config: { type: 'string' },
      json: { type: 'boolean' },
    });
    const config = loadConfig({
      ...(values.config === undefined ? {} : { file: values.config }),
      ...(values.data === undefined ? {} : { overrides: { data: values.data } }),
    });
    const what = positionals[0];
    if (what === 'list') {
      const tokens = listTokens(config.data);
      if (values.json === true) print(JSON.stringify(tokens));
      else
        for (const token of tokens)
          print(`${token.name}  tenant ${token.tenant}  ${token.host ?? '-'}  ${token.user ?? '-'}`);
      return Promise.resolve(0);
    }
    if (values.name === undefined)
      throw new GanderError('usage', 'expected: gander token create|revoke --name NAME, or gander token list');
    if (what === 'create') {
      const { name, tenant, host, user } = values;
      print(
        createToken(config.data, {
          name,
          ...(tenant === undefined ? {} : { tenant }),
          ...(host === undefined ? {} : { host }),
          ...(user === undefined ? {} : { user }),
        }),
      );
      return Promise.resolve(0);
    }
    if (what === 'revoke') {
      if (!revokeToken(config.data, values.name))
        throw new GanderError('usage', `there is no token named "${values.name}"`);
      return Promise.resolve(0);
    }
    throw new GanderError('usage', 'expected create, list or revoke');
  },
};
