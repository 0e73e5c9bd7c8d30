/** Programs that copy files between machines: scp, rsync, sftp, ftp, tftp, git. */
import type { Destination } from '../../../contracts/analysis';
import type { Invocation, ResolvedWord } from '../../../contracts/shell';
import { destinationOf, parseDestination } from '../../destinations';
import { set, valuesOf } from '../options';
import type { Words } from '../options';
import { below, moved, nameOf } from './moved';
import type { Moved, Scene } from './moved';
import type { Named } from './requests';
import { inputOf, outputOf } from './streams';

const isUrl = (text: string): boolean => /^[a-z][a-z0-9+.-]{1,20}:\/\//i.test(text);
export const isRemote = (text: string): boolean =>
  isUrl(text) || (/^(?:[\w.+-]{1,64}@)?[\w.[\]\uFFFD-]{1,255}:/.test(text) && !/^[./~]|^[A-Za-z]:[\\/]/.test(text));

/** Sources, then the place they go to; what crosses between machines is told. */
function copy({ operands }: Words): Moved[] {
  const target = operands.at(-1);
  const sources = operands.slice(0, -1);
  if (target === undefined || sources.length === 0) return [];
  if (isRemote(target.text))
    return sources
      .filter(({ text }) => !isRemote(text))
      .map(({ text }) => moved('out', parseDestination(target.text), { path: text }));
  return sources
    .filter(({ text }) => isRemote(text))
    .map(({ text }) => moved('in', parseDestination(text), { path: keptAs(text, target.text, sources.length > 1) }));
}

function keptAs(source: string, target: string, many: boolean): string {
  const name = source.slice(Math.max(source.lastIndexOf('/'), source.lastIndexOf(':')) + 1);
  return many || /(?:^|\/)\.{0,2}$/.test(target) ? below(target === '.' ? '' : target, name) : target;
}

/** `sftp host:path local`, and the orders of sftp, ftp and lftp: `get a b`, `put a b`. */
function ordered(words: Words, one: Invocation, { all }: Scene): Moved[] {
  const [first, second] = words.operands;
  const place = first === undefined ? undefined : hostOf(first.text);
  const direct =
    first !== undefined && /^[^/]{1,300}:(?!\d{1,5}$)[^/]|^(?:s?ftp|https?):\/\/[^/]{1,300}\/./.test(first.text)
      ? [moved('in', place, { path: valuesOf(words, 'o')[0]?.text ?? second?.text ?? nameOf(first.text) })]
      : [];
  const orders = [one.stdin ?? inputOf(one, all).text ?? '', ...valuesOf(words, 'c e').map(({ text }) => text)];
  return [...direct, ...orders.flatMap((text) => orderMoves(text, place))];
}

function hostOf(text: string): Destination | undefined {
  return isUrl(text) || /:./.test(text) ? parseDestination(text) : destinationOf(text.replace(/^.{0,64}?@/, ''));
}

const ORDER =
  /(?:^|[;\n])\s{0,8}(m?get|m?put|reget|send|recv|mirror)\s+((?:-\w{1,5}\s+){0,3})([^\s;]{1,400})(?:[ \t]+([^\s;]{1,400}))?/g;
const OPEN = /(?:^|[;\n])\s{0,8}open\s+([^\s;]{1,255})/;

/** Orders of a transfer, and of `smbclient -c`. */
export function orderMoves(text: string, place: Destination | undefined): Moved[] {
  const orders = text.slice(0, 4_000);
  const opened = OPEN.exec(orders)?.[1];
  const destination = place ?? (opened === undefined ? undefined : hostOf(opened));
  return [...orders.matchAll(ORDER)].map(([, verb = '', flags = '', path = '', as]) =>
    /put|send/.test(verb) || (verb === 'mirror' && flags.includes('R'))
      ? moved('out', destination, { path })
      : moved('in', destination, { path: as ?? path.slice(path.lastIndexOf('/') + 1) }),
  );
}

/** `tftp host -c get f`, busybox' `tftp -g -r f -l as host`, and `ftpget host as f`. */
function tftp(words: Words): Moved[] {
  const [host, ...rest] = words.operands.filter(({ text }) => !/^(?:get|put)$/.test(text) && text !== '');
  const sends = words.options.some(({ name }) => name === 'p') || words.operands.some(({ text }) => text === 'put');
  const order = valuesOf(words, 'c')[0]?.text;
  const destination = host === undefined ? undefined : destinationOf(host.text);
  const [remote] = valuesOf(words, 'r');
  const [local] = valuesOf(words, 'l');
  const path = local?.text ?? remote?.text ?? rest.at(-1)?.text;
  if (path === undefined && order === undefined) return [];
  return [moved(sends || order === 'put' ? 'out' : 'in', destination, path === undefined ? {} : { path })];
}

const ftpFile =
  (direction: Moved['direction']) =>
  ({ operands }: Words): Moved[] => {
    const [host, first, second] = operands;
    if (host === undefined || first === undefined) return [];
    // `ftpget host LOCAL REMOTE`, `ftpput host REMOTE LOCAL`.
    const local = direction === 'in' ? first : (second ?? first);
    return [moved(direction, destinationOf(host.text), { path: local.text })];
  };

/** `git clone url folder`, `git push url`, and remotes that the same command adds. */
function git(words: Words, _one: Invocation, { remotes }: Scene): Moved[] {
  const [verb, ...rest] = words.operands;
  const url = rest.find(({ text }) => isRemote(text));
  switch (verb?.text) {
    case 'clone':
      return url === undefined ? [] : [moved('in', parseDestination(url.text), { path: cloned(url, rest) })];
    case 'remote':
      if (url !== undefined) remotes.set(rest[1]?.text ?? '', url.text);
      return [];
    case 'push':
      return [moved('out', remoteOf(url?.text ?? remotes.get(rest[0]?.text ?? '')))];
    case 'fetch':
    case 'pull':
      return url === undefined ? [] : [moved('in', parseDestination(url.text))];
    default:
      return [];
  }
}

const remoteOf = (text: string | undefined): Destination | undefined =>
  text === undefined ? undefined : parseDestination(text);

function cloned(url: ResolvedWord, rest: readonly ResolvedWord[]): string {
  const after = rest[rest.indexOf(url) + 1];
  return after?.text ?? nameOf(url.text.replace(/\/$/, '').replace(':', '/')).replace(/\.git$/, '');
}

/** What is fed into the other machine's command, and what is kept of its answer. */
function ssh(words: Words, one: Invocation, { all }: Scene): Moved[] {
  const [host, command] = words.operands;
  if (host === undefined || command === undefined) return [];
  const destination = hostOf(host.text);
  const fed = inputOf(one, all);
  const kept = outputOf(one, all).path;
  return [
    ...(fed.path !== undefined || fed.text !== undefined || one.readsFrom !== undefined
      ? [moved('out', destination, fed)]
      : []),
    ...(kept === undefined && one.feeds === undefined
      ? []
      : [moved('in', destination, kept === undefined ? {} : { path: kept })]),
  ];
}

export const COPIERS: readonly Named[] = [
  { names: 'scp', table: { letters: 'cFiJlopSPDX' }, move: copy },
  {
    names: 'rsync',
    table: {
      letters: 'efTBM',
      long: set(
        'rsh exclude include files-from password-file exclude-from include-from filter backup-dir temp-dir rsync-path port bwlimit',
      ),
    },
    move: copy,
  },
  { names: 'sftp ftp lftp ncftp', table: { letters: 'oPpiFubce' }, move: ordered },
  { names: 'tftp atftp', table: { letters: 'rlcbm' }, move: tftp },
  { names: 'ftpget ncftpget', table: { letters: 'upP' }, move: ftpFile('in') },
  { names: 'ftpput ncftpput', table: { letters: 'upP' }, move: ftpFile('out') },
  {
    names: 'git',
    table: { letters: 'cCmbo', long: set('message author date branch depth origin git-dir work-tree') },
    move: git,
  },
  { names: 'ssh', table: { letters: 'BbcDEeFIiJLlmOopQRSWw' }, move: ssh },
];
