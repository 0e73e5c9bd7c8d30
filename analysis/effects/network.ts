/** Where a program talks to, by its arguments and redirections. */
import type { Destination } from '../../contracts/analysis';
import type { Invocation, ResolvedWord } from '../../contracts/shell';
import { destinationOf, parseDestination } from '../destinations';
import type { OptionTable, Words } from './options';
import { CURL, readWords, set, valuesOf } from './options';

type Finder = (words: Words, invocation: Invocation) => (Destination | undefined)[];
const PROGRAMS = new Map<string, { table: OptionTable; find: Finder }>();

function add(names: string, table: OptionTable, find: Finder): void {
  for (const name of names.split(' ')) PROGRAMS.set(name, { table, find });
}

const parsed = (words: readonly ResolvedWord[]): (Destination | undefined)[] =>
  words.slice(0, 100).map(({ text }) => parseDestination(text));
/** Of programs that take an address among other words: what can only be an address. */
const urls: Finder = ({ operands }) => parsed(operands).filter((one) => one !== undefined && isEvident(one));

function isEvident({ given, scheme, host, port }: Destination): boolean {
  if (/^\d{1,6}$/.test(given)) return false;
  return scheme !== undefined || port !== undefined || /[.:]/.test(host) || host === 'localhost';
}
const host = (words: Words, names: string, ports: string): (Destination | undefined)[] =>
  valuesOf(words, names).map(({ text }) =>
    text.includes('://') || text.includes('/')
      ? parseDestination(text)
      : destinationOf(text, valuesOf(words, ports)[0]?.text),
  );

add('curl', CURL, (words, invocation) => [
  ...urls(words, invocation),
  ...parsed(valuesOf(words, 'url x proxy preproxy')),
  ...valuesOf(words, 'connect-to resolve').map(({ text }) => redirected(text)),
]);
add(
  'wget wget2 aria2c axel lwp-download lwp-request youtube-dl yt-dlp httrack lynx w3m links elinks',
  {
    letters: 'OoaetTwQPUlARDIXiBdmxsj',
    long: set(
      'output-document header post-data post-file body-data body-file user-agent tries timeout directory-prefix dir out',
    ),
  },
  urls,
);
add('http https xh httpie', { letters: 'aAo', long: set('auth output session timeout') }, ({ operands }) =>
  parsed(operands.filter(({ text }) => !/^[A-Z]{3,7}$/.test(text)).slice(0, 1)),
);
add('websocat wscat grpcurl ab wrk hey siege vegeta k6', { letters: 'cntdHT' }, urls);
add(
  'nc ncat netcat nc.traditional nc.openbsd cryptcat rcat rustcat telnet',
  {
    letters: 'eCcpswqixXgGoTIOVmPb',
    long: set('exec sh-exec lua-exec proxy source source-port wait ssl-cert ssl-key proxy-type'),
  },
  netcat,
);
add('socat', {}, ({ operands }) => operands.flatMap(({ text }) => text.split('!!')).map(socatAddress));
add('ssh autossh mosh', { letters: 'BbcDEeFIiJLlmOopQRSWwM' }, (words) => [
  ...words.operands.slice(0, 1).map((word) => login(word, valuesOf(words, 'p')[0]?.text)),
  ...parsed(valuesOf(words, 'J')),
]);
add('sshfs sftp ftp lftp tftp ncftp rsh rlogin', { letters: 'oPpiFu' }, ({ operands }) =>
  operands.slice(0, 1).map((word) => login(word, operands[1]?.text)),
);
add(
  'scp rsync',
  { letters: 'cFiJlopSPeTB', long: set('rsh exclude include files-from password-file') },
  ({ operands }) => parsed(operands.filter(({ text }) => isRemote(text))),
);
add('git', { letters: 'cCm', long: set('message author date format pretty grep') }, ({ operands }) =>
  parsed(
    operands.filter(
      ({ text }, at) =>
        at > 0 && isRemote(text) && !/^(?:commit|log|show|grep|tag|notes|blame)$/.test(operands[0]?.text ?? ''),
    ),
  ),
);
add('openssl', { singleDash: true, long: set('connect host port proxy servername url') }, (words) =>
  words.operands[0]?.text === 's_client' || words.operands[0]?.text === 'ocsp'
    ? [...parsed(valuesOf(words, 'connect proxy url')), ...host(words, 'host', 'port')]
    : [],
);
add('dig drill kdig host nslookup dog resolvectl getent', { letters: 'ptbkcqxy' }, ({ operands }) =>
  parsed(operands.filter(isName).map((word) => ({ ...word, text: word.text.replace(/^@/, '') }))),
);
add(
  'ping ping6 fping traceroute tracepath mtr nmap masscan naabu rustscan arping hping3 whois',
  { letters: 'cWwistpIOnmQ' },
  urls,
);
add(
  'mysql mysqldump mysqladmin mariadb psql pg_dump pg_restore redis-cli mongo mongosh mongodump mosquitto_pub mosquitto_sub ldapsearch kcat kafkacat cqlsh influx clickhouse-client',
  { letters: 'hPpUuHDbdtmw', long: set('host port user username uri') },
  (words) => [
    ...host(words, 'h host H uri b', 'p P port'),
    ...parsed(words.operands.filter(({ text }) => text.includes('://'))),
  ],
);
add('smbclient smbmap', { letters: 'UWcpL' }, ({ operands }) =>
  operands.slice(0, 1).map(({ text }) => parseDestination(text.replace(/^(?:\/\/|\\\\)/, ''))),
);
add('aws', { long: { flags: set('recursive dryrun quiet no-sign-request debug only-show-errors') } }, (words) =>
  parsed([...valuesOf(words, 'endpoint-url'), ...words.operands.filter(({ text }) => text.startsWith('s3://'))]),
);

/** Programs whose words are data or local: a URL among them is text. */
const LOCAL = set(
  'echo printf grep egrep fgrep rg ag ack sed awk gawk cat tac head tail less more jq yq gh test [ [[ export declare local readonly read cd ls find fd stat file touch mkdir rmdir rm mv cp ln chmod chown tee sort uniq wc cut tr diff cmp vi vim nano code open xdg-open man which type alias set unset true false kill pkill ps pgrep sleep date basename dirname base64 xxd strings python python3 node perl ruby php lua bash sh zsh make for',
);

/** Destinations of an invocation. Of programs that are not known, words that are URLs. */
export function destinationsOf(invocation: Invocation): Destination[] {
  const entry = PROGRAMS.get(invocation.program.toLowerCase().replace(/\.exe$/, ''));
  const found = entry ? entry.find(readWords(invocation.args, entry.table), invocation) : anyUrl(invocation);
  const sockets = invocation.redirections.filter(({ target }) => /^\/dev\/(?:tcp|udp)\//.test(target.text));
  return [...found, ...sockets.map(({ target }) => parseDestination(target.text))].filter((one) => one !== undefined);
}

function anyUrl({ program, args }: Invocation): (Destination | undefined)[] {
  if (LOCAL.has(program)) return [];
  return args.slice(0, 200).map(({ text }) => {
    const url = /^(?:--?[\w.-]{1,40}=)?([a-z][a-z0-9+.-]{1,20}:\/\/\S{1,2000})$/i.exec(text)?.[1];
    return url === undefined ? undefined : parseDestination(url);
  });
}

/** `--connect-to h1:p1:h2:p2` and `--resolve h:p:address`: the last place is where it goes. */
function redirected(text: string): Destination | undefined {
  const parts = text.split(':');
  return parts.length >= 4
    ? destinationOf(parts[2] ?? '', parts[3])
    : destinationOf(parts.slice(2).join(':'), parts[1]);
}

/** Host and port as operands; a listener without a host talks to nobody yet. */
function netcat({ operands, options }: Words): (Destination | undefined)[] {
  const [first, second] = operands;
  const listens = options.some(({ name }) => name === 'l' || name === 'listen');
  if (first === undefined || (listens && second === undefined) || /^\d{1,5}$/.test(first.text)) return [];
  return [second === undefined ? parseDestination(first.text) : destinationOf(first.text, second.text)];
}

function socatAddress(text: string): Destination | undefined {
  const match =
    /^(?:tcp[46]?|udp[46]?|openssl|ssl|sctp[46]?|dtls)(?:-connect|-sendto|-datagram)?:(\[[^\]]{1,60}\]|[^:,]{1,255}):([^,:]{1,32})/i.exec(
      text,
    );
  const proxied = /^(?:proxy|socks\w{0,3}):([^:,]{1,255}):/i.exec(text);
  return match ? destinationOf(match[1] ?? '', match[2]) : proxied ? destinationOf(proxied[1] ?? '') : undefined;
}

function login(word: ResolvedWord, port: string | undefined): Destination | undefined {
  if (word.text.includes('://') || /:./.test(word.text.replace(/^\[[^\]]*\]/, ''))) return parseDestination(word.text);
  return destinationOf(word.text.replace(/^.{0,64}?@/, ''), port);
}

function isRemote(text: string): boolean {
  return (
    /^[a-z][a-z0-9+.-]{1,20}:\/\//i.test(text) ||
    (/^(?:[\w.+-]{1,64}@)?[\w.[\]-]{1,255}:/.test(text) && !/^[./~]|^[A-Za-z]:[\\/]/.test(text))
  );
}

/** Words of `dig` that are names or `@server`, not types or switches. */
function isName({ text }: ResolvedWord): boolean {
  return /^@/.test(text) || (/\./.test(text) && !text.startsWith('+'));
}
