/** Where a URL, `host:port`, `user@host:path` or `/dev/tcp` path really leads. */
import { domainToASCII } from 'node:url';
import type { Destination } from '../contracts/analysis';
import { parseAddress } from './addresses';
import { serviceOf } from './destination-services';

/** Longest text that is looked at; a longer one is cut, the host stands in front. */
const MAX_LENGTH = 2_048;
const UNKNOWN = '\uFFFD';
/** Schemes whose URLs carry a user as a matter of course. */
const LOGIN_SCHEMES =
  /^(?:ssh|git|git\+ssh|sftp|ftps?|scp|rsync|svn\+ssh|ldaps?|smb|amqps?|rediss?|[a-z]{0,12}sql|mongodb(?:\+srv)?|stratum\d?\+\w{3,4})$/;
const METADATA_NAMES =
  /^(?:metadata(?:\.google\.internal|\.goog)?|instance-data(?:\.ec2\.internal)?|metadata\.(?:azure\.internal|packet\.net|tencentyun\.com|platformequinix\.com))$/;
const INTERNAL_NAME = /(?:^|\.)(?:local|internal|intranet|lan|corp|home|localdomain|home\.arpa|svc|cluster\.local)$/;
/** Public names that resolve to the address written in them. */
const WILDCARD_NAME =
  /(?:^|\.|-)(\d{1,3}[.-]\d{1,3}[.-]\d{1,3}[.-]\d{1,3})\.(?:nip\.io|sslip\.io|xip\.io|traefik\.me)$/;

/** Schemes whose host part is a bucket or container, found through the store's own public name. */
const STORAGE = /^(?:s3[an]?|gs|az|wasbs?|abfss?|r2|b2|oss|cos)$/;

interface Place {
  scheme?: string;
  user?: string;
  host: string;
  port?: number;
}

/** The destination that a text names, or undefined when it names none (an option, a local path, prose). */
export function parseDestination(given: string): Destination | undefined {
  const text = given.slice(0, MAX_LENGTH).trim();
  const place = socketPath(text) ?? url(text) ?? remotePath(text) ?? hostAndPort(text);
  return place === undefined ? undefined : describe(given, place);
}

/** The destination of a host and a port that are known apart, as in `nc host port`. */
export function destinationOf(host: string, port?: string | number): Destination | undefined {
  const number = portOf(String(port ?? ''));
  const given = number === undefined ? host : `${host}:${number}`;
  const bare = host.replace(/^\[|\]$/g, '');
  return describe(given, { host: bare, ...(number === undefined ? {} : { port: number }) });
}

function socketPath(text: string): Place | undefined {
  const match = /^\/dev\/(tcp|udp)\/([^/]{1,255})\/([^/]{1,32})$/.exec(text);
  return match ? place(match[1], undefined, match[2], match[3]) : undefined;
}

function url(text: string): Place | undefined {
  const match = /^([a-z][a-z0-9+.-]{0,30}):(?:\/\/|\\\\)([^/\\?#]*)/i.exec(text);
  if (!match || /^(?:file|data|about|unix|javascript|urn)$/i.test(match[1] ?? '')) return undefined;
  const authority = match[2] ?? '';
  const at = authority.lastIndexOf('@');
  const { host, port } = split(authority.slice(at + 1));
  return place(match[1]?.toLowerCase(), at < 0 ? undefined : authority.slice(0, at), host, port);
}

/** `user@host:path` and `host:path` of scp, rsync and git. */
function remotePath(text: string): Place | undefined {
  const match =
    /^(?:([\w.+-]{1,64})@)?(\[[0-9a-f:.]{2,60}\]|[\w.-]{1,255}):(?!\d{1,5}(?:\/|$))(?!:\d)(?![\\/]{2})/i.exec(text);
  const drive = /^[A-Za-z]:[\\/]/.test(text);
  const named = match?.[1] !== undefined || /[.]|^localhost$/.test(match?.[2] ?? '');
  return match && !drive && named ? place(undefined, match[1], match[2], undefined) : undefined;
}

function hostAndPort(text: string): Place | undefined {
  const at = text.indexOf('@');
  const user = at > 0 && at < 65 ? text.slice(0, at) : undefined;
  const rest = (user === undefined ? text : text.slice(at + 1)).split('/', 1)[0] ?? '';
  const { host, port } = split(rest);
  const isPort = port === undefined || /^\d{1,5}$/.test(port);
  return isPort && !text.includes('://') ? place(undefined, user, host, port) : undefined;
}

function split(authority: string): { host: string; port: string | undefined } {
  const bracketed = /^(\[[^\]]{0,100}\])(?::(\d{1,5}))?$/.exec(authority);
  if (bracketed) return { host: bracketed[1] ?? '', port: bracketed[2] };
  const colon = authority.indexOf(':');
  if (colon < 0 || authority.includes(':', colon + 1)) return { host: authority, port: undefined };
  return { host: authority.slice(0, colon), port: authority.slice(colon + 1) };
}

function place(
  scheme: string | undefined,
  user: string | undefined,
  host: string | undefined,
  port: string | undefined,
): Place | undefined {
  const bare = decodePercent((host ?? '').replace(/^\[|\]$/g, ''));
  if (bare === '' || bare.length > 255 || !plausible(bare)) return undefined;
  const number = portOf(port);
  return {
    host: bare,
    ...(scheme === undefined ? {} : { scheme }),
    ...(user === undefined ? {} : { user }),
    ...(number === undefined ? {} : { port: number }),
  };
}

function plausible(host: string): boolean {
  return (
    host.includes(UNKNOWN) ||
    (!/[\s'"`$<>(){}|;&,=\\*?!^@]/.test(host) &&
      /[\p{L}\p{N}:]/u.test(host) &&
      !host.startsWith('-') &&
      !host.startsWith('.'))
  );
}

function portOf(text: string | undefined): number | undefined {
  const number = text !== undefined && /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return number <= 65_535 ? number : undefined;
}

function decodePercent(host: string): string {
  if (!/%[0-9a-f]{2}/i.test(host)) return host;
  try {
    return decodeURIComponent(host);
  } catch {
    return host;
  }
}

function describe(given: string, { scheme, user, host, port }: Place): Destination {
  const known = resolve(host);
  const bucket = STORAGE.test(scheme ?? '');
  const service = bucket
    ? 'cloud-storage'
    : /^(?:name|unknown)$/.test(known.class)
      ? serviceOf(known.host, pathOf(given))
      : undefined;
  return {
    given,
    ...(scheme === undefined ? {} : { scheme }),
    host: known.host,
    ...(port === undefined ? {} : { port }),
    class: bucket ? 'name' : known.class,
    disguised: known.disguised || misleads(scheme, user),
    ...(service === undefined ? {} : { service }),
  };
}

/** Longest path that is looked at. */
const MAX_PATH = 200;

/** Path of a URL; '' of what has none. */
function pathOf(given: string): string {
  const scheme = given.indexOf('://');
  const slash = given.indexOf('/', scheme < 0 ? 0 : scheme + 3);
  return slash < 0 ? '' : given.slice(slash, slash + MAX_PATH);
}

/** A user part that is there to be read as the host: `https://github.com@elsewhere`. */
function misleads(scheme: string | undefined, user: string | undefined): boolean {
  if (user === undefined || scheme === undefined || LOGIN_SCHEMES.test(scheme)) return false;
  const name = user.split(':', 1)[0] ?? '';
  return /\.[a-z]{2,}|%/i.test(name) || user.includes('@');
}

function resolve(host: string): Pick<Destination, 'host' | 'class' | 'disguised'> {
  // `169.254.170.2$PATH`: an address that is complete, with a path glued to it that is not known.
  const glued = /^((?:\d{1,3}\.){3}\d{1,3})\uFFFD$/.exec(host)?.[1];
  if (glued !== undefined) return resolve(glued);
  if (host.includes(UNKNOWN)) return { host, class: 'unknown', disguised: false };
  const address = parseAddress(host);
  if (address) return { host: address.plain, class: address.class, disguised: address.unusual };
  const name = (domainToASCII(host) || host.toLowerCase()).replace(/\.$/, '');
  // IDNA folds full-width digits and ideographic stops: what was a name may be an address now.
  const folded = name === host.toLowerCase() ? undefined : parseAddress(name);
  const written = folded ?? wildcard(name);
  if (written) return { host: written.plain, class: written.class, disguised: true };
  return { host: name, class: classOfName(name), disguised: false };
}

function wildcard(name: string) {
  const match = WILDCARD_NAME.exec(name);
  return match ? parseAddress((match[1] ?? '').replaceAll('-', '.')) : undefined;
}

function classOfName(name: string): Destination['class'] {
  if (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === 'ip6-localhost' ||
    name === 'localhost.localdomain'
  )
    return 'loopback';
  if (METADATA_NAMES.test(name)) return 'metadata';
  // A name of one label is resolved by the local network or the container runtime, never by the public one.
  return INTERNAL_NAME.test(name) || !name.includes('.') ? 'private' : 'name';
}
