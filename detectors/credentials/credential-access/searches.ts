/** Searches of the home folder or the whole disk for credential files, or for secrets in all files. */
import type { AgentEvent } from '../../../contracts/event';
import type { Invocation } from '../../../contracts/shell';
import { argv } from '../../programs';
import { SECRET_WORD, access } from './access';
import type { Access } from './access';

/** File names that only a search for credentials looks for. */
const KEY_NAME =
  /id_(?:rsa|dsa|ecdsa|ed25519|[*?])|\.pem\b|\.ppk\b|\.kdbx\b|\.pfx\b|\.p12\b|\.netrc|\.pgpass|\.aws|credentials|\.npmrc|\.git-credentials|wallet\.dat|shadow\b|\.env\b|keystore|\.key\b|\.kirbi/i;
/** How well-known secrets begin. */
const KNOWN_FORM =
  /AKIA|ASIA\[|gh[pousr]_|github_pat_|glpat-|xox[bp\[]|sk[-_](?:live|ant|proj)|AIza|BEGIN\b.{0,20}(?:PRIVATE|KEY)|eyJ/;
/** Tools that find secrets; in one's own repository they are daily work. */
const SCANNERS: ReadonlySet<string> = new Set([
  'trufflehog',
  'gitleaks',
  'noseyparker',
  'detect-secrets',
  'ggshield',
  'titus',
]);
const SEARCHING =
  /^(?:find|fd|fdfind|locate|mdfind|rg|ag|ugrep|[efz]?grep|trufflehog|gitleaks|noseyparker|detect-secrets|ggshield|titus)$/;
const SEARCHED = ['T1552.001', 'T1083'];
const WIDE = /^(?:\/|~|\$HOME|\/home(?:\/[^/]*)?|\/root|\/Users(?:\/[^/]*)?|\/etc|\/opt|\/var)\/?$/;

/** Folders that hold nothing but credentials and their settings. */
const CREDENTIAL_FOLDER = /\/\.(?:aws|azure|oci|ssh|gnupg|kube|docker|config\/(?:gcloud|gh|op))(?:\/|$)/;
const CREDENTIAL_NAME = /credential|token|secret|passw|id_|\.pem|\.key|config\.json|auth/i;
const FINDERS: ReadonlySet<string> = new Set(['find', 'fd', 'fdfind', 'locate', 'mdfind']);
const NAME_TEST = /^-i?(?:name|path|regex|wholename)$/;

/** The same by a search tool of the agent. */
export function searchByTool({ action }: AgentEvent): Access[] {
  if (action.type !== 'file.read' || action.pattern === undefined || action.path === undefined) return [];
  const { path, tool } = action;
  const pattern = action.pattern.slice(0, 1_000);
  if (!WIDE.test(path) && !CREDENTIAL_FOLDER.test(path)) return [];
  if (!SECRET_WORD.test(pattern) && !KNOWN_FORM.test(pattern) && !KEY_NAME.test(pattern)) return [];
  return [
    {
      what: `search:${path}`,
      why: `${path} is searched for secrets by the tool ${tool} (${pattern.slice(0, 60)})`,
      severity: 'medium',
      techniques: SEARCHED,
      excerpt: `${tool} ${pattern.slice(0, 200)} in ${path}`,
    },
  ];
}

/** A search of the home folder or the whole disk for key files, or for the word "password" in every file. */
export function search(one: Invocation, opened: boolean): Access[] {
  const words = argv(one);
  if (one.program === 'getent' && words[0] === 'shadow')
    return [access(one, '/etc/shadow', 'The password database is read by getent', 'high', ['T1003.008'])];
  if (!SEARCHING.test(one.program)) return [];
  const place = words.find((word) => WIDE.test(word) || CREDENTIAL_FOLDER.test(word));
  if (place === undefined && one.program !== 'locate' && one.program !== 'mdfind') return [];
  if (FINDERS.has(one.program)) return findFiles(one, words, place ?? 'The disk', opened);
  if (SCANNERS.has(one.program) && words.some((word) => WIDE.test(word.replace(/^(?:file:\/\/|--?[\w-]{1,20}=)/, ''))))
    return [
      access(
        one,
        `search:${place ?? ''}`,
        `${place ?? 'The disk'} is scanned for secrets by ${one.program}`,
        'medium',
        SEARCHED,
      ),
    ];
  const recursive =
    ['rg', 'ag', 'ugrep'].includes(one.program) ||
    (/^[ef]?grep$/.test(one.program) && words.some((word) => /^(?:-\w*[rR]|--recursive)/.test(word)));
  const pattern = words.find(
    (word) => !word.startsWith('-') && word !== place && (SECRET_WORD.test(word) || KNOWN_FORM.test(word)),
  );
  return recursive && pattern !== undefined
    ? [
        access(
          one,
          `search:${place ?? ''}`,
          `${place ?? ''} is searched for secrets (${pattern.slice(0, 60)})`,
          'medium',
          SEARCHED,
        ),
      ]
    : [];
}

function findFiles(one: Invocation, words: readonly string[], place: string, opened: boolean): Access[] {
  const wanted = CREDENTIAL_FOLDER.test(place) ? CREDENTIAL_NAME : KEY_NAME;
  const names = words.filter((word, at) =>
    one.program === 'find' ? NAME_TEST.test(words[at - 1] ?? '') : word !== place && !word.startsWith('-'),
  );
  const name = names.find((word) => wanted.test(word) && !/\.pub$/.test(word));
  if (name === undefined) return [];
  return [
    access(
      one,
      `search:${place}`,
      `${place} is searched for credential files (${name})${opened ? ', and what is found is opened' : ''}`,
      'medium',
      SEARCHED,
    ),
  ];
}
