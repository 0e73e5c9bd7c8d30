/** Shells wired to sockets by the command line itself: redirections, netcat, socat, pipes through relays. */
import type { EventAnalysis } from '../../contracts/analysis';
import type { Invocation } from '../../contracts/shell';
import { NETCATS, RELAYS, SHELLS, UNKNOWN, argv, baseName, invocations, pipelineOf } from '../programs';
import type { Wiring } from './detector';

const SOCKET_PATH = /^\/dev\/(?:tcp|udp)\/([^/]{0,255})\/([^/]{0,64})$/;

export function inCommand(analysis: EventAnalysis): Wiring[] {
  const all = invocations(analysis);
  return [...bySocketPath(all), ...all.flatMap((invocation, index) => byProgram(invocation, index, all))];
}

interface Opened {
  host: string;
  port: string;
  fd: string;
  by: Invocation;
}

/** `/dev/tcp` opened somewhere, and a shell (or an unknown program) that reads from it, in the same redirections or by its descriptor. */
function bySocketPath(all: readonly Invocation[]): Wiring[] {
  const opened = all.flatMap((by) =>
    by.redirections.flatMap((redirection): Opened[] => {
      const match = SOCKET_PATH.exec(redirection.target.text);
      return match ? [{ host: match[1] ?? '', port: match[2] ?? '', fd: String(redirection.fd), by }] : [];
    }),
  );
  return opened.flatMap((socket): Wiring[] => {
    const user = all.find((one) => readsSocket(one, socket) && runsInput(one, all));
    if (!user) return [];
    return [
      {
        kind: 'reverse',
        how: `${user.program === UNKNOWN ? 'commands' : user.program} on /dev/tcp`,
        host: socket.host,
        port: socket.port,
        excerpt: excerptOf(socket.by, user),
      },
    ];
  });
}

function readsSocket(one: Invocation, socket: Opened): boolean {
  if (one === socket.by) return inputFrom(one, socket.fd);
  const copies = one.redirections.some(
    (redirection) => /^[<>]&$/.test(redirection.operator) && redirection.target.text.replace(/-$/, '') === socket.fd,
  );
  return copies || (socket.fd === '0' && one.program !== 'exec' && socket.by.program === 'exec');
}

/** Whether the opener's own standard input is the socket: opened as input, both ways, or copied from the output (`0>&1`). */
function inputFrom(one: Invocation, fd: string): boolean {
  return one.redirections.some(
    (redirection) =>
      (SOCKET_PATH.test(redirection.target.text) &&
        (redirection.operator === '<' || (redirection.operator === '<>' && String(redirection.fd) === '0'))) ||
      (String(redirection.fd) === '0' &&
        /^[<>]&$/.test(redirection.operator) &&
        ['1', '2', fd].includes(redirection.target.text)),
  );
}

/** A shell without a script of its own, a program known only at run time (`$line`), or a reader that feeds one. */
function runsInput(one: Invocation, all: readonly Invocation[]): boolean {
  if (isBareShell(one) || one.program === UNKNOWN || one.program === 'eval') return true;
  const chain = pipelineOf(all, all.indexOf(one));
  if (chain.slice(chain.indexOf(one) + 1).some((next) => isBareShell(next))) return true;
  const reads = one.program === 'read' || one.program === 'cat' || one.program === 'mapfile';
  return reads && all.some((other) => other !== one && (other.program === UNKNOWN || other.program === 'eval'));
}

function isBareShell(one: Invocation): boolean {
  return (
    SHELLS.has(one.program) && !argv(one).some((argument) => !argument.startsWith('-') && !argument.startsWith('+'))
  );
}

function byProgram(one: Invocation, index: number, all: readonly Invocation[]): Wiring[] {
  if (NETCATS.has(one.program)) return [...netcat(one), ...relay(one, index, all)];
  if (one.program === 'socat') return [...socat(one), ...relay(one, index, all)];
  if (one.program === 'xterm') return xterm(one);
  if (one.program === 'ztcp') return ztcp(one, all);
  if (isRelay(one)) return relay(one, index, all);
  return [];
}

/** Options of the netcats that take a value, so that host and port can be told from them. */
const NETCAT_VALUES = new Set([
  '-e',
  '-c',
  '-p',
  '-s',
  '-w',
  '-q',
  '-i',
  '-x',
  '-X',
  '-g',
  '-G',
  '-o',
  '-T',
  '-I',
  '-O',
  '-V',
  '-m',
  '-P',
  '--exec',
  '--sh-exec',
  '--lua-exec',
  '--proxy',
  '--source',
  '--source-port',
  '--wait',
  '--ssl-cert',
  '--ssl-key',
]);

interface NetcatCall {
  listens: boolean;
  runs?: string;
  rest: string[];
  port?: string;
}

function readNetcat(one: Invocation): NetcatCall {
  const call: NetcatCall = { listens: false, rest: [] };
  const words = argv(one);
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const [name = '', glued] = word.startsWith('--') ? word.split('=', 2) : [word];
    const takesNext = NETCAT_VALUES.has(name) && glued === undefined;
    const cluster = /^-[a-zA-Z]{2,}$/.test(word);
    if (name === '--listen' || (/^-[a-zA-Z]*l[a-zA-Z]*$/.test(word) && !word.startsWith('--'))) call.listens = true;
    if (
      name === '-e' ||
      name === '--exec' ||
      name === '--sh-exec' ||
      name === '--lua-exec' ||
      (name === '-c' && one.program !== 'nc.openbsd')
    ) {
      call.runs = glued ?? words[at + 1] ?? '';
    } else if (cluster && /[ec]$/.test(word)) {
      call.runs = words[at + 1] ?? '';
      at++;
    } else if (cluster && word.endsWith('p')) {
      call.port = words[at + 1] ?? '';
      at++;
    } else if (cluster && /^-e\S/.test(word) && word.includes('/')) call.runs = word.slice(2);
    else if (name === '-p') call.port = words[at + 1] ?? '';
    else if (!word.startsWith('-')) call.rest.push(word);
    if (takesNext) at++;
  }
  return call;
}

function netcat(one: Invocation): Wiring[] {
  const call = readNetcat(one);
  const [first, second] = call.rest;
  if (one.program === 'rcat' || one.program === 'rustcat') {
    const shell = argv(one).some((word, at, words) => words[at - 1] === '-s' && SHELLS.has(baseName(word)));
    return shell
      ? [
          {
            kind: 'reverse',
            how: `${one.program} with a shell`,
            ...place(call.rest.at(-2), call.rest.at(-1)),
            excerpt: excerptOf(one),
          },
        ]
      : [];
  }
  const port = call.port ?? (call.listens && second === undefined ? first : second);
  if (call.runs !== undefined) {
    const how = `${one.program} runs ${call.runs}`;
    return [
      call.listens
        ? { kind: 'bind', how, ...place(second === undefined ? undefined : first, port), excerpt: excerptOf(one) }
        : { kind: 'reverse', how, ...place(first, port), excerpt: excerptOf(one) },
    ];
  }
  const scans = argv(one).some((word) => /^-[a-zA-Z]*z/.test(word));
  const bound = call.listens && second !== undefined ? first : undefined;
  if (call.listens && !scans && !isLoopback(bound))
    return [{ kind: 'listener', how: one.program, ...place(bound, port), excerpt: excerptOf(one) }];
  return [];
}

/** `sh | nc`, `nc | sh`, and the fifo loop `cat f | sh -i 2>&1 | nc host port > f`. */
function relay(one: Invocation, index: number, all: readonly Invocation[]): Wiring[] {
  if (one.program === 'openssl' && !argv(one).includes('s_client') && !argv(one).includes('s_server')) return [];
  const chain = pipelineOf(all, index);
  const own = chain.indexOf(one);
  const before = chain.slice(0, own).some((other) => isBareShell(other));
  const after = chain.slice(own + 1).some((other) => isBareShell(other));
  if (!before && !after) return [];
  const { host, port, listens } = relayPlace(one);
  const answered = chain.some((other, at) => at > own + 1 && isRelay(other));
  const looped = (before && (after || feedsBack(one, chain))) || (after && answered);
  const kind = looped ? (listens ? 'bind' : 'reverse') : after ? 'remote-input' : 'reverse';
  if (before && !looped && !chain.some((other) => isBareShell(other) && other.stdin === undefined)) return [];
  return [
    {
      kind,
      how: `a shell piped through ${one.program}`,
      ...place(host, port),
      excerpt: excerptOf(chain[0] ?? one, one),
    },
  ];
}

const TELNET_URL = /^telnet:\/\/([^:/\s]{1,255})(?::(\d{1,5}))?/i;

/** curl carries bytes both ways when it speaks telnet. */
function isRelay(one: Invocation): boolean {
  return RELAYS.has(one.program) || (one.program === 'curl' && argv(one).some((word) => TELNET_URL.test(word)));
}

/** The relay writes into what the head of the pipe reads: a fifo, or a file that a `tail -f` follows. */
function feedsBack(one: Invocation, chain: readonly Invocation[]): boolean {
  const written = one.redirections
    .filter((redirection) => /^(?:>|>>|<>|>\|)$/.test(redirection.operator))
    .map((redirection) => redirection.target.text);
  return chain.some(
    (other) =>
      other !== one &&
      (argv(other).some((word) => written.includes(word)) ||
        other.redirections.some(
          (redirection) => redirection.operator === '<' && written.includes(redirection.target.text),
        )),
  );
}

function relayPlace(one: Invocation): { host: string | undefined; port: string | undefined; listens: boolean } {
  const words = argv(one);
  if (one.program === 'curl') {
    const [, host, port] = words.map((word) => TELNET_URL.exec(word)).find((match) => match !== null) ?? [];
    return { host, port, listens: false };
  }
  if (one.program === 'openssl') {
    const [host, port] = (words[words.indexOf('-connect') + 1] ?? '').split(':');
    return { host, port, listens: words.includes('s_server') };
  }
  if (one.program === 'socat') {
    const address = words.map(socatPlace).find((found) => found !== undefined);
    return { host: address?.host, port: address?.port, listens: address?.listens ?? false };
  }
  const call = readNetcat(one);
  return { host: call.rest[0], port: call.port ?? call.rest[1], listens: call.listens };
}

const SOCAT_NET =
  /^(tcp|tcp4|tcp6|udp|udp4|udp6|openssl|ssl|sctp|vsock|socks4|socks4a|socks5)(-listen|-l|-connect|-recvfrom)?:([^,]{0,300})/i;

function socatPlace(
  word: string,
): { host: string | undefined; port: string | undefined; listens: boolean } | undefined {
  const match = SOCAT_NET.exec(word);
  if (!match) return undefined;
  const listens = /listen|-l$|recvfrom/i.test(match[2] ?? '');
  const parts = (match[3] ?? '').split(':');
  return listens ? { host: undefined, port: parts[0], listens } : { host: parts[0], port: parts[1], listens };
}

function socat(one: Invocation): Wiring[] {
  const words = argv(one);
  const runs = words.find((word) => /^(?:exec|system|shell):/i.test(word));
  const net = words.map(socatPlace).find((found) => found !== undefined);
  if (!net) return [];
  if (runs !== undefined)
    return [
      {
        kind: net.listens ? 'bind' : 'reverse',
        how: `socat ${runs.slice(0, 60)}`,
        ...place(net.host, net.port),
        excerpt: excerptOf(one),
      },
    ];
  const terminal = words.some((word) => /^(?:file:|-$|stdio)/i.test(word));
  return net.listens && terminal
    ? [{ kind: 'listener', how: 'socat', ...place(undefined, net.port), excerpt: excerptOf(one) }]
    : [];
}

/** `xterm -display host:1` gives the screen's owner a shell. */
function xterm(one: Invocation): Wiring[] {
  const words = argv(one);
  const display = words[words.indexOf('-display') + 1];
  if (!words.includes('-display') || display === undefined) return [];
  const [host = '', screen] = display.split(':');
  return host === '' || isLoopback(host)
    ? []
    : [{ kind: 'reverse', how: 'xterm on a remote display', ...place(host, screen), excerpt: excerptOf(one) }];
}

/** zsh's own TCP: `ztcp host port`, then a shell on `$REPLY`. */
function ztcp(one: Invocation, all: readonly Invocation[]): Wiring[] {
  const shell = all.find(
    (other) =>
      SHELLS.has(other.program) &&
      other.redirections.some((redirection) => /^[<>]&$/.test(redirection.operator) && !redirection.target.known),
  );
  if (!shell) return [];
  const rest = argv(one).filter((word) => !word.startsWith('-'));
  const listens = argv(one).some((word) => /^-\w*[la]/.test(word));
  return [
    listens
      ? { kind: 'bind', how: 'zsh ztcp', ...place(undefined, rest[0]), excerpt: excerptOf(one, shell) }
      : { kind: 'reverse', how: 'zsh ztcp', ...place(rest[0], rest[1]), excerpt: excerptOf(one, shell) },
  ];
}

function isLoopback(host: string | undefined): boolean {
  return host !== undefined && (host === 'localhost' || host === '::1' || host.startsWith('127.'));
}

function place(host: string | undefined, port: string | undefined): { host?: string; port?: string } {
  return {
    ...(host === undefined || host === '' ? {} : { host }),
    ...(port === undefined || port === '' ? {} : { port }),
  };
}

/** The command as started, for the person who reads the alert. */
function excerptOf(...parts: readonly Invocation[]): string {
  return [...new Set(parts)]
    .map((part) =>
      [
        part.path,
        ...argv(part),
        ...part.redirections.map(
          (redirection) =>
            `${redirection.fd === 0 && redirection.operator === '<' ? '' : String(redirection.fd)}${redirection.operator}${redirection.target.text}`,
        ),
      ].join(' '),
    )
    .join(' … ')
    .slice(0, 300);
}
