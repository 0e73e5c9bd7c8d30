/** Perl, Ruby, PHP and Lua: each has its own names for the same few acts. */
import { evaluate } from './evaluate';
import { comesFromSocket } from './names';
import { isSign } from './program';
import type { Call, Program } from './program';
import type { Rules, Tell } from './rules';
import {
  argument,
  argumentText,
  hostAndPort,
  lastFolder,
  lookedThrough,
  meaning,
  namedRange,
  namedText,
  opened,
  selfText,
  spawned,
  startsShell,
} from './rules';
import { UNKNOWN, listOf, textOf } from './values';

/** Backquotes and their like. */
function backquotes(at: number, program: Program, tell: Tell): boolean {
  const token = program.tokens[at];
  if (token?.type !== 'command') return false;
  const unknown = /^\s*(?:[$@]\w{0,60}|\uFFFD)\s*$/.test(token.text);
  // A command that is nothing but a variable: what it holds came from somewhere else, from a connection when there is one to read.
  if (unknown && program.tainted.size > 0) tell('spawn-shell', [], token.at);
  else if (!unknown) tell(startsShell(token.text) ? 'spawn-shell' : 'spawn', [token.text], token.at);
  else tell('evaluate', [], token.at);
  return true;
}

const SOCKET_CLASS = /^(?:new\.)?IO\.Socket\.(?:INET6?|IP|SSL)(?:\.new)?$/;

export const perl: Rules = {
  call(call, program, tell) {
    const { path, name, at, args } = call;
    if (SOCKET_CLASS.test(path)) perlSocket(call, program, tell);
    if (path === 'connect' || path === 'bind') {
      const address = listOf(argument(program, call, 1));
      tell(path === 'bind' ? 'socket-listen' : 'socket-connect', [textOf(address?.[1]), textOf(address?.[0])], at);
    }
    if (path === 'open' || path === 'sysopen') perlOpen(call, program, tell);
    if (name === 'fdopen' && /^(?:STD(?:IN|OUT|ERR)|\$[~_!0-9])/.test(path)) tell('dup-to-stdio', [], at);
    if (/^(?:POSIX\.)?dup2$/.test(path)) tell('dup-to-stdio', [], at);
    if (/^(?:exec|system|readpipe)$/.test(path)) spawned(program, tell, at, args);
    if (path === 'eval') tell('evaluate', [argumentText(program, call, 0)], at);
    if (
      /^(?:LWP\.Simple\.)?(?:get|getstore|mirror)$/.test(path) &&
      /^https?:/.test(argumentText(program, call, 0) ?? '')
    )
      tell('fetch', [argumentText(program, call, 0)], at);
    if (/(?:LWP\.UserAgent|HTTP\.Tiny)\.new(?:\(\))?\.(?:get|post|post_form|put|request)$/.test(path))
      tell('fetch', [argumentText(program, call, 0)], at);
    if (/(?:^|\.)(?:slurp|read_file|path\(\)\.slurp)$/.test(path))
      tell('file-read', [argumentText(program, call, 0) ?? selfText(program, call)], at);
  },
  token(at, program, tell) {
    if (backquotes(at, program, tell)) return;
    const { tokens } = program;
    const token = tokens[at];
    // `while (<$connection>)` leaves its line in `$_`.
    if (isSign(token, '<') && /^\$\w/.test(tokens[at + 1]?.text ?? '') && isSign(tokens[at + 2], '>'))
      program.tainted.add('$_');
    if (token?.text === '%ENV') tell('environment-read', [], token.at);
    if (token?.text === '$ENV' && isSign(tokens[at + 1], '{'))
      tell('environment-read', [tokens[at + 2]?.text], token.at);
  },
};

function perlSocket(call: Call, program: Program, tell: Tell): void {
  const { inside, at } = call;
  const listens = namedRange(program, inside, /^(?:LocalPort|LocalAddr|Listen)$/) !== undefined;
  const peer =
    namedText(program, inside, listens ? /^(?:LocalAddr|LocalHost)$/ : /^Peer(?:Addr|Host)$/) ??
    argumentText(program, call, 0);
  const port = namedText(program, inside, listens ? /^LocalPort$/ : /^PeerPort$/);
  const [host, glued] = hostAndPort(peer);
  tell(listens ? 'socket-listen' : 'socket-connect', [host, port ?? glued], at);
}

function perlOpen(call: Call, program: Program, tell: Tell): void {
  const { tokens } = program;
  const handle = tokens[call.args[0]?.from ?? -1]?.text ?? '';
  const [mode = '', path] = [argumentText(program, call, 1), argumentText(program, call, 2)];
  if (/^STD(?:IN|OUT|ERR)$/.test(handle) && /^\s{0,3}(?:\+?[<>]{1,2})&/.test(mode)) tell('dup-to-stdio', [], call.at);
  else if (/^\s{0,3}\||\|\s{0,3}$|^-\||\|-$/.test(mode))
    spawned(program, tell, call.at, /^-\||\|-$/.test(mode) ? call.args.slice(2) : call.args.slice(1, 2));
  else {
    const sign = /^\s{0,3}\+?([<>]{0,2})(?::\S{0,30})?\s{0,3}/.exec(mode);
    opened(tell, path ?? mode.slice(sign?.[0].length ?? 0), (sign?.[1] ?? '').includes('>') ? 'w' : 'r', call.at);
  }
}

export const ruby: Rules = {
  call(call, program, tell) {
    const { path, name, at, args } = call;
    const text = (place: number) => argumentText(program, call, place);
    if (/^(?:TCPSocket|Socket|UDPSocket)\.(?:new|open|tcp)$|^Socket\.tcp\(\)\.connect$/.test(path))
      tell('socket-connect', [text(0), text(1)], at);
    if (/^Process\.(?:new|run)$/.test(path)) spawned(program, tell, at, args.slice(0, 1));
    if (/^TCPServer\.(?:new|open)$|^Socket\.tcp_server_(?:sockets|loop)$/.test(path))
      tell('socket-listen', text(1) === undefined ? [undefined, text(0)] : [text(0), text(1)], at);
    if (name === 'reopen' && /^(?:\$?STD(?:IN|OUT|ERR)|\$std(?:in|out|err))\./i.test(path))
      tell('dup-to-stdio', [], at);
    if (
      /^(?:Kernel\.|Process\.|IO\.)?(?:exec|system|spawn|popen)$|^Open3\.(?:capture\dp?|capture2e|popen\d|pipeline)$|^PTY\.(?:spawn|open)$/.test(
        path,
      )
    )
      rubySpawn(call, program, tell);
    if (/^(?:Kernel\.)?(?:eval|instance_eval|class_eval|binding\.eval)$/.test(path)) tell('evaluate', [text(0)], at);
    if (/^Dir\.(?:glob|entries|children|each_child|foreach)$/.test(path)) lookedThrough(text(0), program);
    if (/^(?:File|IO)\.(?:read|readlines|foreach|binread)$/.test(path))
      tell('file-read', [text(0) ?? lastFolder(program)], at);
    if (/^(?:File|IO)\.(?:write|binwrite)$/.test(path)) tell('file-write', [text(0)], at);
    if (/^(?:File|Kernel)\.(?:open|new)$|^open$/.test(path)) {
      if (/^https?:/.test(text(0) ?? '')) tell('fetch', [text(0)], at);
      else opened(tell, text(0), text(1) ?? 'r', at);
    }
    if (
      /^(?:Net\.HTTP\.(?:get|get_response|post|post_form|start)|URI\.open|HTTParty\.\w{1,8}|Faraday\.\w{1,8}|RestClient\.\w{1,8}|OpenURI\.open_uri)$/.test(
        path,
      )
    )
      tell('fetch', [textOf(evaluate(program, args[0] ?? { from: 0, to: 0 }))], at);
  },
  token(at, program, tell) {
    if (backquotes(at, program, tell)) return;
    const { tokens } = program;
    const token = tokens[at];
    // `connection.gets` leaves its line in `$_`.
    if (token?.text === 'gets' && isSign(tokens[at - 1], '.')) program.tainted.add('$_');
    if (token?.text !== 'ENV') return;
    const key = tokens[at + 2];
    if (isSign(tokens[at + 1], '[') || key?.text === 'fetch')
      tell('environment-read', [(key?.text === 'fetch' ? tokens[at + 4] : key)?.text], token.at);
    else tell('environment-read', [], token.at);
  },
};

function rubySpawn(call: Call, program: Program, tell: Tell): void {
  const words = call.args.filter((range) => !isPair(program, range));
  spawned(program, tell, call.at, words.slice(0, /popen|capture/.test(call.name) ? 1 : 6));
  if (call.path.startsWith('PTY')) tell('pty', [], call.at);
  const wired = call.args.some(
    (range) => isPair(program, range) && /socket/i.test(meaning(program, { from: range.to - 1, to: range.to })),
  );
  if (wired) tell('dup-to-stdio', [], call.at);
}

/** `[:in, :out] => x` and `in: x`. */
function isPair({ tokens }: Program, { from, to }: { from: number; to: number }): boolean {
  for (let at = from; at < Math.min(to, from + 12); at++) if (isSign(tokens[at], '=>')) return true;
  return false;
}

export const php: Rules = {
  call(call, program, tell) {
    const { path, at, args } = call;
    const name = path.toLowerCase().replace(/^\\/, '');
    const text = (place: number) => argumentText(program, call, place);
    if (/^p?fsockopen$/.test(name)) tell('socket-connect', [hostAndPort(text(0))[0], text(1)], at);
    if (name === 'stream_socket_client') tell('socket-connect', hostAndPort(text(0)), at);
    if (name === 'socket_connect') tell('socket-connect', [text(1), argumentText(program, call, 2)], at);
    if (name === 'stream_socket_server') tell('socket-listen', hostAndPort(text(0)), at);
    if (name === 'socket_bind') tell('socket-listen', [text(1), argumentText(program, call, 2)], at);
    if (/^(?:exec|shell_exec|system|passthru|popen|proc_open|pcntl_exec)$/.test(name)) {
      spawned(program, tell, at, args.slice(0, name === 'pcntl_exec' ? 2 : 1));
      if (name === 'proc_open' && args[1] && wiresSocket(program, args[1])) tell('dup-to-stdio', [], at);
    }
    if (/^(?:eval|assert|create_function)$/.test(name))
      tell('evaluate', [text(name === 'create_function' ? 1 : 0)], at);
    if (
      /^(?:file_get_contents|readfile|file|fopen|include|require|highlight_file|show_source|parse_ini_file|curl_init)$/.test(
        name,
      )
    ) {
      if (/^[a-z]{3,6}:\/\//.test(text(0) ?? '') || name === 'curl_init') tell('fetch', [text(0)], at);
      else opened(tell, text(0), name === 'fopen' ? (text(1) ?? 'r') : 'r', at);
    }
    if (name === 'file_put_contents') tell('file-write', [text(0)], at);
    if (name === 'copy') tell('file-read', [text(0)], at);
    if (name === 'getenv') tell('environment-read', args.length === 0 ? [] : [text(0) ?? UNKNOWN], at);
  },
  token(at, program, tell) {
    if (backquotes(at, program, tell)) return;
    const { tokens } = program;
    const token = tokens[at];
    if (token?.text === '$_ENV')
      tell('environment-read', isSign(tokens[at + 1], '[') ? [tokens[at + 2]?.text] : [], token.at);
  },
};

/** Descriptors of `proc_open` that are variables: a connection handed to the child. */
function wiresSocket(program: Program, { from, to }: { from: number; to: number }): boolean {
  for (let at = from; at < Math.min(to, from + 60); at++)
    if (isSign(program.tokens[at], '=>') && /sock|stream_socket/i.test(meaning(program, { from: at + 1, to: at + 2 })))
      return true;
  return false;
}

export const lua: Rules = {
  call(call, program, tell) {
    const { path, name, at, args } = call;
    const text = (place: number) => argumentText(program, call, place);
    if (name === 'connect' && /socket|tcp\(\)|^net\./.test(path)) tell('socket-connect', [text(0), text(1)], at);
    if (name === 'bind' && /socket|tcp\(\)/.test(path)) tell('socket-listen', [text(0), text(1)], at);
    if (/^(?:os\.execute|io\.popen)$/.test(path)) spawned(program, tell, at, args.slice(0, 1));
    if (/^(?:load|loadstring|dostring)$/.test(path))
      tell(args[0] && comesFromSocket(program, args[0]) ? 'spawn-shell' : 'evaluate', [text(0)], at);
    if (/^io\.(?:open|lines)$|^dofile$/.test(path)) opened(tell, text(0), name === 'open' ? (text(1) ?? 'r') : 'r', at);
    if (path === 'os.getenv') tell('environment-read', [text(0) ?? UNKNOWN], at);
    if (/^socket\.http\.request$|^http\.request$/.test(path)) tell('fetch', [text(0)], at);
  },
};
