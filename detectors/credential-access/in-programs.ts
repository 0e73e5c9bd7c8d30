/** Programs whose very purpose is to print credentials: environment dumps, keychains, secret stores, harvesters, searches for key files. */
import type { EventAnalysis } from '../../contracts/analysis';
import type { AgentEvent } from '../../contracts/event';
import type { Invocation } from '../../contracts/shell';
import type { Severity } from '../../contracts/finding';
import { argv, baseName, invocations, pipelineOf } from '../programs';
import type { Access } from './detector';
import { printsSecrets } from './secret-stores';

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
  const repeated = one.via.includes('xargs') || one.via.includes('parallel');
  const printed = printsSecrets(one.program, argv(one), repeated);
  if (!printed) return [];
  const { store, many, severity, techniques } = printed;
  return [
    access(
      one,
      `store:${store}${many ? ':bulk' : ''}`,
      `${one.program} prints ${many ? 'many secrets' : 'a secret'} of ${store}`,
      severity,
      techniques,
    ),
  ];
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

/** Folders that hold nothing but credentials and their settings. */
const CREDENTIAL_FOLDER = /\/\.(?:aws|azure|oci|ssh|gnupg|kube|docker|config\/(?:gcloud|gh|op))(?:\/|$)/;
const CREDENTIAL_NAME = /credential|token|secret|passw|id_|\.pem|\.key|config\.json|auth/i;
const FINDERS: ReadonlySet<string> = new Set(['find', 'fd', 'fdfind', 'locate', 'mdfind']);
const NAME_TEST = /^-i?(?:name|path|regex|wholename)$/;

/** A search of the home folder or the whole disk for key files, or for the word "password" in every file. */
function search(one: Invocation, all: readonly Invocation[]): Access[] {
  const words = argv(one);
  const place = words.find((word) => WIDE.test(word) || CREDENTIAL_FOLDER.test(word));
  if (place === undefined && one.program !== 'locate' && one.program !== 'mdfind') return [];
  if (FINDERS.has(one.program)) return findFiles(one, words, place ?? 'The disk', all);
  const recursive =
    ['rg', 'ag', 'ugrep'].includes(one.program) ||
    (/^[ef]?grep$/.test(one.program) && words.some((word) => /^(?:-\w*[rR]|--recursive)/.test(word)));
  const pattern = words.find((word) => !word.startsWith('-') && word !== place && SECRET_WORD.test(word));
  return recursive && pattern !== undefined
    ? [
        access(
          one,
          `search:${place ?? ''}`,
          `${place ?? ''} is searched for secrets (${pattern.slice(0, 60)})`,
          'medium',
          ['T1552.001', 'T1083'],
        ),
      ]
    : [];
}

function findFiles(one: Invocation, words: readonly string[], place: string, all: readonly Invocation[]): Access[] {
  const wanted = CREDENTIAL_FOLDER.test(place) ? CREDENTIAL_NAME : KEY_NAME;
  const names = words.filter((word, at) =>
    one.program === 'find' ? NAME_TEST.test(words[at - 1] ?? '') : word !== place && !word.startsWith('-'),
  );
  const name = names.find((word) => wanted.test(word) && !/\.pub$/.test(word));
  if (name === undefined) return [];
  const opened = all.some((other) => other.via.includes('xargs') || other.via.includes('find -exec'));
  return [
    access(
      one,
      `search:${place}`,
      `${place} is searched for credential files (${name})${opened ? ', and what is found is opened' : ''}`,
      'medium',
      ['T1552.001', 'T1083'],
    ),
  ];
}

/** Another process's memory. */
function memory(one: Invocation): Access[] {
  const words = argv(one);
  const target =
    words.find((word) => /^(?:if=)?\/proc\/[^/]{1,80}\/mem$/.test(word)) ??
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
