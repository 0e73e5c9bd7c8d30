import type { EventAnalysis } from '../../../contracts/analysis';
import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { Detection, Severity } from '../../../contracts/finding';
import type { Invocation } from '../../../contracts/shell';
import { UNKNOWN, argv, invocations } from '../../programs';
import { isCredential, readBy } from '../payload';
import { isEncoded, readName } from './labels';
import { manifest } from './manifest';

const ASKERS =
  /^(?:dig|kdig|drill|dog|doggo|q|nslookup|host|getent|resolvectl|systemd-resolve|resolve-dnsname|ping|ping6|fping|traceroute|tracepath|mtr|adnshost|delv)$/;
/** Resolve the host of a URL as well. */
const FETCHERS = /^(?:curl|wget|http|https|xh|iwr|irm|invoke-webrequest|invoke-restmethod)$/;
/** Do nothing else than carry data in names. */
const TUNNELS =
  /^(?:dnscat2?|iodined?|dns2tcpc?|dnsteal(?:\.py)?|dnsexfiltrator(?:\.\w{2,4})?|dnspotexfil|dns-tunnel|godoh|chashell|ozymandns)$/;
const ENCODERS = /^(?:base64|base32|basenc|xxd|od|hexdump|openssl|gpg|gzip|zstd|uuencode|rev|fold|sha\d{0,3}sum)$/;
const SMALL = /^(?:whoami|hostname|id|uname|pwd|date|logname)$/;
const CODE_ASKS =
  /gethostby(?:name|addr)|getaddrinfo|dns\.resolver|dns\.(?:lookup|resolve)|\bresolve4\(|\bResolv(?:::|\.)(?:DNS|getaddress)|GetHostEntry|net\.Lookup(?:Host|IP|TXT)/i;
const CODE_ENCODES =
  /b(?:64|32|16)encode|hexlify|\.hex\(\)|toString\(['"](?:base64|hex)|encode\(['"](?:hex|base64)|pack\(['"]?[hH]\*|unpack\(['"]H\*|ToBase64String|bin2hex/;
/** Questions of one command that are looked at. */
const MAX_ASKED = 60;
/** So many encoded names of one zone in one command are no accident. */
const MANY = 4;

export const dnsExfiltration: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, { action }, { analysis }) {
    if (action.type === 'net.fetch') return fetched(analysis);
    const all = invocations(analysis);
    if (all.length === 0) return NO_DETECTIONS;
    const byZone = new Map<string, { detection: Detection; names: number }>();
    let asked = 0;
    all.forEach((one, at) => {
      if (asked > MAX_ASKED) return;
      if (ASKERS.test(one.program) || FETCHERS.test(one.program)) {
        asked++;
        for (const found of asks(one, at, all, analysis)) note(byZone, found);
      } else if (TUNNELS.test(one.program) || one.code !== undefined) {
        for (const found of byTool(one, analysis)) note(byZone, found);
      }
    });
    return byZone.size === 0
      ? NO_DETECTIONS
      : [...byZone.values()].map(({ detection, names }) =>
          names >= MANY ? { ...detection, severity: 'high' as const } : detection,
        );
  },
};

const ORDER: readonly (Severity | undefined)[] = ['info', 'low', 'medium', 'high', 'critical'];

function note(byZone: Map<string, { detection: Detection; names: number }>, detection: Detection): void {
  const known = byZone.get(detection.dedupeKey);
  const graver = known === undefined || ORDER.indexOf(detection.severity) > ORDER.indexOf(known.detection.severity);
  byZone.set(detection.dedupeKey, { detection: graver ? detection : known.detection, names: (known?.names ?? 0) + 1 });
}

function asks(one: Invocation, at: number, all: readonly Invocation[], analysis: EventAnalysis): Detection[] {
  const fetcher = FETCHERS.test(one.program);
  return argv(one).flatMap((word) => {
    const name = fetcher
      ? /^https?:\/\/([^/:?#]{1,512})/i.exec(word)?.[1]
      : word.startsWith('-') || word.startsWith('@')
        ? undefined
        : word;
    if (name === undefined || !name.includes('.')) return [];
    const asked = readName(name);
    if (asked === undefined) return [];
    const open = asked.labels.findLastIndex((label) => label.includes(UNKNOWN));
    const weighed =
      open >= 0
        ? weighOpen(at, all, analysis, asked.zone)
        : weighLiteral(asked.labels, at, all, asked.zone, analysis, fetcher);
    const below = [...asked.labels.slice(open < 0 ? asked.labels.length : open + 1), asked.zone].join('.');
    return weighed === undefined ? [] : [tell(one, asked.zone, weighed, below)];
  });
}

interface Weighed {
  what: string;
  severity: Severity;
}

/** Part of the name is known only when it runs: what was read or run for it tells. */
function weighOpen(at: number, all: readonly Invocation[], analysis: EventAnalysis, zone: string): Weighed | undefined {
  const before = all.slice(0, at);
  const sources = before.filter(({ via }) => via.some((step) => step.includes('substitution')));
  const fed = [...sources, ...before.filter(({ feeds }) => feeds !== undefined)];
  const secret = readBy(fed, analysis).find((path) => isCredential(path) || path.class === 'environment-file');
  if (secret) return { what: secret.path, severity: 'high' };
  if (fed.some(({ program, args }) => /^(?:env|printenv)$/.test(program) && args.length === 0))
    return { what: 'the environment', severity: 'high' };
  const encoder = fed.find(({ program }) => ENCODERS.test(program));
  if (encoder) return { what: `data encoded by ${encoder.program}`, severity: 'high' };
  const catches = isCatcher(zone, analysis);
  const small = sources.find(({ program }) => SMALL.test(program));
  if (catches) return { what: small ? `the output of ${small.program}` : 'data', severity: 'high' };
  return small && small.program !== 'hostname' && small.program !== 'date'
    ? { what: `the output of ${small.program}`, severity: 'medium' }
    : undefined;
}

function weighLiteral(
  labels: readonly string[],
  at: number,
  all: readonly Invocation[],
  zone: string,
  analysis: EventAnalysis,
  fetcher: boolean,
): Weighed | undefined {
  const encoded = labels.find(isEncoded);
  const made = all
    .slice(0, at)
    .some(
      ({ program, via, stdout }) =>
        ENCODERS.test(program) &&
        via.some((step) => step.includes('substitution')) &&
        labels.includes((stdout ?? '').trim()),
    );
  if (made) return { what: 'encoded data', severity: 'high' };
  if (encoded === undefined) return undefined;
  const host = `${labels.join('.')}.${zone}`.toLowerCase();
  const known = analysis.destinations.find((one) => one.host === host)?.service;
  if (isCatcher(zone, analysis)) return { what: 'encoded data', severity: 'medium' };
  return known !== undefined || fetcher
    ? undefined
    : { what: `an encoded label (${encoded.slice(0, 40)})`, severity: 'medium' };
}

const isCatcher = (zone: string, { destinations }: EventAnalysis): boolean =>
  destinations.some(({ host, service }) => service === 'catcher' && host.endsWith(zone));

/** A tunnel by name, and code that encodes and resolves. */
function byTool(one: Invocation, analysis: EventAnalysis): Detection[] {
  if (TUNNELS.test(one.program))
    return [tell(one, one.program, { what: `data with ${one.program}`, severity: 'high' })];
  const text = one.code?.map(({ text: code }) => code.slice(0, 16_000)).find((code) => CODE_ASKS.test(code));
  if (text === undefined) return [];
  const secret = analysis.reads.find((path) => isCredential(path) || path.class === 'environment-file');
  const environment = analysis.code.some(({ kind, literals }) => kind === 'environment-read' && literals.length === 0);
  const grave = secret !== undefined || environment;
  if (!CODE_ENCODES.test(text) && !grave) return [];
  return [tell(one, 'code', { what: secret?.path ?? 'encoded data', severity: grave ? 'high' : 'medium' })];
}

/** A page that is fetched from a host whose name is encoded data below a catcher. */
function fetched(analysis: EventAnalysis): readonly Detection[] {
  const [destination] = analysis.destinations;
  if (destination?.service !== 'catcher') return NO_DETECTIONS;
  const asked = readName(destination.host);
  if (!asked?.labels.some((label) => label.length >= 40 && isEncoded(label))) return NO_DETECTIONS;
  return [
    {
      why: `A page is fetched whose host name carries encoded data to ${asked.zone}`,
      severity: 'medium',
      dedupeKey: asked.zone,
      techniques: ['T1048.003', 'T1071.004'],
      entities: { destination: asked.zone },
    },
  ];
}

/** `below` is the part of the name that stays the same. */
const tell = (one: Invocation, zone: string, { what, severity }: Weighed, below = zone): Detection => ({
  why: `${one.program} asks DNS for names that carry ${what.slice(0, 160)} to ${below.slice(0, 260)}`,
  severity,
  confidence: 'medium',
  dedupeKey: zone,
  techniques: ['T1048', 'T1048.003', 'T1071.004'],
  entities: { destination: zone },
  excerpt: [one.path, ...argv(one)].join(' ').slice(0, 300),
  facts: ['public-destination'],
});
