/** Protection against deletion, and the making of backups, switched off. */
import type { Deleted } from './clouds';
import type { Kind } from './kinds';
import { plainWords } from '../words';

const PROTECTION: Kind = {
  name: 'protection against deletion, or backups, switched off:',
  severity: 'medium',
  techniques: ['T1490'],
};

const PROGRAMS: ReadonlySet<string> = new Set(['aws', 'gcloud', 'az', 'doctl', 'linode-cli', 'oci', 'gh', 'hcloud']);

/** Words that switch it off by themselves. */
const OFF =
  /^--no-(?:deletion-protection(?:-enabled)?|disable-api-(?:termination|stop)|enable-termination-protection|backup|enable-bin-log|enable-point-in-time-recovery|soft-delete|versioning)$|^--backup-retention-period=0$|deletion_protection\.enabled,Value=false|PointInTimeRecoveryEnabled=false|Status=Suspended|^--(?:enable-soft-delete|enable-purge-protection|deletion-protection|disable-api-termination|enable-delete-retention|enable-versioning)=?(?:false|disabled)$/i;
const PAIRS =
  /^--(?:backup-retention-period 0|deletion-protection (?:false|disabled)|enable-(?:soft-delete|purge-protection|delete-retention|versioning) false|retention-days 0)$/;

export function unprotected(program: string, words: readonly string[]): Deleted | undefined {
  if (!PROGRAMS.has(program)) return undefined;
  const off = words.find((word, at) => OFF.test(word) || PAIRS.test(`${word} ${words[at + 1] ?? ''}`));
  const plain = plainWords(words);
  const lock =
    (program === 'az' && plain[0] === 'lock' && plain[1] === 'delete') ||
    (program === 'az' && plain[0] === 'backup' && plain.includes('disable')) ||
    (program === 'gh' &&
      words.includes('DELETE') &&
      words.some((word) => /\/branches\/[^/]{1,100}\/protection|\/rulesets\/\d/.test(word)));
  if (off === undefined && !lock) return undefined;
  return { kind: PROTECTION, about: [program, ...plain.slice(0, 4), off ?? 'lock'].join(' ') };
}
