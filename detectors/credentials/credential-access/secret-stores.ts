/** Programs that print what a secret store holds, by the words with which they are asked. One secret by name is daily work; many are not. */
import { SEVERITIES } from '../../../contracts/finding';
import type { Severity } from '../../../contracts/finding';

interface Store {
  programs: readonly string[];
  name: string;
  /** Word patterns (`a b` = both, in this order) that print one secret, or many. Bulk wins. */
  one: readonly string[];
  /** Word patterns that name the secrets of the store: each of them is then printed. */
  lists?: readonly string[];
  bulk: readonly string[];
  severity: { one: Severity; bulk: Severity };
  techniques: readonly string[];
}

const DAILY = { one: 'low', bulk: 'medium' } as const;
const MEDIUM = { one: 'medium', bulk: 'medium' } as const;
const VAULTS = ['T1555.006'];
const MANAGERS = ['T1555.005'];

const STORES: readonly Store[] = [
  {
    programs: ['security'],
    name: 'the macOS keychain',
    one: [
      'find-generic-password -w',
      'find-generic-password -g',
      'find-internet-password -w',
      'find-internet-password -g',
    ],
    bulk: ['dump-keychain', 'export'],
    severity: { one: 'low', bulk: 'high' },
    techniques: ['T1555.001'],
  },
  {
    programs: ['secret-tool'],
    name: 'the desktop keyring',
    one: ['lookup'],
    bulk: ['search'],
    severity: DAILY,
    techniques: ['T1555'],
  },
  {
    programs: ['pass', 'gopass'],
    name: 'the password store',
    one: ['show'],
    bulk: ['grep'],
    severity: DAILY,
    techniques: MANAGERS,
  },
  {
    programs: ['op'],
    name: '1Password',
    lists: ['item list'],
    one: ['read', 'item get'],
    bulk: ['item export', 'document get --all'],
    severity: DAILY,
    techniques: MANAGERS,
  },
  {
    programs: ['bw', 'lpass', 'keepassxc-cli'],
    name: 'the password manager',
    one: ['get', 'show', 'list items'],
    bulk: ['export'],
    severity: { one: 'low', bulk: 'high' },
    techniques: MANAGERS,
  },
  {
    programs: ['etcdctl'],
    name: "the cluster's database",
    one: ['get *secret'],
    bulk: ['get */registry/secrets', 'get / --prefix', 'get --prefix /'],
    severity: DAILY,
    techniques: ['T1552'],
  },
  {
    programs: ['vault', 'bao'],
    name: 'Vault',
    lists: ['kv list', 'list'],
    one: ['kv get', 'read'],
    bulk: ['kv list -r', 'operator raft snapshot'],
    severity: DAILY,
    techniques: VAULTS,
  },
  {
    programs: ['aws'],
    name: 'AWS secrets',
    one: [
      'secretsmanager get-secret-value',
      'ssm get-parameter --with-decryption',
      'ssm get-parameters --with-decryption',
      'configure export-credentials',
    ],
    lists: ['list-secrets', 'describe-parameters'],
    bulk: ['secretsmanager batch-get-secret-value', 'ssm get-parameters-by-path --with-decryption'],
    severity: DAILY,
    techniques: VAULTS,
  },
  {
    programs: ['gcloud'],
    name: 'Google Cloud secrets',
    lists: ['secrets list'],
    one: ['secrets versions access', 'auth print-access-token', 'auth print-identity-token'],
    bulk: [],
    severity: DAILY,
    techniques: VAULTS,
  },
  {
    programs: ['az'],
    name: 'Azure secrets',
    lists: ['keyvault secret list'],
    one: ['keyvault secret show', 'account get-access-token'],
    bulk: ['keyvault secret download'],
    severity: DAILY,
    techniques: VAULTS,
  },
  {
    programs: ['gh'],
    name: "GitHub's token",
    one: ['auth token', 'auth status -t', 'auth status --show-token'],
    bulk: [],
    severity: DAILY,
    techniques: ['T1552.001'],
  },
  {
    programs: ['git'],
    name: "git's stored credential",
    one: [
      'credential fill',
      'credential-osxkeychain get',
      'credential-store get',
      'credential-libsecret get',
      'config *.extraheader',
    ],
    bulk: [],
    severity: { one: 'medium', bulk: 'medium' },
    techniques: ['T1552.001'],
  },
  {
    programs: ['gpg', 'gpg2'],
    name: 'secret PGP keys',
    one: ['--export-secret-keys', '--export-secret-subkeys'],
    bulk: [],
    severity: { one: 'medium', bulk: 'medium' },
    techniques: ['T1552.004'],
  },
  {
    programs: ['aws'],
    name: 'the AWS settings',
    one: ['configure get aws_secret_access_key', 'configure get aws_session_token'],
    bulk: [],
    severity: MEDIUM,
    techniques: ['T1552.001'],
  },
  {
    programs: ['security'],
    name: "a browser's keychain entry",
    one: ['find-generic-password *Chrome', 'find-generic-password *Safe'],
    bulk: [],
    severity: MEDIUM,
    techniques: ['T1555.001', 'T1555.003'],
  },
  {
    programs: [
      'docker-credential-desktop',
      'docker-credential-osxkeychain',
      'docker-credential-secretservice',
      'docker-credential-pass',
      'docker-credential-wincred',
    ],
    name: "docker's credential helper",
    one: ['get'],
    bulk: [],
    severity: MEDIUM,
    techniques: ['T1555'],
  },
  {
    programs: ['npm', 'pnpm', 'yarn'],
    name: "npm's token",
    one: ['config get *:_authToken'],
    bulk: [],
    severity: MEDIUM,
    techniques: ['T1552.001'],
  },
  {
    programs: ['nmcli'],
    name: 'the network keys',
    one: ['-s connection show', '--show-secrets connection show', 'device wifi show-password'],
    bulk: [],
    severity: MEDIUM,
    techniques: ['T1552.001'],
  },
  {
    programs: ['wg'],
    name: 'the WireGuard keys',
    one: ['showconf', 'show private-key'],
    bulk: [],
    severity: MEDIUM,
    techniques: ['T1552.004'],
  },
  {
    programs: ['doppler', 'infisical', 'chamber'],
    name: 'the secret manager',
    one: ['secrets get', 'get', 'read'],
    bulk: ['secrets download', 'export'],
    severity: { one: 'low', bulk: 'low' },
    techniques: VAULTS,
  },
  {
    programs: ['heroku', 'vercel', 'railway', 'netlify', 'flyctl'],
    name: "the platform's settings",
    one: ['config', 'config:get', 'env pull', 'variables', 'env:list'],
    bulk: [],
    severity: DAILY,
    techniques: VAULTS,
  },
  {
    programs: ['ansible-vault', 'sops', 'pulumi', 'terraform', 'tofu'],
    name: 'encrypted settings',
    one: ['view', 'decrypt', '-d', '--decrypt', '--show-secrets', 'state pull'],
    bulk: [],
    severity: DAILY,
    techniques: VAULTS,
  },
];

const STORES_OF = new Map<string, Store[]>();
for (const store of STORES)
  for (const program of store.programs) STORES_OF.set(program, [...(STORES_OF.get(program) ?? []), store]);

export interface Printed {
  store: string;
  many: boolean;
  severity: Severity;
  techniques: readonly string[];
}

/** What the call prints of a store; `repeated` when it runs once for each of a list (xargs). */
export function printsSecrets(program: string, words: readonly string[], repeated: boolean): Printed | undefined {
  if (program === 'kubectl' || program === 'oc') return kubernetes(words, repeated);
  const found = (STORES_OF.get(program) ?? []).flatMap((store): Printed[] => {
    const bulk = store.bulk.some((pattern) => follows(words, pattern));
    if (!bulk && !store.one.some((pattern) => follows(words, pattern))) return [];
    const many = bulk || repeated;
    return [{ store: store.name, many, severity: store.severity[many ? 'bulk' : 'one'], techniques: store.techniques }];
  });
  return found.sort((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity))[0];
}

/** Whether the call names the secrets of a store. */
export function listsSecrets(program: string, words: readonly string[]): boolean {
  const stores = STORES_OF.get(program) ?? [];
  return stores.some(({ lists }) => lists?.some((pattern) => follows(words, pattern)) === true);
}

/** Whether the words hold the pattern's words in their order. A one-letter option is also found among others (`-gw`); `*x` is any word that holds x. */
function follows(words: readonly string[], pattern: string): boolean {
  let at = 0;
  for (const wanted of pattern.split(' ')) {
    const part = wanted.startsWith('*') ? wanted.slice(1) : undefined;
    const letter = /^-([a-zA-Z])$/.exec(wanted)?.[1];
    const found = words.findIndex(
      (word, index) =>
        index >= at &&
        (word === wanted ||
          (part !== undefined && word.includes(part)) ||
          (letter !== undefined && /^-[a-zA-Z]{1,4}$/.test(word) && word.includes(letter))),
    );
    if (found < 0) return false;
    at = found + 1;
  }
  return true;
}

/** `get secret NAME -o …` prints one, `get secrets -o …` all of them; without an output format only names are shown. */
function kubernetes(words: readonly string[], repeated: boolean): Printed | undefined {
  const plain = words.filter(
    (word, at) =>
      !word.startsWith('-') && !/^(?:-n|--namespace|-o|--output|--context|-l|--selector)$/.test(words[at - 1] ?? ''),
  );
  const [verb, kind = '', name] = plain;
  if (verb === 'config' && kind === 'view' && words.includes('--raw'))
    return { store: 'the cluster credentials', many: false, severity: 'medium', techniques: ['T1552.001'] };
  if (verb !== 'get' || !/^secrets?(?:\/|$)/.test(kind)) return undefined;
  if (!words.some((word) => /^(?:-o|--output|--template)/.test(word))) return undefined;
  const many = repeated || (!kind.includes('/') && name === undefined);
  return {
    store: 'Kubernetes secrets',
    many,
    severity: many ? 'medium' : 'low',
    techniques: ['T1552.007', 'T1555.006'],
  };
}
