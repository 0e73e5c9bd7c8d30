/** Labels of host names that hold data rather than a name. */

/** Shortest label that is judged by its letters. */
const MIN_LONG = 24;
const HEX = /^[0-9a-f]+$/i;
const BASE32 = /^[a-z2-7]+=*$/i;
const BASE64 = /^[\w+/-]+={0,2}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Parts of names that are long by their nature. */
const BY_NATURE =
  /(?:^|\.)(?:in-addr\.arpa|ip6\.arpa|_domainkey|_acme-challenge|_dmarc|dkim|b-cdn|edgekey|edgesuite|akamai\w{0,12})(?:\.|$)/i;

/** A name split into what may carry data and the zone that gets the question. */
export interface AskedName {
  labels: string[];
  zone: string;
}

/** The name's own labels and its zone: the last two labels, three below a short second one (`co.uk`). Undefined without both. */
export function readName(word: string): AskedName | undefined {
  const labels = word.slice(0, 512).replace(/\.$/, '').split('.');
  const short = labels.length > 3 && (labels.at(-2)?.length ?? 9) <= 3 && (labels.at(-1)?.length ?? 9) <= 2;
  const zone = labels.slice(short ? -3 : -2);
  const own = labels.slice(0, labels.length - zone.length);
  return own.length === 0 ||
    zone.length < 2 ||
    zone.some((label) => !/^[\w-]{1,63}$/.test(label)) ||
    BY_NATURE.test(word.slice(0, 512))
    ? undefined
    : { labels: own, zone: zone.join('.').toLowerCase() };
}

/** Whether a label looks like encoded bytes: long, of an encoder's letters, and mixed as words are not. */
export function isEncoded(label: string): boolean {
  if (label.length < MIN_LONG || label.length > 255 || UUID.test(label)) return false;
  if (HEX.test(label)) return /\d/.test(label) && /[a-f]/i.test(label);
  if (label.includes('-') || !BASE64.test(label)) return false;
  if (label.endsWith('=')) return true;
  const digits = label.match(/\d/g)?.length ?? 0;
  const changes = label.match(/[a-z][A-Z]|[A-Z]{2}[a-z]|\d[A-Za-z]|[A-Za-z]\d/g)?.length ?? 0;
  return (BASE32.test(label) && digits >= 3 && changes >= 4) || (changes >= label.length / 4 && digits > 0);
}
