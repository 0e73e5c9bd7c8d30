import { evaluate } from './evaluate';
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
} from './rules';
import { UNKNOWN, listOf } from './values';

const SPAWN =
  /^(?:os\.(?:system|popen\d?)|subprocess\.(?:call|run|Popen|check_output|check_call|getoutput|getstatusoutput)|commands\.get(?:status)?output|asyncio\.(?:subprocess\.)?create_subprocess_(?:shell|exec)|Popen|check_output|check_call|popen2\.\w{1,10}|pexpect\.(?:spawn|run)|plumbum\.\w{1,20})$/;
const EXECUTE = /^(?:os\.)?(?:exec[lv]p?e?|posix_spawnp?)$|^os\.spawn[lv]p?e?$/;
const FETCH =
  /^(?:urllib\.request\.(?:urlopen|urlretrieve|Request)|urllib2?\.(?:urlopen|urlretrieve)|(?:urlopen|urlretrieve)|(?:requests|httpx)(?:\.(?:Session|Client|AsyncClient)\(\))?\.(?:get|post|put|patch|delete|head|request|stream)|aiohttp\.ClientSession\(\)\.(?:get|post|put|request|ws_connect)|urllib3\.(?:PoolManager\(\)\.)?request|websockets?\.(?:connect|create_connection))$/;
/** Names that `from os import *` and `from subprocess import *` bring in. */
const STARRED = {
  '*os': /^(?:system|popen|execl|execv)$/,
  '*subprocess': /^(?:call|run|check_output|getoutput)$/,
} as const;

/** Python: sockets, processes, files, environment, requests, `exec`. */
export const python: Rules = {
  call(call, program, tell) {
    sockets(call, program, tell);
    processes(call, program, tell);
    files(call, program, tell);
    if (/^(?:builtins\.)?(?:exec|eval)$/.test(call.path)) tell('evaluate', [argumentText(program, call, 0)], call.at);
    if (FETCH.test(call.path)) {
      const place = call.name === 'request' ? 1 : 0;
      tell('fetch', [namedText(program, call.inside, /^url$/) ?? argumentText(program, call, place)], call.at);
    }
    if (/(?:^|\.)HTTPS?Connection$/.test(call.path)) tell('fetch', [argumentText(program, call, 0)], call.at);
    if (/^os\.getenv$|^getenv$/.test(call.path))
      tell('environment-read', [argumentText(program, call, 0) ?? UNKNOWN], call.at);
  },
  token: environment,
};

function sockets(call: Call, program: Program, tell: Tell): void {
  const { path, name, at } = call;
  if (
    !/^(?:connect|connect_ex|create_connection|open_connection|Telnet|remote|bind|create_server|start_server|\w{0,40}TCPServer)$/.test(
      name,
    )
  )
    return;
  const value = argument(program, call, 0);
  const pair = listOf(value) !== undefined;
  if (/^(?:connect|connect_ex)$/.test(name) && (pair || /^socket\.socket\(\)/.test(path)))
    tell('socket-connect', hostAndPort(value), at);
  if (
    /^(?:create_connection|open_connection|Telnet|remote)$/.test(name) &&
    /^(?:socket|asyncio|telnetlib|pwn|create_connection|open_connection)(?:\.|$)/.test(path)
  )
    tell(
      'socket-connect',
      pair ? hostAndPort(value) : [argumentText(program, call, 0), argumentText(program, call, 1)],
      at,
    );
  if ((name === 'bind' && pair) || /(?:^|\.)(?:TCPServer|ThreadingTCPServer|create_server)$/.test(path))
    tell('socket-listen', hostAndPort(value), at);
  if (name === 'start_server')
    tell('socket-listen', [argumentText(program, call, 1), argumentText(program, call, 2)], at);
}

function processes(call: Call, program: Program, tell: Tell): void {
  const { path, at, args } = call;
  if (/^(?:os\.)?dup2$/.test(path)) {
    const to = argument(program, call, 1);
    if (to === undefined || (typeof to === 'number' && to <= 2)) tell('dup-to-stdio', [], at);
  }
  if (/^pty\.(?:spawn|fork|openpty)$/.test(path)) {
    tell('pty', [], at);
    if (call.name === 'spawn') spawned(program, tell, at, [args[0]]);
  }
  if (EXECUTE.test(path))
    spawned(program, tell, at, /spawn[lv]/.test(path) ? args.slice(1, 2) : [args[0], ...args.slice(2)]);
  else if (SPAWN.test(path) || starred(path, program)) {
    spawned(
      program,
      tell,
      at,
      path.endsWith('create_subprocess_exec') ? args : [namedRange(program, call.inside, /^args$/) ?? args[0]],
    );
    if (wiresSocket(call, program)) tell('dup-to-stdio', [], at);
  }
}

function starred(path: string, { aliases }: Program): boolean {
  return (
    (aliases.has('*os') && STARRED['*os'].test(path)) ||
    (aliases.has('*subprocess') && STARRED['*subprocess'].test(path))
  );
}

/** `Popen(…, stdin=connection)`. */
function wiresSocket(call: Call, program: Program): boolean {
  const stream = namedRange(program, call.inside, /^std(?:in|out)$/);
  return stream !== undefined && /socket|accept|fileno/.test(meaning(program, stream));
}

function files(call: Call, program: Program, tell: Tell): void {
  const { path, name, at } = call;
  const first = () => argumentText(program, call, 0);
  if (/^(?:open|(?:io|codecs|os|builtins|aiofiles|gzip|bz2|lzma)\.open)$/.test(path))
    opened(
      tell,
      first() ?? lastFolder(program),
      namedText(program, call.inside, /^mode$/) ?? argumentText(program, call, 1) ?? 'r',
      at,
    );
  else if (/^(?:glob\.i?glob|os\.(?:walk|listdir|scandir))$/.test(path)) lookedThrough(first(), program);
  else if (/^(?:iterdir|r?glob)$/.test(name)) lookedThrough(selfText(program, call), program);
  else if (/^configparser\.(?:Config|RawConfig|SafeConfig)Parser\(\)\.read$|^(?:dotenv\.)?dotenv_values$/.test(path))
    tell('file-read', [first()], at);
  else if (/^(?:crontab\.)?CronTab\(\)\.(?:new|write)$/.test(path))
    tell('file-write', ['/var/spool/cron/crontabs/user'], at);
  else if (path === 'netrc.netrc') tell('file-read', [first() ?? '~/.netrc'], at);
  else if (/^read_(?:text|bytes)$/.test(name)) tell('file-read', [selfText(program, call)], at);
  else if (/^write_(?:text|bytes)$/.test(name)) tell('file-write', [selfText(program, call)], at);
  else if (/^shutil\.(?:copy\w{0,5}|move)$/.test(path)) {
    tell('file-read', [first()], at);
    tell('file-write', [argumentText(program, call, 1)], at);
  } else if (/^(?:tarfile|zipfile)\..{0,60}\.(?:add|write)$/.test(path)) tell('file-read', [first()], at);
}

/** `os.environ`, whole or one name of it; handing it on to a child process is no reading. */
function environment(at: number, program: Program, tell: Tell): void {
  const { tokens } = program;
  const direct = tokens[at]?.text === 'environ' && isSign(tokens[at - 1], '.');
  const imported = program.aliases.get(tokens[at]?.text ?? '') === 'os.environ';
  if (!direct && !imported) return;
  const place = tokens[at]?.at ?? 0;
  const next = tokens[at + 1];
  const method = isSign(next, '.') ? (tokens[at + 2]?.text ?? '') : '';
  if (isSign(next, '[')) {
    if (!isSign(tokens[(program.partner[at + 1] ?? -2) + 1], '='))
      tell('environment-read', [keyAt(program, at + 2)], place);
  } else if (/^(?:get|pop)$/.test(method)) tell('environment-read', [keyAt(program, at + 4)], place);
  else if (
    /^(?:copy|setdefault|update|unsetenv)$/.test(method) ||
    isSign(next, '=') ||
    /^(?:\*\*|=|in)$/.test(tokens[at - (direct ? 3 : 1)]?.text ?? '')
  )
    return;
  else tell('environment-read', [], place);
}

function keyAt(program: Program, at: number): string {
  const value = evaluate(program, { from: at, to: at + 1 });
  return typeof value === 'string' ? value : UNKNOWN;
}
