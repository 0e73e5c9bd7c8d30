/** Internet addresses in every notation that the C library or a browser takes, and what kind of place they are. */
import { isIPv6 } from 'node:net';
import type { Destination } from '../contracts/analysis';

type AddressClass = Exclude<Destination['class'], 'name' | 'unknown'>;

export interface Address {
  /** Dotted IPv4, or compressed lower-case IPv6. */
  plain: string;
  class: AddressClass;
  /** Written otherwise than `plain`. */
  unusual: boolean;
}

/** The address that a host text is, or undefined when it is a name. */
export function parseAddress(host: string): Address | undefined {
  const bare = host.replace(/^\[|\]$/g, '').replace(/%.{0,40}$/, '');
  if (bare.includes(':')) return parseV6(bare);
  const value = parseV4(bare);
  if (value === undefined) return undefined;
  const plain = dotted(value);
  return { plain, class: classOfV4(value), unusual: plain !== bare };
}

/** `inet_aton`: one to four parts, each decimal, octal (`0…`) or hex (`0x…`); the last fills the rest. Undefined for anything else. */
function parseV4(text: string): number | undefined {
  if (text.length > 60) return undefined;
  const parts = text.replace(/\.$/, '').split('.');
  if (parts.length > 4) return undefined;
  const numbers = parts.map(parseNumber);
  if (numbers.some((number) => number === undefined)) return undefined;
  const [last, ...front] = [...(numbers as number[])].reverse();
  const room = 256 ** (5 - parts.length);
  if (last === undefined || last >= room || front.some((number) => number > 255)) return undefined;
  return front.reverse().reduce((sum, number, at) => sum + number * 256 ** (3 - at), last);
}

function parseNumber(part: string): number | undefined {
  if (/^0x[0-9a-f]{1,16}$/i.test(part)) return Number.parseInt(part.slice(2), 16);
  if (/^0[0-7]{1,20}$/.test(part)) return Number.parseInt(part, 8);
  return /^(?:0|[1-9]\d{0,11})$/.test(part) ? Number(part) : undefined;
}

const dotted = (value: number) => [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');

/** Addresses at which clouds tell their machines who they are: AWS, GCP, Azure, ECS, EKS, Alibaba, Azure's wire server, Oracle. */
const METADATA: ReadonlySet<string> = new Set([
  '169.254.169.254',
  '169.254.170.2',
  '169.254.170.23',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  'fd00:ec2::254',
  'fd00:ec2::23',
  'fd20:ce::254',
]);

function classOfV4(value: number): AddressClass {
  if (METADATA.has(dotted(value))) return 'metadata';
  const first = Math.floor(value / 2 ** 24);
  const second = Math.floor(value / 2 ** 16) % 256;
  if (first === 0) return 'unspecified';
  if (first === 127) return 'loopback';
  if (first === 10 || (first === 172 && second >= 16 && second < 32) || (first === 192 && second === 168))
    return 'private';
  if (first === 100 && second >= 64 && second < 128) return 'private';
  return first === 169 && second === 254 ? 'link-local' : 'public';
}

function parseV6(text: string): Address | undefined {
  if (text.length > 60 || !isIPv6(text)) return undefined;
  const plain = new URL(`http://[${text}]/`).hostname.slice(1, -1);
  const mapped = /^(?:::ffff:|64:ff9b::)([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(plain);
  if (mapped) {
    const value = Number.parseInt(mapped[1] ?? '', 16) * 65_536 + Number.parseInt(mapped[2] ?? '', 16);
    return { plain: dotted(value), class: classOfV4(value), unusual: true };
  }
  return { plain, class: classOfV6(plain), unusual: plain !== text.toLowerCase() };
}

function classOfV6(plain: string): AddressClass {
  if (METADATA.has(plain)) return 'metadata';
  if (plain === '::') return 'unspecified';
  if (plain === '::1') return 'loopback';
  if (/^fe[89ab]/.test(plain)) return 'link-local';
  return /^f[cd]/.test(plain) ? 'private' : 'public';
}
