import { parametersIn } from './names';
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
  selfText,
  spawned,
} from './rules';
import { UNKNOWN } from './values';

const SPAWN =
  /^(?:child_process\.(?:exec|execSync|spawn|spawnSync|execFile|execFileSync)|Bun\.spawn(?:Sync)?|Deno\.(?:Command|run)|shelljs\.exec|execa(?:\.\w{1,20})?)$/;
const NET = /^(?:net|tls|Deno\.connect)\b|WebSocket\(\)|^ws(?:\.\w{1,20})?\(\)/;
const WEB_SOCKET = /^(?:ws|WebSocket)$/;
const CHILD = /^(?:child_process|Deno\.Command|Bun\.spawn)\b/;
const FETCH =
  /^(?:(?:window|globalThis)\.)?fetch$|^axios(?:\.(?:get|post|put|patch|delete|head|request))?$|^https?\.(?:get|request)$|^got(?:\.\w{1,8})?$|^undici\.(?:fetch|request)$|^(?:ws|WebSocket|EventSource)$|^navigator\.sendBeacon$|^node-fetch(?:\.default)?$/;
const READ =
  /^(?:fs(?:\.promises)?|fs-extra)\.(?:readFile|readFileSync|createReadStream|open|openSync|readJson)$|^(?:Bun\.file|Deno\.(?:readTextFile|readFile|open)(?:Sync)?)$/;
const WRITE =
  /^(?:fs(?:\.promises)?|fs-extra)\.(?:writeFile|appendFile|createWriteStream)(?:Sync)?$|^(?:Bun\.write|Deno\.write(?:Text)?File(?:Sync)?)$/;

/** JavaScript and TypeScript, of Node mostly. */
export const javascript: Rules = {
  call(call, program, tell) {
    sockets(call, program, tell);
    processes(call, program, tell);
    const path = call.path.replace(/^fs\.promises\(\)/, 'fs');
    const first = () => argumentText(program, call, 0);
    if (/^fs(?:\.promises)?\.(?:readdir|readdirSync|opendir)$/.test(path)) lookedThrough(first(), program);
    if (READ.test(path)) tell('file-read', [first() ?? lastFolder(program)], call.at);
    if (WRITE.test(path)) tell('file-write', [first()], call.at);
    if (/^fs(?:\.promises)?\.(?:copyFile|cp|rename)(?:Sync)?$/.test(path)) {
      tell('file-read', [first()], call.at);
      tell('file-write', [argumentText(program, call, 1)], call.at);
    }
    // `import('m').then(name => …)`.
    if (call.name === 'then' && call.self !== undefined)
      for (const name of parametersIn(program, call.args[0] ?? call.inside))
        program.aliases.set(name, path.slice(0, -5));
    if (WEB_SOCKET.test(path)) tell('socket-connect', hostAndPort(first()), call.at);
    if (FETCH.test(path)) tell('fetch', [first() ?? requestOf(call, program)], call.at);
    if (/^https?\.request$/.test(path) && /^(?:POST|PUT)$/i.test(namedText(program, call.inside, /^method$/) ?? ''))
      tell('send', [first() ?? requestOf(call, program)], call.at);
    if (/^(?:eval|Function|globalThis\.eval|window\.eval|vm\.(?:runIn\w{1,20}|Script|compileFunction))$/.test(path))
      tell('evaluate', [argumentText(program, call, call.args.length - 1) ?? first()], call.at);
    if (/^set(?:Timeout|Interval)$/.test(path) && first() !== undefined) tell('evaluate', [first()], call.at);
  },
  token: environment,
};

function requestOf(call: Call, program: Program): string | undefined {
  const host = namedText(program, call.inside, /^(?:hostname|host|url)$/);
  const port = namedText(program, call.inside, /^port$/);
  return host === undefined || port === undefined ? host : `${host}:${port}`;
}

function sockets(call: Call, program: Program, tell: Tell): void {
  const { path, at, inside } = call;
  if (/^(?:net|tls)\.(?:connect|createConnection)$|^(?:net|tls)\.(?:Socket|connect)\(\)\.connect$/.test(path)) {
    const port = argumentText(program, call, 0) ?? namedText(program, inside, /^port$/);
    const host = argumentText(program, call, 1) ?? namedText(program, inside, /^host$/);
    tell('socket-connect', [host, port], at);
  }
  if (/^(?:net|tls)\.createServer\(\)\.listen$/.test(path))
    tell('socket-listen', [argumentText(program, call, 1), argumentText(program, call, 0)], at);
  // Nashorn: Java's classes from JavaScript.
  if (/^java\.net\.Socket$/.test(path))
    tell('socket-connect', [argumentText(program, call, 0), argumentText(program, call, 1)], at);
  if (/^(?:Bun|Deno)\.(?:connect|connectTls|listen)$/.test(path))
    tell(
      call.name === 'listen' ? 'socket-listen' : 'socket-connect',
      [namedText(program, inside, /^hostname$/), namedText(program, inside, /^port$/)],
      at,
    );
  if (/^(?:net|tls)\.(?:createServer|connect|createConnection)$/.test(path))
    for (const name of parametersIn(program, call.args.at(-1) ?? inside)) program.aliases.set(name, 'net.Socket()');
  if (
    /^(?:on|once|addListener)$/.test(call.name) &&
    NET.test(path) &&
    /^(?:data|message|line)$/.test(argumentText(program, call, 0) ?? '')
  )
    for (const name of parametersIn(program, call.args[1] ?? inside)) program.tainted.add(name);
}

function processes(call: Call, program: Program, tell: Tell): void {
  const { path, args, at } = call;
  if (/^java\.lang\.ProcessBuilder$/.test(path)) spawned(program, tell, at, args);
  if (SPAWN.test(path)) {
    const words =
      /spawn|execFile|Command|execa/i.test(path) && Array.isArray(argument(program, call, 1))
        ? args.slice(0, 2)
        : args.slice(0, 1);
    spawned(program, tell, at, words);
    const stdio = namedRange(program, call.inside, /^stdio$/);
    if (stdio !== undefined && names(program, stdio).some((name) => NET.test(name))) tell('dup-to-stdio', [], at);
  }
  if (call.name === 'pipe' || call.name === 'pipeTo') {
    const [from, to] = [path, meaning(program, args[0])];
    const crosses = (NET.test(from) && CHILD.test(to)) || (CHILD.test(from) && NET.test(to));
    if (crosses) tell('dup-to-stdio', [], at);
  }
  if (/^node-pty\.spawn$/.test(path) || (call.name === 'spawn' && path.startsWith('pty.'))) {
    tell('pty', [], at);
    spawned(program, tell, at, args.slice(0, 1));
  }
  if (
    call.name === 'write' &&
    /^child_process\..{1,80}\.stdin\.write$/.test(path) &&
    args[0] &&
    selfText(program, call) === undefined &&
    program.tainted.has(program.tokens[args[0].from]?.text ?? '')
  )
    tell('dup-to-stdio', [], at);
}

function names(program: Program, range: { from: number; to: number }): string[] {
  const found: string[] = [];
  for (let at = range.from; at < Math.min(range.to, range.from + 30); at++)
    if (program.tokens[at]?.type === 'name') found.push(meaning(program, { from: at, to: at + 1 }));
  return found;
}

/** `{ data(socket, chunk) { … } }`: what Bun hands to the methods of a connection. */
function handler(at: number, program: Program): void {
  const { tokens, partner, tainted } = program;
  const close = isSign(tokens[at + 1], '(') ? (partner[at + 1] ?? -1) : -1;
  if (tokens[at]?.text !== 'data' || close < 0 || !isSign(tokens[close + 1], '{')) return;
  for (const name of parametersIn(program, { from: at + 1, to: close + 1 })) tainted.add(name);
}

/** `process.env`, whole or one name of it; spreading it into a child's environment is no reading. */
function environment(at: number, program: Program, tell: Tell): void {
  const { tokens } = program;
  const token = tokens[at];
  handler(at, program);
  if (
    token?.text !== 'env' ||
    !isSign(tokens[at - 1], '.') ||
    !/^(?:process|Bun|Deno)$/.test(tokens[at - 2]?.text ?? '')
  )
    return;
  const [next, key] = [tokens[at + 1], tokens[at + 2]];
  const place = token.at;
  if (isSign(tokens[at - 3], '...') || (isSign(tokens[at - 3], ':') && tokens[at - 4]?.text === 'env')) return;
  if (isSign(next, '.') || isSign(next, '?.')) {
    if (!isSign(tokens[at + 3], '=')) tell('environment-read', [key?.text], place);
  } else if (isSign(next, '[')) tell('environment-read', [key?.type === 'string' ? key.text : UNKNOWN], place);
  else tell('environment-read', [], place);
}
