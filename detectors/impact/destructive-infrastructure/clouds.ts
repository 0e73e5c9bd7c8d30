/** Command lines of clouds and platforms: a noun, a verb and a name, in that order or another. */
import { isUnasked, plainWords } from '../words';
import type { Kind } from './kinds';
import { COMPUTE, STORAGE, kindOf } from './kinds';

/** What one program deletes. */
export interface Deleted {
  kind: Kind;
  /** The nouns and names, for the sentence and for grouping. */
  about: string;
}

/** Programs of clouds and platforms. */
export const CLOUDS: ReadonlySet<string> = new Set(
  'aws gcloud az doctl linode-cli openstack ibmcloud oci hcloud scw exo vultr-cli civo upctl aliyun tccli heroku vercel railway fly flyctl netlify supabase neonctl neon turso pscale render atlas mongocli confluent ccloud wrangler firebase eksctl kops koyeb northflank appwrite databricks b2 cf ovhcloud gh glab aiven avn'.split(
    ' ',
  ),
);
/** Platforms whose bare verb deletes what the folder is linked to. */
const LINKED = /^(?:vercel|railway|fly|flyctl|netlify|cf|wrangler)$/;
const VERB = /^(?:delete|destroy|remove|rm|del|purge|terminate|drop|erase|deprovision|undeploy|reset)$/;
/** `delete-db-instance` and its like. */
const OPERATION = /^(?:batch-)?(?:delete|terminate|purge|schedule|deregister|empty|release|destroy)-(.{2,80})$/;
const MAX_VERB = 6;

/** What the words after the program's name delete; undefined when nothing of weight. */
export function deletedInCloud(program: string, words: readonly string[]): Deleted | undefined {
  if (!CLOUDS.has(program)) return undefined;
  const plain = plainWords(words).slice(0, 12);
  if (/^(?:gh|glab)$/.test(program) && plain[0] !== 'repo') return undefined;
  const objects = recursive(program, plain, words);
  if (objects !== undefined) return objects;
  const parts = plain
    .slice(0, MAX_VERB)
    .flatMap((word) => (/^[a-z\d-]+(?::[a-z\d-]+){1,3}$/.test(word) ? word.split(':') : [word]));
  const at = parts.findIndex((part) => VERB.test(part) || OPERATION.test(part));
  if (at < 0) return undefined;
  const operation = OPERATION.exec(parts[at] ?? '')?.[1];
  const nouns = nounsOf(program, parts, at, operation);
  const kind = kindOf(nouns) ?? (at === 0 && LINKED.test(program) && parts.length < 3 ? kindOf('apps') : undefined);
  if (kind === undefined) return undefined;
  const gentle = kind.mild === true && program !== 'aws' && program !== 'eksctl' && !isUnasked(words);
  const about = [program, ...plain].join(' ');
  return { kind: gentle ? { ...kind, severity: 'low' } : kind, about };
}

/** Verbs that stand in front are followed by their noun, all others by the name of what goes. */
function nounsOf(program: string, parts: readonly string[], at: number, operation: string | undefined): string {
  if (operation !== undefined) return `${nounOf(operation)} ${parts[at - 1] ?? ''}`.trim();
  if (at > 0) return `${parts.slice(0, at).join(' ')} ${program}`.toLowerCase();
  return (parts[1] ?? '').toLowerCase();
}

/** `key-deletion` is of a key, `db-instance-automated-backup` of a backup. */
const nounOf = (operation: string): string => operation.replace(/-deletion$/, '').toLowerCase();

/** Many objects at once: `aws s3 rm --recursive`, `aws s3 rb --force`, `gcloud storage rm -r`, `az storage blob delete-batch`. */
function recursive(program: string, plain: readonly string[], words: readonly string[]): Deleted | undefined {
  const all = words.some((word) => /^(?:-r|-R|--recursive|--force|-rf|-fr)$/.test(word));
  const [first, second] = plain;
  const about = [program, ...plain].join(' ');
  if (program === 'aws' && first === 's3' && second === 'rm')
    return { kind: all ? STORAGE : { ...STORAGE, severity: 'low' }, about };
  if (program === 'aws' && first === 's3' && second === 'rb') return { kind: STORAGE, about };
  if (program === 'aws' && first === 's3' && second === 'sync' && words.includes('--delete'))
    return { kind: { ...STORAGE, severity: 'low' }, about };
  if (program === 'aws' && first === 's3api' && second === 'delete-object')
    return { kind: { ...STORAGE, severity: 'low' }, about };
  if (program === 'gcloud' && first === 'storage' && second === 'rm')
    return { kind: all || plain.some((word) => word.includes('*')) ? STORAGE : { ...STORAGE, severity: 'low' }, about };
  if (program === 'az' && words.includes('delete-batch')) return { kind: STORAGE, about };
  if (program === 'aws' && second === 'terminate-instances') return { kind: COMPUTE, about };
  if (program === 'firebase' && /^(?:firestore:delete|database:remove)$/.test(first ?? ''))
    return {
      kind: { ...STORAGE, severity: words.includes('--all-collections') || plain[1] === '/' ? 'high' : 'medium' },
      about,
    };
  if (program === 'supabase' && first === 'db' && second === 'reset')
    return {
      kind: { ...STORAGE, severity: words.some((word) => /^--(?:linked|db-url)/.test(word)) ? 'high' : 'low' },
      about,
    };
  return undefined;
}
