/** Acts on a running Gander: its process, service, container, ports, hooks and API. */
import type { Invocation } from '../../../contracts/shell';
import { UNKNOWN, argv } from '../../programs';
import { commandLine } from '../../signs';
import type { Sign } from '../../signs';

const NAME = /(?:^|[^a-z])gander(?:[^a-z]|$)/i;
const KILLS = /^(?:kill|pkill|killall|skill|taskkill|stop-process|spps|fuser)$/;
const SERVICES =
  /^(?:systemctl|service|launchctl|sc|rc-service|supervisorctl|pm2|docker|podman|kubectl|docker-compose|brew)$/;
const STOPS = /^(?:stop|disable|mask|kill|unload|bootout|delete|rm|remove|down|pause|scale|reload-or-kill)$/;
const PORT = /(?:^|[^\d])431[789](?:[^\d]|$)/;
const OWN_API = /^(?:https?:\/\/)?(?:localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0):4319\/api\//i;
const FIREWALLS = /^(?:iptables|ip6tables|nft|ufw|pfctl|firewall-cmd|tc|netsh)$/;

/** What one program does to Gander; nothing for asking how it is. */
export function onGander(one: Invocation): Sign[] {
  const act = actOf(one.program.toLowerCase().replace(/\.exe$/, ''), argv(one));
  if (act === undefined) return [];
  return [
    {
      what: `gander:${act.slice(0, 60)}`,
      why: act,
      severity: 'high',
      techniques: ['T1685'],
      excerpt: commandLine(one),
      facts: ['tampering'],
    },
  ];
}

function actOf(program: string, words: readonly string[]): string | undefined {
  const text = words.join(' ').slice(0, 2_000);
  if (KILLS.test(program) && (NAME.test(text) || (program === 'fuser' && /-[a-z]*k/.test(text) && PORT.test(text))))
    return "Gander's process is stopped";
  if (KILLS.test(program) && PORT.test(text) && !/^\d+$/.test(words.at(-1) ?? ''))
    return "What listens on Gander's ports is stopped";
  if (SERVICES.test(program) && words.some((word) => STOPS.test(word)) && NAME.test(text))
    return "Gander's service is stopped";
  if (program === 'gander' && words[0] === 'hook' && words.includes('uninstall'))
    return "Gander's hooks are taken out of an agent";
  if (FIREWALLS.test(program) && PORT.test(text) && /drop|reject|deny|block/i.test(text))
    return "Gander's ports are blocked";
  if (
    /^(?:curl|wget|http|https|xh|invoke-restmethod|irm)$/.test(program) &&
    words.some((word) => OWN_API.test(word)) &&
    changes(words)
  )
    return 'Alerts or settings of Gander are changed through its API';
  if (
    /^(?:npm|pnpm|yarn|brew|pip|pip3|apt|apt-get|dnf)$/.test(program) &&
    words.some((word) => /^(?:uninstall|remove|rm|purge|un)$/.test(word)) &&
    words.some((word) => /^@?(?:[\w-]{1,40}\/)?gander(?:@.{0,20})?$/.test(word))
  )
    return 'Gander is uninstalled';
  return undefined;
}

/** `kill $(pgrep -f gander)`: the number of its process is asked for, and killed. */
export function byProcessNumber(all: readonly Invocation[]): Sign[] {
  const asked = all.findIndex(
    (one) =>
      /^(?:pgrep|pidof|ps|lsof|grep)$/.test(one.program) &&
      one.via.at(-1) === 'substitution' &&
      NAME.test(argv(one).join(' ').slice(0, 400)),
  );
  const kill = asked < 0 ? undefined : all.slice(asked + 1).find(({ program }) => program === 'kill');
  return kill === undefined || !argv(kill).some((word) => word.includes(UNKNOWN))
    ? []
    : [
        {
          what: 'gander:process',
          why: "Gander's process is stopped",
          severity: 'high',
          techniques: ['T1685'],
          excerpt: commandLine(kill),
          facts: ['tampering'],
        },
      ];
}

const changes = (words: readonly string[]): boolean =>
  words.some(
    (word, at) =>
      /^(?:-d|--data\S{0,12}|--json|-T|-F)$/.test(word) ||
      /^(?:POST|PUT|PATCH|DELETE)$/i.test(word) ||
      /^-X(?:POST|PUT|PATCH|DELETE)$/.test(word) ||
      (word === '-X' && /^(?:POST|PUT|PATCH|DELETE)$/.test(words[at + 1] ?? '')),
  );
