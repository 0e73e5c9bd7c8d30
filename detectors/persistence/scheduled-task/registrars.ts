/** Programs that register jobs with the system: crontab, at, systemctl, launchctl, schtasks, sc, reg and their like. */
import type { EventAnalysis } from '../../../contracts/analysis';
import type { SessionMemory } from '../../../contracts/detector';
import type { Severity } from '../../../contracts/finding';
import type { Invocation } from '../../../contracts/shell';
import { payload, payloadIn } from '../../payloads';
import { argv, baseName } from '../../programs';
import { commandLine } from '../../signs';
import type { Sign } from '../../signs';
import { isOwnUnit, isUpkeepTable } from './upkeep';

interface Registered {
  /** Name of the job or service, as far as said. */
  name: string;
  how: string;
  techniques: readonly string[];
  severity?: Severity;
}

type Reader = (words: readonly string[], one: Invocation) => Registered | undefined;

/** Services that systems and developers switch on every day. */
const WELL_KNOWN =
  /^(?:docker|containerd|podman|ssh|sshd|cron|crond|chronyd?|ntpd?|systemd-[\w-]{1,40}|nginx|apache2|httpd|caddy|mysqld?|mariadb|postgresql[\w@.-]{0,20}|redis(?:-server)?|mongod|rabbitmq-server|elasticsearch|kafka|php[\d.]{0,4}-fpm|kubelet|k3s|tailscaled|bluetooth|cups|avahi-daemon|networkmanager|fail2ban|ufw|firewalld|nftables|auditd|rsyslog|snapd(?:\.socket)?|libvirtd|qemu-guest-agent|vboxservice|nvidia-[\w-]{1,40}|dcgm[\w-]{0,30}|gdm3?|lightdm|sddm|unattended-upgrades|apt-daily[\w.-]{0,20}|grafana-server|prometheus|node_exporter|otelcol[\w-]{0,20}|jenkins|gitlab-runner[\w-]{0,20}|nfs-server|smbd|nmbd|haproxy|memcached|postfix|bind9|named|dnsmasq|unbound|loki|promtail|ollama|syncthing|gunicorn|uwsgi|celery[\w-]{0,20}|sidekiq|puma|pm2[\w-]{0,20}|pipewire[\w-]{0,20}|wireplumber|pulseaudio|gpg-agent|ssh-agent|minio|vault|consul|nomad|unit|service(?:_name)?|name)(?:\.(?:service|socket|timer))?$/i;

const READERS: Readonly<Record<string, Reader>> = {
  crontab: (words) =>
    words.some((word) => /^-[a-z]*[lre]$/.test(word)) || words.some((word) => /^--?(?:help|version|V)$/.test(word))
      ? undefined
      : { name: 'crontab', how: 'replaces the cron table', techniques: ['T1053.003'] },
  at: (words) => atJob(words),
  batch: () => ({ name: 'batch', how: 'queues a job with batch', techniques: ['T1053.002'] }),
  systemctl: (words) => unit(words),
  'systemd-run': (words) =>
    words.some((word) => /^--(?:on-|timer)/.test(word))
      ? { name: 'systemd-run', how: 'starts a timer with systemd-run', techniques: ['T1053.006'] }
      : undefined,
  launchctl: (words) =>
    /^(?:load|bootstrap|submit|enable)$/.test(words[0] ?? '') && !/^\/System\//.test(words.at(-1) ?? '')
      ? {
          name: baseName(words.at(-1) ?? ''),
          how: 'loads a launch job',
          techniques: /daemon/i.test(words.at(-1) ?? '') ? ['T1543.004'] : ['T1543.001'],
        }
      : undefined,
  schtasks: (words) =>
    has(words, /^[/-]create$/i)
      ? { name: after(words, /^[/-]tn$/i), how: 'creates a scheduled task', techniques: ['T1053.005'] }
      : undefined,
  'register-scheduledtask': (words) => ({
    name: after(words, /^-taskname$/i),
    how: 'registers a scheduled task',
    techniques: ['T1053.005'],
  }),
  'register-scheduledjob': (words) => ({
    name: after(words, /^-name$/i),
    how: 'registers a scheduled job',
    techniques: ['T1053.005'],
  }),
  'new-service': (words) => ({
    name: after(words, /^-name$/i),
    how: 'creates a service',
    techniques: ['T1543.003'],
    ...(/^manual$/i.test(after(words, /^-startuptype$/i)) ? { severity: 'low' } : {}),
  }),
  sc: (words) =>
    /^create$/i.test(words[0] ?? '') || (/^config$/i.test(words[0] ?? '') && has(words, /^binpath=/i))
      ? { name: words[1] ?? '', how: 'creates a service, or changes what it starts', techniques: ['T1543.003'] }
      : undefined,
  wmic: (words) => (has(words, /subscription/i) && has(words, /^create$/i) ? wmi() : undefined),
  nssm: (words) =>
    /^install$/i.test(words[0] ?? '')
      ? { name: words[1] ?? '', how: 'creates a service', techniques: ['T1543.003'] }
      : undefined,
  reg: (words) => (/^add$/i.test(words[0] ?? '') ? runKey(words) : undefined),
  'set-itemproperty': (words) => runKey(words),
  'new-itemproperty': (words) => runKey(words),
  'update-rc.d': (words) => (has(words, /^(?:defaults|enable)$/) ? service(words[0], 'T1037.004') : undefined),
  chkconfig: (words) =>
    has(words, /^(?:--add|on)$/)
      ? service(
          words.find((word) => !/^-|^on$/.test(word)),
          'T1037.004',
        )
      : undefined,
  'rc-update': (words) => (words[0] === 'add' ? service(words[1], 'T1037.004') : undefined),
  loginctl: (words) =>
    words[0] === 'enable-linger'
      ? {
          name: 'linger',
          how: "keeps a user's services running without a login",
          techniques: ['T1543.002'],
          severity: 'low',
        }
      : undefined,
  defaults: (words) =>
    words[0] === 'write' && has(words, /^Log(?:in|out)Hook$/)
      ? { name: 'LoginHook', how: 'sets a login hook', techniques: ['T1037.002'] }
      : undefined,
  osascript: (words) =>
    /make (?:new )?login item|login items? .{0,80}make/i.test(words.join(' ').slice(0, 2_000))
      ? { name: 'login item', how: 'adds a login item', techniques: ['T1547.015'] }
      : undefined,
  'set-wmiinstance': (words) => (has(words, /CommandLineEventConsumer|__FilterToConsumerBinding/i) ? wmi() : undefined),
  'new-ciminstance': (words) => (has(words, /CommandLineEventConsumer|__FilterToConsumerBinding/i) ? wmi() : undefined),
};

const wmi = (): Registered => ({
  name: 'WMI subscription',
  how: 'subscribes a command to a system event',
  techniques: ['T1546.003'],
});
const service = (name: string | undefined, technique: string): Registered => ({
  name: name ?? '',
  how: 'switches on a service at start-up',
  techniques: [technique],
  ...(WELL_KNOWN.test(name ?? '') ? { severity: 'low' } : {}),
});

const has = (words: readonly string[], pattern: RegExp): boolean => words.some((word) => pattern.test(word));
const after = (words: readonly string[], pattern: RegExp): string =>
  words[words.findIndex((word) => pattern.test(word)) + 1] ?? '';

/** How `at` is told the time; other words behind it are prose. */
const WHEN =
  /^(?:[\d:.+]{1,12}(?:[ap]m)?|now\b.{0,40}|noon|midnight|teatime|today|tomorrow|(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}|-[ftqm]\S{0,40}|.{0,20}\uFFFD.{0,20})$/i;

function atJob(words: readonly string[]): Registered | undefined {
  if (words.some((word) => /^-[a-zA-Z]*[lcrdbV]|^--/.test(word)) || !words.some((word) => WHEN.test(word)))
    return undefined;
  return { name: 'at', how: 'queues a job with at', techniques: ['T1053.002'] };
}

/** Well-known services, and those that the command itself only names as an example, are daily work. */
function unit(words: readonly string[]): Registered | undefined {
  const verb = words.findIndex((word) => /^(?:enable|reenable|link|add-wants|preset)$/.test(word));
  if (verb < 0 || words.slice(0, verb).some((word) => !word.startsWith('-'))) return undefined;
  const names = words.slice(verb + 1).filter((word) => !word.startsWith('-'));
  if (names.length === 0) return undefined;
  const known = names.every((name) => WELL_KNOWN.test(baseName(name)));
  return {
    name: baseName(names[0] ?? ''),
    how: 'switches on a service',
    techniques: ['T1543.002'],
    ...(known ? { severity: 'low' } : {}),
  };
}

/** What Windows starts with more rights for whoever owns these classes. */
const CLASS_KEY =
  /\\classes\\(?:ms-settings|mscfile|exefile|folder|appx\w{1,40}|\.\w{2,8})\\shell\\(?:open|runas)\\command/i;
const RUN_KEY =
  /\\(?:currentversion\\(?:run(?:once(?:ex)?|services(?:once)?)?|policies\\explorer\\run|winlogon|image file execution options|silentprocessexit)|currentcontrolset\\services)(?:\\|$)/i;

function runKey(words: readonly string[]): Registered | undefined {
  const taken = words.find((word) => CLASS_KEY.test(word));
  if (taken !== undefined)
    return {
      name: taken.slice(-80),
      how: 'takes over what a class of the registry starts',
      techniques: ['T1548.002', 'T1546'],
    };
  const key = words.find((word) => RUN_KEY.test(word));
  if (key === undefined) return undefined;
  const technique = /winlogon/i.test(key)
    ? 'T1547.004'
    : /image file|silentprocess/i.test(key)
      ? 'T1546.012'
      : /services/i.test(key)
        ? 'T1543.003'
        : 'T1547.001';
  return { name: key.slice(-80), how: 'sets a start-up key of the registry', techniques: [technique] };
}

/** What the command's programs register, on this machine or one reached by SSH. */
export function inPrograms(all: readonly Invocation[], { command }: EventAnalysis, session: SessionMemory): Sign[] {
  return all.flatMap((one, at) => {
    const reader = Object.hasOwn(READERS, lowerName(one)) ? READERS[lowerName(one)] : undefined;
    const registered = reader?.(argv(one), one);
    if (registered === undefined || one.via.some((via) => via.startsWith('placed in '))) return [];
    return [sign(one, at, registered, all, command?.writes ?? [], session)];
  });
}

/** `crontab -l | sed '/x/d' | crontab -`, `grep -v x`: the table has less than before. */
const takesOut = ({ program, args, stdin }: Invocation): boolean =>
  stdin === undefined &&
  ((/^(?:sed|gsed)$/.test(program) && args.length === 1 && /^\/[^/]{1,200}\/d$/.test(args[0]?.text ?? '')) ||
    (/^[ef]?grep$/.test(program) && /^-\w{0,3}v/.test(args[0]?.text ?? '')));

/** Lines that a cron table gets beside those that it has; undefined when they are not seen. */
function added(one: Invocation, all: readonly Invocation[], handed: readonly string[]): string | undefined {
  const at = all.indexOf(one);
  const fed = all.filter(({ feeds }) => feeds === at);
  if (handed.length > 0) return handed.join('\n');
  if (fed.length === 0) return one.stdin;
  const seen = fed.filter((each) => !takesOut(each) && !(each.program === 'crontab' && each.args[0]?.text === '-l'));
  return seen.some(({ stdout }) => stdout === undefined) ? undefined : seen.map(({ stdout = '' }) => stdout).join('\n');
}

const lowerName = ({ program }: Invocation): string => program.toLowerCase().replace(/\.exe$/, '');

function sign(
  one: Invocation,
  at: number,
  { name, how, techniques, severity }: Registered,
  all: readonly Invocation[],
  writes: readonly { path: string; content: string }[],
  session: SessionMemory,
): Sign {
  const words = argv(one);
  const handed = writes
    .filter(({ path }) => words.some((word) => path === word || path.endsWith(`/${word}`)))
    .map(({ content }) => content);
  const given = [
    one.stdin ?? '',
    ...handed,
    ...all.filter(({ feeds }) => feeds === at).map(({ stdout = '' }) => stdout),
    words.join(' '),
  ].join('\n');
  const bad =
    payload(
      all.filter(({ via }) => via.includes(one.program)),
      all,
    ) ?? payloadIn(given.replace(/(?:\d|&)?>{1,2}\s?\S{1,200}/g, ''));
  const lines = bad === undefined && techniques.includes('T1053.003') ? added(one, all, handed) : undefined;
  const own = lines === '' || isUpkeepTable(lines);
  const base = severity ?? (own || isOwnUnit(name, session) ? 'low' : 'medium');
  const container = one.remote !== undefined && one.remote.kind !== 'ssh';
  return {
    what: `job:${name === '' ? one.program : name}`,
    why: `${one.program} ${how}${name === '' || name === one.program ? '' : `: ${name}`}${bad === undefined ? '' : `; what it runs is suspicious: it ${bad}`}`,
    severity: container ? 'low' : bad !== undefined && base !== 'low' ? 'high' : base,
    techniques,
    excerpt: commandLine(one),
  };
}
