/** Programs whose very purpose is to print credentials: environment dumps, keychains, secret stores, harvesters, searches for key files. */
import type { EventAnalysis } from '../../contracts/analysis';
import type { AgentEvent } from '../../contracts/event';
import type { Invocation } from '../../contracts/shell';
import type { Severity } from '../../contracts/finding';
import { argv, baseName, invocations, pipelineOf } from '../programs';
import type { Access } from './detector';

interface Store {
  programs: readonly string[];
  /** Whether these arguments print a secret; `bulk` when they print many. */
  asks(words: readonly string[]): 'one' | 'bulk' | undefined;
  name: string;
  one: Severity;
  bulk: Severity;
  techniques: readonly string[];
}

/** The words that are not options, in order: `kubectl -n x get secret` → kubectl's own verbs need their options left out. */
function verbs(words: readonly string[]): string[] {
  return words.filter((word) => !word.startsWith('-'));
}

const has = (words: readonly string[], ...wanted: readonly string[]) => wanted.every((word) => words.includes(word));

const STORES: readonly Store[] = [
  {
    programs: ['security'],
    name: 'the macOS keychain',
    asks: (words) =>
      has(words, 'dump-keychain') || has(words, 'export')
        ? 'bulk'
        : words.some((word) => /^find-(?:generic|internet)-password$/.test(word)) &&
            words.some((word) => /^-\w*[wg]/.test(word))
          ? 'one'
          : undefined,
    one: 'low',
    bulk: 'high',
    techniques: ['T1555.001'],
  },
  {
    programs: ['secret-tool'],
    name: 'the desktop keyring',
    asks: (words) => (words[0] === 'lookup' ? 'one' : words[0] === 'search' ? 'bulk' : undefined),
    one: 'low',
    bulk: 'medium',
    techniques: ['T1555'],
  },
  {
    programs: ['pass', 'gopass'],
    name: 'the password store',
    asks: (words) =>
      words[0] === 'show' || (words.length === 1 && words[0]?.includes('/') === true)
        ? 'one'
        : words[0] === 'grep'
          ? 'bulk'
          : undefined,
    one: 'low',
    bulk: 'medium',
    techniques: ['T1555.005'],
  },
  {
    programs: ['op'],
    name: '1Password',
    asks: (words) =>
      words[0] === 'read' || (words[0] === 'item' && words[1] === 'get')
        ? 'one'
        : words[0] === 'item' && words[1] === 'list'
          ? 'bulk'
          : undefined,
    one: 'low',
    bulk: 'medium',
    techniques: ['T1555.005'],
  },
  {
    programs: ['bw', 'lpass', 'keepassxc-cli'],
    name: 'the password manager',
    asks: (words) =>
      words[0] === 'export' || has(words, 'list', 'items')
        ? 'bulk'
        : words[0] === 'get' || words[0] === 'show'
          ? 'one'
          : undefined,
    one: 'low',
    bulk: 'high',
    techniques: ['T1555.005'],
  },
  {
    programs: ['vault', 'bao'],
    name: 'Vault',
    asks: (words) =>
      has(words, 'kv', 'get') || words[0] === 'read'
        ? 'one'
        : has(words, 'kv', 'list') && has(words, '-r')
          ? 'bulk'
          : undefined,
    one: 'low',
    bulk: 'medium',
    techniques: ['T1555.006'],
  },
  {
    programs: ['aws'],
    name: 'AWS secrets',
    asks: (words) =>
      has(words, 'secretsmanager', 'get-secret-value') ||
      (has(words, 'ssm') && has(words, '--with-decryption') && !has(words, 'get-parameters-by-path')) ||
      has(words, 'configure', 'export-credentials')
        ? 'one'
        : has(words, 'secretsmanager', 'batch-get-secret-value') ||
            (has(words, 'ssm', 'get-parameters-by-path') && has(words, '--with-decryption'))
          ? 'bulk'
          : undefined,
    one: 'low',
    bulk: 'medium',
    techniques: ['T1555.006'],
  },
  {
    programs: ['gcloud'],
    name: 'Google Cloud secrets',
    asks: (words) =>
      has(words, 'secrets', 'versions', 'access') ||
      words.some((word) => /^print-(?:access|identity)-token$/.test(word))
        ? 'one'
        : undefined,
    one: 'low',
    bulk: 'medium',
    techniques: ['T1555.006'],
  },
  {
    programs: ['az'],
    name: 'Azure secrets',
    asks: (words) =>
      has(words, 'keyvault', 'secret', 'show') || has(words, 'account', 'get-access-token') ? 'one' : undefined,
    one: 'low',
    bulk: 'medium',
    techniques: ['T1555.006'],
  },
  {
    programs: ['kubectl', 'oc'],
    name: 'Kubernetes secrets',
    asks: kubernetes,
    one: 'low',
    bulk: 'medium',
    techniques: ['T1552.007', 'T1555.006'],
  },
  {
    programs: ['gh'],
    name: "GitHub's token",
    asks: (words) => (has(words, 'auth', 'token') ? 'one' : undefined),
    one: 'low',
    bulk: 'low',
    techniques: ['T1552.001'],
  },
  {
    programs: ['git'],
    name: "git's stored credential",
    asks: (words) => (words[0] === 'credential' && words[1] === 'fill' ? 'one' : undefined),
    one: 'medium',
    bulk: 'medium',
    techniques: ['T1552.001'],
  },
  {
    programs: ['gpg', 'gpg2'],
    name: 'secret PGP keys',
    asks: (words) => (words.some((word) => /^--export-secret-(?:sub)?keys$/.test(word)) ? 'bulk' : undefined),
    one: 'medium',
    bulk: 'medium',
    techniques: ['T1552.004'],
  },
  {
    programs: ['docker'],
    name: "a container's environment",
    asks: (words) => (words[0] === 'inspect' && words.some((word) => /\.Config\.Env/i.test(word)) ? 'one' : undefined),
    one: 'low',
    bulk: 'low',
    techniques: ['T1552.007'],
  },
];

function kubernetes(words: readonly string[]): 'one' | 'bulk' | undefined {
  const [verb, kind = '', name] = verbs(words);
  if (verb !== 'get' || !/^secrets?(?:\/|$)/.test(kind)) return undefined;
  const prints = words.some((word) => /^(?:-o|--output|--template)/.test(word));
  if (!prints) return undefined;
  return kind.includes('/') || (name !== undefined && !/^(?:yaml|json|wide)$/.test(name)) ? 'one' : 'bulk';
}

/** Programs known for nothing else than harvesting credentials. */
const HARVESTERS: ReadonlySet<string> = new Set([
  'mimikatz',
  'mimipenguin',
  'mimipenguin.sh',
  'lazagne',
  'lazagne.py',
  'laZagne.exe',
  'linpeas.sh',
  'linpeas',
  'chainbreaker',
  'keychaindump',
  'hackbrowserdata',
  'pypykatz',
  'swaks-creds',
  'gimmecredz',
  'procdump',
  'nanodump',
]);

const SECRET_WORD = /pass(?:w|wd|word|phrase)?|secret|token|api_?-?key|credential|private.?key|aws_|access_?key/i;
/** File names that only a search for credentials looks for. */
const KEY_NAME =
  /id_(?:rsa|dsa|ecdsa|ed25519)|\.pem\b|\.ppk\b|\.kdbx\b|\.pfx\b|\.p12\b|\.netrc|\.pgpass|\.aws|credentials|\.npmrc|\.git-credentials|wallet\.dat|shadow\b|\.env\b|keystore|\.key\b|\.kirbi/i;
const WIDE = /^(?:\/|~|\$HOME|\/home(?:\/[^/]*)?|\/root|\/Users(?:\/[^/]*)?|\/etc|\/opt|\/var)\/?$/;

export function inPrograms(event: AgentEvent, analysis: EventAnalysis): Access[] {
  const all = invocations(analysis);
  const found = all.flatMap((one, index) => [
    ...stores(one),
    ...environment(one, index, all),
    ...harvester(one),
    ...search(one, all),
    ...memory(one),
  ]);
  return [...found, ...inCodeEnvironment(event, analysis)];
}

function stores(one: Invocation): Access[] {
  const words = argv(one);
  return STORES.flatMap((store) => {
    if (!store.programs.includes(one.program)) return [];
    const asked = store.asks(words);
    if (asked === undefined) return [];
    const many = asked === 'bulk' || one.via.includes('xargs') || one.via.includes('parallel');
    return [
      access(
        one,
        `store:${store.name}${many ? ':bulk' : ''}`,
        `${one.program} prints ${many ? 'many secrets' : 'a secret'} of ${store.name}`,
        many ? store.bulk : store.one,
        store.techniques,
      ),
    ];
  });
}

/** `env`, `printenv`, `set`, `export -p`, `declare -x`: alone low; filtered for secrets or sent on, more. */
function environment(one: Invocation, index: number, all: readonly Invocation[]): Access[] {
  if (!dumpsEnvironment(one)) return [];
  const rest = pipelineOf(all, index).slice(1);
  const filtered = rest.some(
    (next) =>
      ['grep', 'egrep', 'rg', 'awk', 'sed'].includes(next.program) && argv(next).some((word) => SECRET_WORD.test(word)),
  );
  const encoded = rest.some((next) => ['base64', 'xxd', 'gzip', 'openssl', 'od'].includes(next.program));
  const severity = encoded ? 'medium' : 'low';
  return [
    access(
      one,
      'environment',
      `The whole environment is printed${filtered ? ', filtered for secrets' : encoded ? ', encoded' : ''}`,
      severity,
      ['T1552.007'],
    ),
  ];
}

function dumpsEnvironment(one: Invocation): boolean {
  const words = argv(one);
  if (one.program === 'printenv') return words.every((word) => word.startsWith('-'));
  if (one.program === 'env') return words.length === 0 && one.environment.length === 0;
  if (one.program === 'set') return words.length === 0;
  if (one.program === 'export') return words.length === 0 || (words.length === 1 && words[0] === '-p');
  if (one.program === 'declare' || one.program === 'typeset')
    return words.length === 1 && /^-[xp]+$/.test(words[0] ?? '');
  return one.program === 'compgen' && words[0] === '-e';
}

function harvester(one: Invocation): Access[] {
  const name = HARVESTERS.has(one.program)
    ? one.program
    : argv(one)
        .map(baseName)
        .find((word) => HARVESTERS.has(word) && /\.(?:sh|py|exe)$/.test(word));
  return name === undefined
    ? []
    : [access(one, `harvester:${name}`, `${name} harvests credentials`, 'high', ['T1003', 'T1555'])];
}

/** A search of the home folder or the whole disk for key files, or for the word "password" in every file. */
function search(one: Invocation, all: readonly Invocation[]): Access[] {
  const words = argv(one);
  const wide = words.find((word) => WIDE.test(word));
  if (wide === undefined) return [];
  if (one.program === 'find' || one.program === 'fd' || one.program === 'locate') {
    const name =
      words.find((word, at) => /^-i?(?:name|path|regex|wholename)$/.test(words[at - 1] ?? '') && KEY_NAME.test(word)) ??
      (one.program === 'find' ? undefined : words.find((word) => KEY_NAME.test(word)));
    if (name === undefined) return [];
    const opened = all.some((other) => other.via.includes('xargs') || other.via.includes('find -exec'));
    return [
      access(
        one,
        `search:${wide}`,
        `${wide} is searched for credential files (${name})${opened ? ', and what is found is opened' : ''}`,
        'medium',
        ['T1552.001', 'T1083'],
      ),
    ];
  }
  if (!['grep', 'egrep', 'rg', 'ag', 'ugrep'].includes(one.program)) return [];
  const recursive =
    one.program !== 'grep' && one.program !== 'egrep'
      ? true
      : words.some((word) => /^(?:-\w*[rR]|--recursive)/.test(word));
  const pattern = words.find((word) => !word.startsWith('-') && word !== wide && SECRET_WORD.test(word));
  return recursive && pattern !== undefined
    ? [
        access(one, `search:${wide}`, `${wide} is searched for secrets (${pattern.slice(0, 60)})`, 'medium', [
          'T1552.001',
          'T1083',
        ]),
      ]
    : [];
}

/** Another process's memory. */
function memory(one: Invocation): Access[] {
  const words = argv(one);
  const target =
    words.find((word) => /^\/proc\/(?:\d+|self|\*)\/mem$/.test(word)) ??
    (one.program === 'gcore' ? words.at(-1) : undefined);
  return target === undefined
    ? []
    : [access(one, `memory:${target}`, `A process's memory is read (${target})`, 'high', ['T1003.007'])];
}

/** Inline code that reads the whole environment and also fetches something: `python -c` with os.environ and a request. */
function inCodeEnvironment(event: AgentEvent, analysis: EventAnalysis): Access[] {
  const reads = analysis.code.find((fact) => fact.kind === 'environment-read' && fact.literals.length === 0);
  const sends = analysis.code.some(
    (fact) => (fact.kind === 'fetch' || fact.kind === 'socket-connect') && fact.language === reads?.language,
  );
  if (!reads || !sends || event.action.type !== 'exec') return [];
  return [
    {
      what: 'environment',
      why: `${reads.language} code reads the whole environment and talks to the network`,
      severity: 'medium',
      techniques: ['T1552.007'],
      excerpt: (event.action.command ?? '').slice(0, 300),
    },
  ];
}

function access(one: Invocation, what: string, why: string, severity: Severity, techniques: readonly string[]): Access {
  return { what, why, severity, techniques, excerpt: [one.path, ...argv(one)].join(' ').slice(0, 300) };
}
