/** Tools with words of their own for what they delete: by program, the words in their order, what goes and how bad it is. */
import type { Severity } from '../../../contracts/finding';
import { follows, plainWords } from '../words';
import type { Deleted } from './clouds';
import type { Kind } from './kinds';
import { APPLICATION, BACKUP, CLUSTER, SECRET, STACK, STORAGE, WHOLE } from './kinds';

type Order = readonly [words: string, kind: Kind, severity?: Severity];

const RECOVERY: Kind = { name: 'the means of recovery of this machine', severity: 'high', techniques: ['T1490'] };
const PACKAGE: Kind = { name: 'a published package', severity: 'medium', techniques: ['T1485', 'T1489'] };
const VOLUME: Kind = { ...STORAGE, name: 'a volume or file system' };

/** What each tool is told with which words. */
export const TOOLS = new Map<string, readonly Order[]>();
function add(programs: string, orders: readonly Order[]): void {
  for (const program of programs.split(' ')) TOOLS.set(program, orders);
}

add('vault bao', [
  ['kv destroy', SECRET],
  ['kv metadata delete', SECRET],
  ['secrets disable', SECRET],
  ['auth disable', SECRET, 'low'],
  ['kv delete', SECRET, 'low'],
  ['delete', SECRET, 'low'],
]);
add('doppler', [
  ['secrets delete', SECRET],
  ['configs delete', SECRET],
  ['environments delete', SECRET],
  ['projects delete', WHOLE, 'medium'],
]);
add('op', [
  ['item|document delete --archive', SECRET, 'low'],
  ['item|document delete', SECRET],
  ['vault delete', SECRET],
  ['user|group delete', SECRET, 'low'],
]);
add('infisical bw lpass akeyless', [
  ['secrets delete', SECRET],
  ['delete|rm', SECRET, 'low'],
]);
add('rclone', [
  ['purge', STORAGE],
  ['delete', STORAGE],
  ['deletefile|rmdir|rmdirs|sync|move', STORAGE, 'low'],
]);
add('mc mcli', [
  ['rb --force', STORAGE],
  ['rm --recursive|-r', STORAGE],
  ['rb|rm', STORAGE, 'low'],
]);
add('gsutil', [
  ['rm -r|-R|-rf|-a', STORAGE],
  ['rb', STORAGE],
  ['rsync -d', STORAGE, 'low'],
  ['rm', STORAGE, 'low'],
]);
add('s3cmd', [
  ['del|rm --recursive|-r', STORAGE],
  ['rb', STORAGE],
  ['del|rm', STORAGE, 'low'],
]);
add('s5cmd', [['rm|rb', STORAGE]]);
add('azcopy', [['remove|rm', STORAGE]]);
add('bq', [
  ['rm -r', STORAGE],
  ['rm -d|-t|-f', STORAGE],
]);
add('borg', [
  ['delete --cache-only', BACKUP, 'low'],
  ['repo-delete|rdelete', BACKUP, 'high'],
  ['delete', BACKUP],
  ['prune|compact', BACKUP, 'low'],
]);
add('restic rustic', [
  ['forget --unsafe-allow-remove-all', BACKUP],
  ['forget|prune', BACKUP, 'low'],
]);
add('velero', [
  ['backup delete --all', BACKUP, 'high'],
  ['backup delete', BACKUP],
  ['backup-location|snapshot-location delete', BACKUP],
  ['snapshot delete', BACKUP],
  ['schedule|restore delete', BACKUP, 'low'],
]);
add('pgbackrest', [['stanza-delete', BACKUP, 'high']]);
add('wal-g wal-e', [
  ['delete everything', BACKUP, 'high'],
  ['delete', BACKUP],
]);
add('barman duplicity kopia bup', [['delete|remove-all-but-n-full|remove-older-than|snapshot delete', BACKUP]]);
add('timeshift', [
  ['--delete-all', BACKUP],
  ['--delete', BACKUP, 'low'],
]);
add('tmutil', [['delete|deletelocalsnapshots|disable|disablelocal', BACKUP]]);
add('vssadmin diskshadow', [
  ['delete|Delete shadows|Shadows', RECOVERY],
  ['resize shadowstorage', RECOVERY],
]);
add('wbadmin', [['delete catalog|systemstatebackup|backup', RECOVERY]]);
add('wmic', [['shadowcopy delete', RECOVERY]]);
add('bcdedit', [
  ['recoveryenabled no|No', RECOVERY],
  ['bootstatuspolicy ignoreallfailures', RECOVERY],
]);
add('diskpart', [['/s', { ...VOLUME, name: 'a disk by a script of diskpart' }]]);
add('cipher', [['', { ...VOLUME, name: 'what deleted files left on a disk' }]]);
add('remove-aduser remove-adcomputer remove-adorganizationalunit remove-adgroup', [
  ['', { ...WHOLE, severity: 'medium', name: 'accounts of the directory' }],
]);
add('clear-disk initialize-disk format-volume remove-partition', [['', { ...VOLUME, severity: 'high' }]]);
add('reagentc', [['/disable', RECOVERY]]);
add('zpool', [['destroy|labelclear', { ...VOLUME, severity: 'high' }]]);
add('zfs', [
  ['destroy -r|-R|-rf', VOLUME],
  ['destroy|rollback', VOLUME],
]);
add('lvremove vgremove', [['', VOLUME]]);
add('btrfs', [['subvolume delete', VOLUME]]);
add('snapper', [['delete', BACKUP, 'low']]);
add('pulumi', [
  ['destroy', STACK],
  ['stack rm --force|-f|-y|--yes', STACK],
  ['stack rm', STACK, 'low'],
  ['state delete', STACK, 'low'],
]);
add('cdk', [
  ['destroy -f|--force', STACK],
  ['destroy', STACK, 'low'],
]);
add('cdktf', [['destroy', STACK]]);
add('sam', [['delete', STACK]]);
add('serverless sls sst', [['remove', STACK]]);
add('copilot', [['app|env|svc delete', STACK]]);
add('amplify', [['delete', STACK]]);
add('eb', [['terminate', APPLICATION]]);
add('helm', [['uninstall|delete|del', APPLICATION, 'low']]);
add('argocd', [
  ['app delete --cascade', APPLICATION],
  ['app delete', APPLICATION],
]);
add('flux', [['uninstall', APPLICATION]]);
add('nomad', [['job stop -purge', APPLICATION]]);
add('consul etcdctl', [
  ['kv delete -recurse', STORAGE],
  ['del --prefix', STORAGE],
  ['snapshot delete', BACKUP],
]);
add('docker podman nerdctl', [
  ['volume rm|prune', STORAGE, 'low'],
  ['system prune --volumes', STORAGE, 'low'],
]);
add('npm pnpm', [['unpublish', PACKAGE]]);
add('cargo gem', [['yank', PACKAGE, 'low']]);
add('rancher', [['clusters delete', CLUSTER]]);

/** What the words after a tool's name delete; undefined when nothing. */
export function deletedByTool(program: string, words: readonly string[]): Deleted | undefined {
  const orders = TOOLS.get(program);
  const order = orders?.find(([pattern]) => pattern === '' || follows(words, pattern));
  if (order === undefined) return undefined;
  const [, kind, severity = kind.severity] = order;
  return { kind: { ...kind, severity }, about: [program, ...plainWords(words).slice(0, 8)].join(' ') };
}
