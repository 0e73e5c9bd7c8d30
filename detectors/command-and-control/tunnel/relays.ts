/** Programs whose work is to tunnel. */
import type { Invocation } from '../../../contracts/shell';
import { argv } from '../../programs';
import type { Opened } from './opened';
import { LOOPBACK, isDoor, valueOf } from './opened';
import { bySsh } from './ssh';

type Rule = (words: readonly string[], one: Invocation) => Opened | undefined;

const HELP =
  /^(?:--?(?:help|version|V)|-h|-v|help|version|verify|reload|login|update|config|completion|list|ls|status|auth|authtoken|add-authtoken|logout|service|info|route|create|delete|diagnose)$/;
const to = (host: string | undefined) => (host === undefined || host === '' ? {} : { to: host });

/** `chisel client host:port R:socks`; also under another name, as its words are its own. */
const chisel: Rule = (words) => {
  const [verb] = words;
  const reverse = words.find((word) => /^R:/.test(word));
  const server = words.slice(1).find((word) => /^(?:https?:\/\/)?[\w.[\]:-]{1,255}:\d{1,5}$|^https?:\/\//.test(word));
  if (verb === 'client' && reverse !== undefined)
    return {
      how: `a reverse tunnel (${reverse.slice(0, 60)})`,
      ...to(server),
      severity: 'high',
      techniques: ['T1572', 'T1090'],
    };
  if (verb === 'client' && server !== undefined)
    return { how: 'a tunnel by chisel', ...to(server), severity: 'medium' };
  return verb === 'server' && words.some((word) => /^--(?:reverse|socks5)/.test(word))
    ? { how: 'a tunnel server', severity: 'medium' }
    : undefined;
};

const fixed =
  (how: string, severity: Opened['severity'], where?: RegExp, techniques?: readonly string[]): Rule =>
  (words) =>
    words.length === 0 && where !== undefined
      ? undefined
      : { how, ...to(where && valueOf(words, where)), severity, ...(techniques && { techniques }) };

const unlessHelp =
  (rule: Rule): Rule =>
  (words, one) =>
    HELP.test(words.find((word) => !word.startsWith('-')) ?? words[0] ?? '') ||
    words.some((word) => /^(?:--help|--version|-h)$/.test(word))
      ? undefined
      : rule(words, one);

/** A web port shown is how work is shown to others; a login or raw port lets them in. */
const shows =
  (name: string): Rule =>
  (words) => {
    const raw = words.some((word) => /^(?:tcp|tls|rdp|ssh)(?:$|:\/\/)/.test(word));
    const port = words.map((word) => /(?:^|:)(\d{2,5})$/.exec(word)?.[1]).find((found) => found !== undefined);
    return {
      how: `port ${port ?? '?'} to the world by ${name}`,
      severity: isDoor(port) ? 'high' : raw ? 'medium' : 'low',
      techniques: ['T1572'],
    };
  };

const cloudflared: Rule = (words) => {
  const [verb, second] = words.filter((word) => !word.startsWith('-'));
  if (verb === 'access') return undefined;
  if (verb !== 'tunnel' || HELP.test(second ?? '')) return undefined;
  const url = valueOf(words, /^--url$/);
  if (url === undefined && second !== 'run' && valueOf(words, /^--(?:token|config|name)$/) === undefined)
    return undefined;
  const grave = url !== undefined && /^(?:ssh|rdp|tcp|smb):/.test(url);
  return {
    how: `${url ?? 'a named tunnel'} to the world by cloudflared`,
    severity: grave ? 'high' : url === undefined ? 'medium' : 'low',
    techniques: ['T1572'],
  };
};

const tailscale: Rule = (words) => {
  if (words[0] === 'funnel' && words.length > 1 && !words.includes('off') && words[1] !== 'status')
    return { how: 'a port to the world by tailscale', severity: 'medium' };
  return words[0] === 'up' &&
    words.some((word) => /^--(?:auth-?key|login-server|advertise-(?:routes|exit-node))/.test(word))
    ? { how: 'this machine joined to a virtual network (tailscale)', severity: 'medium' }
    : undefined;
};

const editor: Rule = (words) =>
  words[0] === 'tunnel' && !HELP.test(words[1] ?? '')
    ? { how: 'this machine to an editor elsewhere', severity: 'medium', techniques: ['T1219', 'T1572'] }
    : undefined;

/** `gost -L :1080 -F relay://host:443`. */
const gost: Rule = (words) => {
  const forward = valueOf(words, /^-F$/);
  const listen = valueOf(words, /^-L$/);
  return forward === undefined && listen === undefined
    ? undefined
    : {
        how: 'a proxy by gost',
        ...to(forward),
        severity: forward !== undefined && !LOOPBACK.test(forward) ? 'high' : 'medium',
        techniques: ['T1090'],
      };
};

const portproxy: Rule = (words) =>
  words.includes('portproxy') && words.includes('add')
    ? {
        how: 'a port forwarded by netsh',
        ...to(words.map((word) => /^connectaddress=(.*)$/i.exec(word)?.[1]).find((host) => host !== undefined)),
        severity: 'medium',
        techniques: ['T1090.001'],
      }
    : undefined;

const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['chisel', unlessHelp(chisel)],
  ['frpc', unlessHelp(fixed('a reverse tunnel by frp', 'high'))],
  ['frps', unlessHelp(fixed('a tunnel server (frp)', 'low'))],
  [
    'ngrok',
    unlessHelp((words) =>
      /^(?:http|https|tcp|tls|start|tunnel)$/.test(words[0] ?? '')
        ? shows('ngrok')(words, {} as Invocation)
        : undefined,
    ),
  ],
  ['cloudflared', cloudflared],
  ['bore', unlessHelp((words) => (words[0] === 'local' ? shows('bore')(words, {} as Invocation) : undefined))],
  ...[
    'lt',
    'localtunnel',
    'zrok',
    'pinggy',
    'expose',
    'tunnelto',
    'loophole',
    'pagekite',
    'portr',
    'holesail',
    'inlets',
    'inletsctl',
    'localxpose',
    'loclx',
    'telebit',
  ].map((name): [string, Rule] => [name, unlessHelp(shows(name))]),
  ['tailscale', tailscale],
  ['gost', unlessHelp(gost)],
  ...['code', 'code-insiders', 'code-server', 'cursor'].map((name): [string, Rule] => [name, editor]),
  [
    'devtunnel',
    unlessHelp((words) =>
      words[0] === 'host' ? { how: 'a port to the world by devtunnel', severity: 'medium' } : undefined,
    ),
  ],
  ...['tmate', 'upterm', 'sshx', 'teleconsole', 'tty-share'].map((name): [string, Rule] => [
    name,
    unlessHelp(fixed('the terminal to others', 'medium', undefined, ['T1219', 'T1572'])),
  ]),
  ...['ligolo-agent', 'ligolo-ng', 'revsocks', 'rsockstun', 'revsh', 'resocks'].map((name): [string, Rule] => [
    name,
    unlessHelp(fixed('a reverse tunnel into this network', 'high', /^-{1,2}connect$/, ['T1572', 'T1090'])),
  ]),
  ...[
    'wstunnel',
    'rathole',
    'npc',
    'nps',
    'bored',
    'hole',
    'ew',
    'earthworm',
    'venom',
    'stowaway',
    'termite',
    'iox',
    'reGeorg',
    'neoreg',
    'nkn-tunnel',
    'pwncat-cs',
  ].map((name): [string, Rule] => [name, unlessHelp(fixed(`a relay by ${name}`, 'medium', /^(?:client|-c)$/))]),
  ...['iodine', 'dnscat', 'dnscat2', 'dns2tcpc', 'dnstt-client'].map((name): [string, Rule] => [
    name,
    unlessHelp(fixed('a tunnel in name queries', 'high', undefined, ['T1071.004', 'T1572'])),
  ]),
  ...['ptunnel', 'ptunnel-ng', 'hans', 'icmptunnel', 'icmpsh'].map((name): [string, Rule] => [
    name,
    unlessHelp(fixed('a tunnel in echo requests', 'high', undefined, ['T1095', 'T1572'])),
  ]),
  ...['gs-netcat', 'gsocket', 'gs-sftp', 'gs-mount'].map((name): [string, Rule] => [
    name,
    unlessHelp(fixed('a relay of the Global Socket network', 'high', undefined, ['T1572'])),
  ]),
  ['sshuttle', unlessHelp(fixed('the network of another host through ssh', 'low', /^(?:-r|--remote)$/))],
  ...['openvpn', 'wg-quick', 'openconnect', 'vpnc'].map((name): [string, Rule] => [
    name,
    unlessHelp((words) =>
      words.some((word) => /^(?:down|save|strip)$/.test(word))
        ? undefined
        : { how: `a virtual network by ${name}`, severity: 'low' },
    ),
  ]),
  ...['proxychains', 'proxychains4', 'torsocks', 'torify'].map((name): [string, Rule] => [
    name,
    unlessHelp(fixed('a program sent through other proxies', 'low', undefined, ['T1090.003'])),
  ]),
  ['tor', unlessHelp(fixed('the Tor network', 'medium', undefined, ['T1090.003']))],
  ['netsh', portproxy],
]);
const SSH = /^(?:ssh|autossh|plink)$/;
const RENAMED = 12;

/** What an invocation tunnels. A program of any name is read by its words where these are a tunnel's alone. */
export function tunnelsOf(one: Invocation): Opened[] {
  if (SSH.test(one.program)) return bySsh(one);
  const rule = RULES.get(one.program.replace(/\.exe$/i, ''));
  if (rule === undefined && !one.path.includes('/')) return [];
  const words = argv(one);
  const found = rule === undefined ? renamed(words.slice(0, RENAMED)) : rule(words, one);
  return found === undefined ? [] : [found];
}

/** `./svc client 203.0.113.7:443 R:socks`, `./agent -connect host:11601 -ignore-cert`. */
function renamed(words: readonly string[]): Opened | undefined {
  if (words[0] === 'client' && words.some((word) => /^R:(?:socks|\d|[\w.*]{1,255}:)/.test(word)))
    return chisel(words, {} as Invocation);
  const connect = valueOf(words, /^-{1,2}connect$/);
  return connect !== undefined &&
    words.some((word) => /^-{1,2}(?:ignore-cert|accept-fingerprint|socks|pass)$/.test(word))
    ? { how: 'a reverse tunnel into this network', to: connect, severity: 'high', techniques: ['T1572', 'T1090'] }
    : undefined;
}
