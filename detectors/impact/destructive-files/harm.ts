/** What the loss of a path means, by the path alone. */
import type { ResolvedPath } from '../../../contracts/analysis';
import type { Severity } from '../../../contracts/finding';

export interface Harm {
  /** What is lost, for the sentence: `the home folder`. */
  what: string;
  severity: Severity;
  techniques: readonly string[];
}

const lost = (what: string, severity: Severity, techniques: readonly string[] = ['T1485']): Harm => ({
  what,
  severity,
  techniques,
});

/** Made again by the tools that made it, or meant to go: losing it costs minutes. */
const REPLACEABLE =
  /^(?:node_modules|dist|build|builds|out|output|target|bin|obj|\.?venv|env|__pycache__|\.?coverage|\.?caches?|tmp|\.?temp|\.next|\.nuxt|\.turbo|\.parcel-cache|\.pytest_cache|\.mypy_cache|\.ruff_cache|\.tox|\.gradle|\.terraform|deriveddata|pods|vendor|\.trash|trash|logs?|site-packages|artifacts|results?)$/i;
const CACHE =
  /(?:^|[/._-])(?:\.?cac(?:he|ache)[sd]?|tmp|temp|deriveddata|node_modules|__pycache__|pkg\/mod)(?:[/._-]|$)/i;
const TEMPORARY =
  /^(?:\/private)?(?:\/tmp|\/var\/tmp|\/var\/folders|\/dev\/shm|\/run\/user\/\d+)\/.|\/AppData\/Local\/Temp\//;
const DISPOSABLE_SYSTEM = /^\/var\/(?:lib\/(?:apt\/lists|dpkg\/info|yum|dnf)|cache|run|lock|spool\/mail)(?:\/|$)/;
const DEVICE = /^\/dev\/(?!loop)\w|^[A-Za-z]:$/;

const WHOLE_SYSTEM =
  /^(?:\/(?:etc|usr|bin|sbin|lib|lib32|lib64|boot|var|opt|home|root|users|system|library|applications|sys|proc|dev|srv|private|mnt|media|volumes|nix|snap)?|\/usr\/(?:bin|sbin|lib|lib64|share|local|include)|\/var\/lib|\/etc\/(?:ssh|pam\.d|ssl|systemd|network|kubernetes|letsencrypt)|[a-z]:\/(?:windows(?:\/system32)?|users|program files(?: \(x86\))?|programdata)?)$/i;
const HOME = /^(?:~|~\w{1,32}|\/home\/[^/]+|\/Users\/[^/]+|\/root|[A-Za-z]:\/Users\/[^/]+)$/;
const BELOW_HOME = /^(?:~|\/home\/[^/]+|\/Users\/[^/]+|\/root|[A-Za-z]:\/Users\/[^/]+)\//;
const PERSONAL =
  /^(?:documents?|desktop|pictures|photos|music|movies|videos|downloads|library|dropbox|onedrive|google drive|icloud|backups?|projects?|code|src|source|work|workspaces?|repos?|repositories|git|github|dev|\.ssh|\.gnupg|\.aws|\.kube|\.config|\.local|\.mozilla|\.password-store)$/i;
const SERVICE_DATA =
  /^\/var\/lib\/(?:mysql|mariadb|postgres\w{0,10}|pgsql|mongo\w{0,6}|redis|elasticsearch|opensearch|docker|containerd|etcd|kubelet|kafka|clickhouse|influxdb|grafana|prometheus|rabbitmq|cassandra|minio|libvirt|gitlab|jenkins)(?:\/|$)|\/(?:pgdata|mysql-data|postgres-data|etcd-data)(?:\/|$)/i;
const ESSENTIAL =
  /^\/etc\/(?:passwd|shadow|group|gshadow|fstab|sudoers|hosts|resolv\.conf|ssh\/.{1,60}|pam\.d\/.{1,60})$|^\/boot\/./;
const DATA_ROOT = /^\/(?:data|srv|mnt|media|volumes|storage|export|backups?|nas)\/[^/]/i;
const LOG = /^\/var\/(?:log|audit)(?:\/|$)/;

/** Harm of losing what lies at a path; undefined where it is nothing out of the ordinary. `path` may end with a pattern. */
/** Whether a clean-up of an image goes over it too: package lists and logs are removed in one breath when a layer is made. */
export const cleansImage = (paths: readonly ResolvedPath[]): boolean =>
  paths.some(({ path }) => DISPOSABLE_SYSTEM.test(path));

export function harmOf({ path, insideProject }: ResolvedPath): Harm | undefined {
  const bare = path.replace(/\\/g, '/').replace(/(?:\/(?:\*{1,2}|\*\.\*|\.\*|\.\[!\.\]\*|\{,\.\}\*))+$/, '') || '/';
  if (bare.includes('\uFFFD')) return undefined;
  if (DEVICE.test(path)) return lost(`the disk ${path}`, 'high', ['T1561']);
  if (bare === '/' || WHOLE_SYSTEM.test(bare))
    return lost(bare === '/' ? 'the root folder' : `the system folder ${bare}`, 'high');
  if (HOME.test(bare)) return lost(`the home folder ${bare}`, 'high');
  if (insideProject === true || !/^[/~]|^[A-Za-z]:\//.test(bare)) return undefined;
  if (TEMPORARY.test(`${path}/`) || /^\/(?:private\/)?(?:var\/)?tmp$/.test(bare)) return undefined;
  return BELOW_HOME.test(bare) ? belowHome(bare) : elsewhere(bare);
}

function belowHome(path: string): Harm | undefined {
  const rest = path.replace(BELOW_HOME, '').split('/');
  const [first = ''] = rest;
  if (rest.length === 1 && PERSONAL.test(first)) return lost(path, 'high');
  if (/^\.(?:ssh|gnupg|aws|kube|password-store)$/.test(first)) return lost(`keys or credentials in ${path}`, 'medium');
  if (CACHE.test(path) || REPLACEABLE.test(rest.at(-1) ?? '')) return undefined;
  return /[*?]/.test(rest.at(-1) ?? '') && rest.length === 1 ? lost(path, 'medium') : lost(path, 'low');
}

function elsewhere(path: string): Harm | undefined {
  if (SERVICE_DATA.test(path)) return lost(`data of a service, ${path}`, 'high');
  if (ESSENTIAL.test(path)) return lost(`the system file ${path}`, 'medium');
  // Whether it hides something is told by log-clearing.
  if (LOG.test(path)) return lost(`logs, ${path}`, 'low', ['T1485', 'T1685.006']);
  if (DISPOSABLE_SYSTEM.test(path) || CACHE.test(path) || REPLACEABLE.test(path.split('/').at(-1) ?? ''))
    return undefined;
  if (DATA_ROOT.test(path)) return lost(path, 'medium');
  return lost(path, 'low');
}
