/** Secrets in files that the session wrote and now puts into the repository. */
import type { DetectorContext } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import { argv, invocations } from '../../programs';

export interface Committed {
  kind: string;
  fingerprint: string;
  path: string;
}

/** The word that the collector puts in a secret's place. */
const WORD = /REDACTED_([a-z0-9-]{2,60})_([0-9a-f]{12})/;
const WEAK = /^(?:password|secret|token|bearer-token|url-token|url-signature|json-web-token|unverified-.*)$/;
/** What `git add .` leaves out in every sound project, and files of false secrets. */
const LEFT_OUT =
  /(?:^|\/)\.env(?:\.[\w.-]{1,40})?$|(?:^|\/)(?:fixtures?|__fixtures__|testdata|mocks?|examples?|docs?|tests?|__tests__)\/|\.mdx?$/;
const MAX_FOUND = 5;

export function committed({ action }: AgentEvent, { analysis, session }: DetectorContext): Committed[] {
  if (action.type !== 'exec') return [];
  const added = invocations(analysis).flatMap((one) => (one.program === 'git' ? addedBy(argv(one)) : []));
  if (added.length === 0) return [];
  const all = added.includes('.');
  const found: Committed[] = [];
  for (const [path, { content }] of session.filesWritten) {
    if (found.length >= MAX_FOUND) break;
    const named = added.some(
      (word) => word !== '.' && (path === word || path.endsWith(`/${word.replace(/^\.\//, '')}`)),
    );
    if (!named && !(all && !LEFT_OUT.test(path))) continue;
    const word = WORD.exec(content);
    if (word?.[1] !== undefined && word[2] !== undefined && !WEAK.test(word[1]))
      found.push({ kind: word[1], fingerprint: word[2], path });
  }
  return found;
}

/** Paths that `git add` takes; `.` for all of them, as `git commit -a` takes too. */
function addedBy(words: readonly string[]): string[] {
  const plain = words.filter((word) => !word.startsWith('-'));
  const verb = plain.find((word) => word === 'add' || word === 'commit' || word === 'stage');
  if (verb === undefined) return [];
  if (verb === 'commit') return words.some((word) => /^-[a-z]*a[a-z]*$|^--all$/.test(word)) ? ['.'] : [];
  if (words.some((word) => /^(?:-A|--all|-u)$/.test(word)) || plain.includes('.') || plain.includes('*')) return ['.'];
  return plain.slice(plain.indexOf(verb) + 1);
}
