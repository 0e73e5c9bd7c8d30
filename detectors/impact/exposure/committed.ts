/** Credential files that are put into version control. */
import type { Invocation } from '../../../contracts/shell';
import { argv, baseName } from '../../programs';
import { plainWords } from '../words';
import type { Opened } from './opened';

const CREDENTIAL =
  /^(?:\.env(?:\.(?:local|prod|production|staging|dev|development))?|\.netrc|\.pgpass|\.htpasswd|id_(?:rsa|dsa|ecdsa|ed25519)|credentials(?:\.json|\.csv)?|service[-_]?account[\w-]{0,40}\.json|[\w.-]{0,60}\.(?:pem|p12|pfx|jks|kdbx|ppk)|terraform\.tfstate(?:\.backup)?|[\w-]{0,30}secrets?\.(?:ya?ml|json|toml|env)|\.aws|\.ssh)$/;
/** Meant to be read by all, or without a value. */
const HARMLESS = /example|sample|template|dist|test|fixture|mock|dummy|cert|ca\.|chain|public|sealed|encrypted|\.enc/;

export function committedBy(one: Invocation): Opened | undefined {
  if (one.program !== 'git') return undefined;
  const words = argv(one);
  const [verb, ...paths] = plainWords(words);
  if (verb !== 'add' && verb !== 'stage') return undefined;
  const path = paths.find(
    (word) => CREDENTIAL.test(baseName(word)) && !HARMLESS.test(word.toLowerCase().slice(0, 300)),
  );
  if (path === undefined) return undefined;
  const forced = words.some((word) => /^(?:-[a-zA-Z]{0,4}f|--force)$/.test(word));
  return {
    what: `puts a credential file into version control${forced ? ', although it is to be ignored' : ''}: ${path}`,
    about: path,
    severity: forced ? 'medium' : 'low',
    techniques: ['T1552.001'],
  };
}
