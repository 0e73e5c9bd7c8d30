/** Programs and cmdlets of Windows. Options have one dash or a slash, in any case. */
import type { Invocation } from '../../../contracts/shell';
import { parseDestination } from '../../destinations';
import type { Words } from '../options';
import { moved, nameOf } from './moved';
import type { Moved, Scene } from './moved';
import type { Named } from './requests';
import { outputOf } from './streams';

const isUrl = (text: string): boolean => /^(?:https?|ftp):\/\//i.test(text);

/** Value of the first option of that name, which may be shortened. */
function named({ args }: Invocation, name: RegExp): string | undefined {
  const at = args.findIndex(({ text }) => name.test(text));
  return at < 0 ? undefined : args[at + 1]?.text;
}

/** `Invoke-WebRequest -Uri u -OutFile f`, with a body or a file it sends. */
function cmdlet(_words: Words, one: Invocation, { all }: Scene): Moved[] {
  const url = named(one, /^-(?:uri?|source)$/i) ?? one.args.find(({ text }) => isUrl(text))?.text;
  if (url === undefined) return [];
  const destination = parseDestination(url);
  const file = named(one, /^-inf\w{0,5}$/i);
  const body = named(one, /^-b(?:ody?)?$/i);
  const path = named(one, /^-(?:outf?\w{0,4}|destination|dest)$/i) ?? outputOf(one, all).path;
  const sent = [
    ...(file === undefined ? [] : [moved('out', destination, { path: file })]),
    ...(body === undefined ? [] : [moved('out', destination, { text: body })]),
  ];
  return sent.length > 0 && path === undefined && one.feeds === undefined
    ? sent
    : [...sent, moved('in', destination, path === undefined ? {} : { path })];
}

/** `Start-BitsTransfer -Source u -Destination f`; the other way round when it uploads. */
function bits(_words: Words, one: Invocation): Moved[] {
  const plain = one.args.filter(({ text }) => !text.startsWith('-')).map(({ text }) => text);
  const from = named(one, /^-s(?:o\w{0,4})?$/i) ?? plain[0] ?? '';
  const to = named(one, /^-d(?:es\w{0,8})?$/i) ?? plain[1] ?? '';
  if (isUrl(to)) return [moved('out', parseDestination(to), { path: from })];
  return isUrl(from) ? [moved('in', parseDestination(from), { path: to })] : [];
}

/** `certutil -urlcache -f u f`, `bitsadmin /transfer job u f`, `curl`-like helpers: a URL, and the path after it. */
function urlThenPath(_words: Words, { args }: Invocation): Moved[] {
  const words = args.slice(0, 100).map(({ text }) => text);
  const at = words.findIndex(isUrl);
  const url = words[at];
  if (url === undefined) return [];
  const next = words[at + 1];
  return [
    moved('in', parseDestination(url), {
      path: next === undefined || /^[-/][a-z]{1,12}$/i.test(next) ? nameOf(url) : next,
    }),
  ];
}

export const WINDOWS: readonly Named[] = [
  { names: 'invoke-webrequest iwr invoke-restmethod irm', table: {}, move: cmdlet },
  { names: 'start-bitstransfer', table: {}, move: bits },
  { names: 'certutil bitsadmin desktopimgdownldr certreq mshta regsvr32 installutil', table: {}, move: urlThenPath },
];
