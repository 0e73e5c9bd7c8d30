/** Programs that print what a secret store holds, by the words with which they are asked. One secret by name is daily work; many are not. */
import type { Severity } from '../../contracts/finding';

interface Store {
  programs: readonly string[];
  name: string;
  /** Word patterns (`a b` = both, in this order) that print one secret, or many. Bulk wins. */
  one: readonly string[];
  bulk: readonly string[];
  severity: { one: Severity; bulk: Severity };
  techniques: readonly string[];
}

const DAILY = { one: 'low', bulk: 'medium' } as const;
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
    programs: ['vault', 'bao'],
    name: 'Vault',
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
    bulk: ['secretsmanager batch-get-secret-value', 'ssm get-parameters-by-path --with-decryption'],
    severity: DAILY,
    techniques: VAULTS,
  },
  {
    programs: ['gcloud'],
    name: 'Google Cloud secrets',
    one: ['secrets versions access', 'auth print-access-token', 'auth print-identity-token'],
    bulk: [],
    severity: DAILY,
    techniques: VAULTS,
  },
  {
    programs: ['az'],
    name: 'Azure secrets',
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
    one: ['credential fill'],
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
];

export interface Printed {
  store: string;
  many: boolean;
  severity: Severity;
  techniques: readonly string[];
}

/** What the call prints of a store; `repeated` when it runs once for each of a list (xargs). */
export function printsSecrets(program: string, words: readonly string[], repeated: boolean): Printed | undefined {
  if (program === 'kubectl' || program === 'oc') return kubernetes(words, repeated);
  const store = STORES.find((one) => one.programs.includes(program));
  if (!store) return undefined;
  const bulk = store.bulk.some((pattern) => follows(words, pattern));
  if (!bulk && !store.one.some((pattern) => follows(words, pattern))) return undefined;
  const many = bulk || repeated;
  return { store: store.name, many, severity: store.severity[many ? 'bulk' : 'one'], techniques: store.techniques };
}

/** Whether the words hold the pattern's words in their order. A one-letter option is also found among others (`-gw`). */
function follows(words: readonly string[], pattern: string): boolean {
  let at = 0;
  for (const wanted of pattern.split(' ')) {
    const letter = /^-([a-zA-Z])$/.exec(wanted)?.[1];
    const found = words.findIndex(
      (word, index) =>
        index >= at &&
        (word === wanted || (letter !== undefined && /^-[a-zA-Z]+$/.test(word) && word.includes(letter))),
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
