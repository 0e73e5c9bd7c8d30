/** Programs that connect their standard streams to another machine: netcat and its kin, and mail. */
import type { Destination } from '../../../contracts/analysis';
import type { Invocation } from '../../../contracts/shell';
import { destinationOf, parseDestination } from '../../destinations';
import { destinationsOf } from '../network';
import { set, valuesOf } from '../options';
import type { Words } from '../options';
import { orderMoves } from './copiers';
import { moved } from './moved';
import type { Moved, Scene } from './moved';
import type { Named } from './requests';
import { inputOf, isFed, outputOf } from './streams';

/** What is fed in goes out, and what is kept of the output came in. */
function relay(_words: Words, one: Invocation, { all }: Scene): Moved[] {
  const [destination] = destinationsOf(one);
  const kept = outputOf(one, all);
  return [
    ...(isFed(one) ? [moved('out', destination, inputOf(one, all))] : []),
    ...(kept.path === undefined && one.feeds === undefined ? [] : [moved('in', destination, kept)]),
  ];
}

/** `socat - TCP:h:p` is a relay; a file among its addresses is what is moved. */
function socat(words: Words, one: Invocation, scene: Scene): Moved[] {
  const [first, second] = words.operands;
  const [destination] = destinationsOf(one);
  const file = (text = '') => /^(?:open|file|create|gopen):([^,]{1,400})/i.exec(text)?.[1];
  const [from, to] = [file(first?.text), file(second?.text)];
  const isTerminal = (path: string | undefined) => path === undefined || path.startsWith('/dev/');
  if (isTerminal(from) && isTerminal(to)) return relay(words, one, scene);
  const reads = words.options.some(({ name }) => name === 'u')
    ? from !== undefined
    : from !== undefined && to === undefined;
  return [moved(reads ? 'out' : 'in', destination, { path: from ?? to ?? '' })];
}

/** A letter with its attachments, to the host of the first address. */
function mail(words: Words, one: Invocation, { all }: Scene): Moved[] {
  const [address] = [...words.operands, ...valuesOf(words, 't to')].filter(({ text }) => text.includes('@'));
  const destination = mailHost(address?.text);
  const files = valuesOf(words, 'a A attach').map(({ text }) => text.replace(/^@/, ''));
  const body = inputOf(one, all);
  return [
    ...files.map((path) => moved('out', destination, { path })),
    ...(address === undefined || (body.path === undefined && body.text === undefined && one.readsFrom === undefined)
      ? []
      : [moved('out', destination, body)]),
  ];
}

const mailHost = (address: string | undefined): Destination | undefined =>
  address === undefined ? undefined : destinationOf(address.slice(address.lastIndexOf('@') + 1).replace(/>$/, ''));

function smb(words: Words): Moved[] {
  const place = parseDestination((words.operands[0]?.text ?? '').replace(/^(?:\/\/|\\\\)/, ''));
  return valuesOf(words, 'c').flatMap(({ text }) => orderMoves(text, place));
}

/** Hand a file over to whoever has the code: no address is named. */
function handover({ operands }: Words): Moved[] {
  const [verb, ...files] = operands;
  if (/^(?:send|upload|put)$/.test(verb?.text ?? ''))
    return files.map(({ text }) => moved('out', undefined, { path: text }));
  return [];
}

const NETCAT = {
  letters: 'eCcpswqixXgGoTIOVmPb',
  long: set('exec sh-exec lua-exec proxy source source-port wait ssl-cert ssl-key proxy-type'),
};

export const STREAMED: readonly Named[] = [
  {
    names: 'nc ncat netcat nc.traditional nc.openbsd cryptcat rcat rustcat telnet websocat',
    table: NETCAT,
    move: relay,
  },
  {
    names: 'openssl',
    table: { singleDash: true },
    move: (words, one, scene) => (words.operands[0]?.text === 's_client' ? relay(words, one, scene) : []),
  },
  { names: 'socat', table: {}, move: socat },
  {
    names: 'mail mailx mutt sendmail swaks msmtp',
    table: { letters: 'aAsct', long: set('attach body to server header') },
    move: mail,
  },
  { names: 'smbclient', table: { letters: 'UWcpL' }, move: smb },
  { names: 'croc wormhole ffsend transfer dropbox_uploader.sh', table: {}, move: handover },
];
