/** Programs that speak to web servers: curl, wget, httpie and their kin. */
import type { Invocation, ResolvedWord } from '../../../contracts/shell';
import { parseDestination } from '../../destinations';
import { CURL, set, valuesOf } from '../options';
import type { Words } from '../options';
import { below, moved, nameOf } from './moved';
import type { Moved, Mover, Scene } from './moved';
import { inputOf, outputOf } from './streams';

/** URLs of one invocation that are told. */
const MAX_URLS = 50;
/** Bodies and files of one request that are told. */
const MAX_SENDS = 20;

const has = ({ options }: Words, names: ReadonlySet<string>): boolean => options.some(({ name }) => names.has(name));
const isWeb = ({ text }: ResolvedWord): boolean => text !== '' && !/^file:/i.test(text);

const DATA = 'd data data-binary data-ascii data-raw json data-urlencode url-query';
const FORM = 'F form form-string';
const HEAD = set('I head');
const REMOTE_NAME = set('O remote-name remote-name-all');

function curl(words: Words, one: Invocation, { all }: Scene): Moved[] {
  const urls = [...words.operands, ...valuesOf(words, 'url')].filter(isWeb).slice(0, MAX_URLS);
  const sent = curlSends(words, one, all);
  const outputs = valuesOf(words, 'o output').map(({ text }) => text);
  const folder = valuesOf(words, 'output-dir')[0]?.text;
  const named = has(words, REMOTE_NAME);
  const last = outputOf(one, all).path;
  return urls.flatMap(({ text }, at) => {
    const destination = parseDestination(text);
    const output = outputs[at] ?? (named ? nameOf(text) : undefined);
    const path = output === undefined || output === '-' ? last : below(folder, output);
    const out = sent.map((each) => moved('out', destination, each));
    if (has(words, HEAD)) return out;
    // The answer to a request that sends matters where it is kept or handed on.
    return sent.length > 0 && path === undefined && one.feeds === undefined
      ? out
      : [...out, moved('in', destination, path === undefined ? {} : { path })];
  });
}

function curlSends(words: Words, one: Invocation, all: readonly Invocation[]): { path?: string; text?: string }[] {
  const sent = [
    ...valuesOf(words, DATA).map(({ text }) => attached(/^(?:[\w-]{0,100})@(.+)$/.exec(text)?.[1], text, one, all)),
    ...valuesOf(words, FORM).map(({ text }) =>
      attached(/^[^=]{1,100}=["']?[@<]([^;"']{1,1000})/.exec(text)?.[1], text, one, all),
    ),
    ...valuesOf(words, 'T upload-file').map(({ text }) => attached(text === '' ? '-' : text, text, one, all)),
  ];
  const whole = has(words, set('T upload-file')) && sent.length === 0 ? [inputOf(one, all)] : [];
  return [...sent, ...whole].slice(0, MAX_SENDS);
}

/** A file by name, what stands on standard input, or the text itself. */
function attached(
  file: string | undefined,
  text: string,
  one: Invocation,
  all: readonly Invocation[],
): { path?: string; text?: string } {
  if (file === '-' || file === '.' || file === '/dev/stdin') return inputOf(one, all);
  return file === undefined ? { text } : { path: file };
}

function wget(words: Words, one: Invocation, { all }: Scene): Moved[] {
  const [output] = valuesOf(words, 'O output-document').map(({ text }) => text);
  const folder = valuesOf(words, 'P directory-prefix')[0]?.text;
  const sent = [
    ...valuesOf(words, 'post-data body-data').map(({ text }) => ({ text })),
    ...valuesOf(words, 'post-file body-file').map(({ text }) => attached(text, text, one, all)),
  ];
  return words.operands
    .filter(isWeb)
    .slice(0, MAX_URLS)
    .flatMap(({ text }) => {
      const destination = parseDestination(text);
      const prints = output === '-' || output === '/dev/stdout';
      const path = prints ? outputOf(one, all).path : (output ?? below(folder, nameOf(text)));
      return [
        ...sent.map((each) => moved('out', destination, each)),
        moved('in', destination, path === undefined ? {} : { path }),
      ];
    });
}

/** `aria2c -d folder -o name url`, `axel -o name url`, `lwp-download url name`, BSD's `fetch -o name url`. */
function downloader(words: Words, one: Invocation, { all }: Scene): Moved[] {
  const [first, second] = words.operands;
  if (first === undefined || !isWeb(first)) return [];
  const given = valuesOf(words, 'o out output')[0]?.text ?? (one.program === 'lwp-download' ? second?.text : undefined);
  const name = given === '-' ? outputOf(one, all).path : (given ?? nameOf(first.text));
  const folder = valuesOf(words, 'd dir')[0]?.text;
  return [moved('in', parseDestination(first.text), name === undefined ? {} : { path: below(folder, name) })];
}

/** Prints a page. */
function printer(words: Words, one: Invocation, { all }: Scene): Moved[] {
  const [url] = words.operands.filter(({ text }) => /[.:]/.test(text) && isWeb({ text } as ResolvedWord));
  return url === undefined ? [] : [moved('in', parseDestination(url.text), outputOf(one, all))];
}

const METHOD = /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/;
const ITEM = /^([\w.[\]-]{1,100})(:=@|=@|:=|==|=|@|:)(.*)$/s;

/** httpie and xh: `POST url name=value file@path`. */
function httpie(words: Words, one: Invocation, { all }: Scene): Moved[] {
  const rest = words.operands.filter(({ text }) => !METHOD.test(text));
  const [url, ...items] = rest;
  if (url === undefined) return [];
  const destination = parseDestination(url.text);
  const fed = one.readsFrom !== undefined || one.stdin !== undefined ? [inputOf(one, all)] : [];
  const out = [...items.flatMap(({ text }) => item(text)), ...fed].map((each) => moved('out', destination, each));
  const kept = valuesOf(words, 'o output')[0]?.text ?? outputOf(one, all).path;
  const downloads = has(words, set('d download')) && kept === undefined ? nameOf(url.text) : kept;
  return [...out, moved('in', destination, downloads === undefined ? {} : { path: downloads })];
}

function item(text: string): { path?: string; text?: string }[] {
  const [, , sign = '', value = ''] = ITEM.exec(text.slice(0, 4_096)) ?? [];
  if (sign.endsWith('@')) return [{ path: value.replace(/;type=.{0,60}$/, '') }];
  return sign === '=' || sign === ':=' ? [{ text: value }] : [];
}

const WGET = {
  letters: 'OoaetTwQPUlARDIXiB',
  long: set(
    'output-document output-file input-file post-file body-file post-data body-data header user-agent directory-prefix tries timeout execute method referer load-cookies',
  ),
};

export type Named = Mover & { names: string };

export const REQUESTS: readonly Named[] = [
  { names: 'curl', table: CURL, move: curl },
  { names: 'wget wget2', table: WGET, move: wget },
  {
    names: 'aria2c axel lwp-download fetch smbget',
    table: { letters: 'odxsjniUk', long: set('out dir output header user-agent split') },
    move: downloader,
  },
  { names: 'lynx w3m links elinks lwp-request GET', table: { letters: 'mcHU' }, move: printer },
  {
    names: 'http https xh xhs httpie',
    table: { letters: 'aAo', long: set('auth output session timeout auth-type') },
    move: httpie,
  },
];
