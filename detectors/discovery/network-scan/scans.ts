/** Sweeps over hosts or ports in one command: by a scanner, or by hand in a loop. */
import type { EventAnalysis } from '../../../contracts/analysis';
import type { Severity } from '../../../contracts/finding';
import type { Invocation } from '../../../contracts/shell';
import { UNKNOWN, argv, invocations } from '../../programs';

export interface Scan {
  what: string;
  why: string;
  severity: Severity;
  techniques: readonly string[];
  excerpt: string;
}

const SCANNERS =
  /^(?:nmap|masscan|zmap|rustscan|naabu|unicornscan|arp-scan|netdiscover|nbtscan|fping|hping3|zgrab2?|scanless|furious|sx|angryip)$/;
/** Scanners of web applications and known flaws. */
const PROBERS =
  /^(?:nuclei|nikto|gobuster|ffuf|dirb|dirbuster|feroxbuster|wfuzz|sqlmap|wpscan|whatweb|wapiti|arachni|skipfish|enum4linux(?:-ng)?|smbmap|snmpwalk|onesixtyone|dnsrecon|dnsenum|fierce)$/i;
/** Of which names and services there are, asked of others than the target. */
const PASSIVE = /^(?:subfinder|amass|theharvester|assetfinder|shodan|censys|spiderfoot)$/i;
const TOUCHERS =
  /^(?:ping|ping6|nc|ncat|netcat|telnet|curl|wget|timeout|socat|host|dig|nslookup|arping|smbclient|rpcclient|snmpget|nmap|ssh)$/;

const RANGE =
  /^(?:https?:\/\/)?(?:\d{1,3}\.){1,3}(?:\d{1,3}|\*)(?:\/(?:[0-9]|1[0-9]|2[0-8])|-\d{1,3}|\.\*)$|^(?:\d{1,3}\.){3}(?:\d{1,3}-\d{1,3}|\*)$|^(?:\d{1,3}-\d{1,3}\.){1,3}|^(?:[0-9a-f:]{2,40})\/\d{1,3}$/i;
const LOOPBACK =
  /^(?:https?:\/\/)?(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[?::1\]?|0\.0\.0\.0(?!\/)|host\.docker\.internal)(?=[:/]|$)/i;
const ADDRESS = /^(?:[\w.-]{1,80}@)?(?:https?:\/\/)?((?:\d{1,3}\.){3}(?:\d{1,3}|\uFFFD))(?=[:/]|$)/;
const DEV = /^\/dev\/(?:tcp|udp)\/([^/]{1,100})\/([^/]{1,20})$/;
/** Distinct hosts, or ports of one host, that a command touches when it sweeps. */
const MANY = 8;
const SERVICES = ['T1046'];
const HOSTS = ['T1018', 'T1046'];

export function scansIn(analysis: EventAnalysis): Scan[] {
  const all = invocations(analysis);
  if (all.length === 0) return [];
  const found = all.flatMap((one) => (one.remote === undefined || one.remote.kind === 'ssh' ? scanner(one) : []));
  return found.length > 0 ? found : byHand(all);
}

function scanner(one: Invocation): Scan[] {
  const words = argv(one);
  const targets = words.filter((word) => !word.startsWith('-'));
  if (SCANNERS.test(one.program)) return sweep(one, words, targets);
  if (PROBERS.test(one.program) && words.length > 1 && !words.some((word) => LOOPBACK.test(word)) && !isHelp(words))
    return [
      told(one, `probe:${one.program}`, `${one.program} probes a service for weaknesses`, 'medium', ['T1595', 'T1046']),
    ];
  if (PASSIVE.test(one.program) && words.length > 0 && !isHelp(words))
    return [
      told(one, `names:${one.program}`, `${one.program} asks which names and services others have`, 'low', [
        'T1590',
        'T1596',
      ]),
    ];
  const ports =
    /^(?:nc|ncat|netcat)$/.test(one.program) && words.some((word) => /^-\w*z/.test(word))
      ? words.find((word) => /^\d{1,5}-\d{1,5}$/.test(word))
      : undefined;
  if (ports === undefined || words.some((word) => LOOPBACK.test(word))) return [];
  return [told(one, 'ports', `The ports ${ports} of a host are tried one by one`, 'medium', SERVICES)];
}

function sweep(one: Invocation, words: readonly string[], targets: readonly string[]): Scan[] {
  if (isHelp(words) || words.length === 0 || targets.some((word) => LOOPBACK.test(word))) return [];
  const range =
    targets.find((word) => RANGE.test(word)) ?? words.find((word) => /^(?:-iL|-iR|--localnet|-l|-g|-r)$/.test(word));
  const wide = range !== undefined || /^(?:masscan|zmap|arp-scan|netdiscover|nbtscan)$/.test(one.program);
  if (!wide && one.program === 'fping') return [];
  return wide
    ? [
        told(
          one,
          `range:${range ?? one.program}`,
          `A network is searched for hosts and services by ${one.program} (${range ?? 'the local network'})`,
          'medium',
          HOSTS,
        ),
      ]
    : [told(one, `host:${targets.at(-1) ?? ''}`, `One host is scanned by ${one.program}`, 'low', SERVICES)];
}

/** Many hosts, or many ports, touched by ordinary programs; a loop whose values are not known counts as many. */
function byHand(all: readonly Invocation[]): Scan[] {
  const hosts = new Set<string>();
  const ports = new Map<string, Set<string>>();
  let open: Invocation | undefined;
  for (const one of all) {
    for (const { target } of one.redirections) {
      const dev = DEV.exec(target.text);
      if (dev?.[1] !== undefined && dev[2] !== undefined && !LOOPBACK.test(dev[1])) {
        hosts.add(dev[1]);
        ports.set(dev[1], (ports.get(dev[1]) ?? new Set()).add(dev[2]));
        if (dev[1].includes(UNKNOWN) || dev[2] === UNKNOWN) open ??= one;
      }
    }
    if (!TOUCHERS.test(one.program)) continue;
    const words = argv(one);
    for (const word of words.slice(0, 40)) {
      const address = ADDRESS.exec(word)?.[1];
      if (address === undefined || LOOPBACK.test(address)) continue;
      hosts.add(address);
      if (address.endsWith(UNKNOWN)) open ??= one;
      const port = /^(?:nc|ncat|netcat|telnet)$/.test(one.program) ? words.at(-1) : undefined;
      if (port !== undefined && /^\d{1,5}$/.test(port)) ports.set(address, (ports.get(address) ?? new Set()).add(port));
      if (port === UNKNOWN && words.some((each) => /^-\w*z/.test(each))) open ??= one;
    }
  }
  const manyPorts = [...ports.values()].some((each) => each.size >= MANY);
  const shown = open ?? all.find(({ program }) => TOUCHERS.test(program)) ?? all[0];
  if (shown === undefined || (open === undefined && hosts.size < MANY && !manyPorts)) return [];
  return [
    told(
      shown,
      'by-hand',
      manyPorts || hosts.size === 1
        ? 'The ports of a host are tried one by one in a loop'
        : 'The addresses of a network are tried one by one in a loop',
      'medium',
      HOSTS,
    ),
  ];
}

const isHelp = (words: readonly string[]): boolean =>
  words.some((word) => /^(?:-h|--help|-V|--version|-v)$/.test(word)) && words.length <= 2;

const told = (one: Invocation, what: string, why: string, severity: Severity, techniques: readonly string[]): Scan => ({
  what,
  why,
  severity,
  techniques,
  excerpt: [one.path, ...argv(one)].join(' ').slice(0, 300),
});
