/** What a command stops. */
import type { Severity } from '../../../contracts/finding';
import type { Invocation } from '../../../contracts/shell';
import { argv } from '../../programs';
import { unquoted } from '../../unquoted';
import { follows, optionOf, plainWords } from '../words';

export interface Stop {
  what: string;
  severity: Severity;
  techniques: readonly string[];
}

const BACKUPS =
  /^(?:restic|borg\w{0,10}|bacula[\w-]{0,8}|bareos[\w-]{0,8}|veeam\w{0,20}|duplicity|[\w-]{0,30}backup[\w-]{0,30}|snapper[\w-]{0,20}|timeshift|velero|rsnapshot|barman|pgbackrest|vss|swprv|wbengine|sqlwriter|sdrsvc)(?:\.(?:service|timer))?$/i;
const SERVERS =
  /^(?:mysqld?|mariadb|postgres(?:ql)?(?:[-@][\w.-]{1,20})?|mongod|redis(?:-server)?|nginx|apache2|httpd|caddy|haproxy|traefik|docker|containerd|crio|kubelet|k3s|etcd|named|bind9|unbound|dnsmasq|postfix|dovecot|exim4?|rabbitmq-server|kafka|zookeeper|elasticsearch|opensearch|cron|crond|sshd?|nfs-server|smbd|samba|slapd|vault|consul|nomad|jenkins|gitlab-runsvdir|grafana-server|prometheus|NetworkManager|systemd-networkd|mssqlserver|w3svc|iisadmin|msexchange\w{1,20})(?:\.service)?$/;
const NAMED_STOPS: Readonly<Record<string, readonly string[]>> = {
  systemctl: ['stop|disable|mask|kill'],
  launchctl: ['unload|bootout|remove|disable|stop'],
  sc: ['stop|delete|config'],
  'sc.exe': ['stop|delete'],
  net: ['stop'],
  supervisorctl: ['stop'],
  initctl: ['stop'],
  'rc-update': ['del|delete'],
  chkconfig: ['off'],
  'update-rc.d': ['disable|remove'],
  'Stop-Service': [''],
  'Set-Service': ['Disabled'],
  killall: [''],
  pkill: [''],
  taskkill: [''],
};

const stop = (what: string, severity: Severity, techniques: readonly string[] = ['T1489']): Stop => ({
  what,
  severity,
  techniques,
});

export function stopOf(one: Invocation): Stop | undefined {
  const words = argv(one);
  const named = NAMED_STOPS[one.program];
  if (named !== undefined)
    return named.some((order) => order === '' || follows(words, order)) ? service(words) : undefined;
  switch (one.program) {
    case 'service':
    case 'rc-service':
    case 'invoke-rc.d':
      return follows(words, 'stop') ? service(words) : undefined;
    case 'shutdown':
    case 'reboot':
    case 'poweroff':
    case 'halt':
    case 'Stop-Computer':
    case 'Restart-Computer':
      return words.some((word) => /^(?:-c|--help|-k|--version)$/.test(word))
        ? undefined
        : stop('shuts down or restarts the machine', 'low', ['T1529']);
    case 'init':
    case 'telinit':
      return /^[06]$/.test(words[0] ?? '') ? stop('shuts down or restarts the machine', 'low', ['T1529']) : undefined;
    case 'kill':
      return kill(words);
    case 'kubectl':
    case 'oc':
      return scaled(words);
    case 'heroku':
      return follows(words, 'ps:scale') && words.some((word) => /=0$/.test(word))
        ? stop('scales an application to nothing', 'low')
        : undefined;
    case 'aws':
    case 'gcloud':
    case 'az':
      return inCloud(words);
    default:
      return one.redirections.some(
        ({ target, operator }) => target.text === '/proc/sysrq-trigger' && operator.startsWith('>'),
      ) ||
        (one.program === 'tee' && words.includes('/proc/sysrq-trigger'))
        ? stop('makes the kernel end everything (sysrq)', 'medium', ['T1489', 'T1529'])
        : undefined;
  }
}

function service(words: readonly string[]): Stop | undefined {
  const names = plainWords(words).map((word) => word.replace(/^\^|\$$/g, ''));
  const backup = names.find((name) => BACKUPS.test(name));
  if (backup !== undefined) return stop(`stops the backups (${backup})`, 'medium', ['T1489', 'T1490']);
  const server = names.find((name) => SERVERS.test(name));
  return server === undefined ? undefined : stop(`stops the service ${server}`, 'low');
}

/** All processes, or the first. */
function kill(words: readonly string[]): Stop | undefined {
  const targets = words.filter((word, at) => at > 0 || !word.startsWith('-'));
  const hard = words.some((word) => /^-(?:9|KILL|SIGKILL)$/.test(word));
  return hard && targets.some((word) => word === '-1' || word === '1')
    ? stop('ends all processes', 'medium')
    : undefined;
}

function scaled(words: readonly string[]): Stop | undefined {
  if (follows(words, 'scale') && optionOf(words, '--replicas') === '0')
    return stop('scales workloads to nothing', words.includes('--all') ? 'medium' : 'low');
  return follows(words, 'drain') && words.includes('--force') ? stop('drains a node by force', 'low') : undefined;
}

function inCloud(words: readonly string[]): Stop | undefined {
  const order = words.find((word) =>
    /^(?:stop-(?:instances|db-instance|db-cluster|task)|suspend-processes)$/.test(word),
  );
  const verb = follows(words, 'instances|vm|webapp|functionapp stop|deallocate|suspend');
  return order === undefined && !verb ? undefined : stop('stops machines or services in the cloud', 'low');
}

/** `:(){ :|:& };:`: a function that starts itself twice in the background. */
export function isForkBomb(text: string): boolean {
  const match =
    /(?:function\s{1,4})?([\w:.]{1,30})\s{0,4}\(\)\s{0,4}\{\s{0,4}([\w:.]{1,30})\s{0,4}\|\s{0,4}([\w:.]{1,30})\s{0,4}&\s{0,4};?\s{0,4}\}/.exec(
      unquoted(text),
    );
  return match !== null && match[1] === match[2] && match[2] === match[3];
}
