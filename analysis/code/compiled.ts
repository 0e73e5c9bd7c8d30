/** Source of compiled languages as written to files: coarse facts only. */
import { isSign, pieces } from './program';
import type { Call, Program, Range } from './program';
import type { Rules, Tell } from './rules';
import { argumentText, hostAndPort, opened, spawned, startsShell } from './rules';

/**
 * Addresses are put together over several statements before they are used: the last ones seen are taken. Kept under names that no
 * program can have.
 */
const HOST = 'last host';
const PORT = 'last port';

function noteAddress({ path }: Call, host: string | undefined, port: string | undefined, { constants }: Program): void {
  if (/(?:^|\.)(?:ParseIP|inet_addr|inet_aton)$|^inet_pton$/.test(path) && host !== undefined)
    constants.set(HOST, host);
  if (/(?:^|\.)htons$/.test(path) && port !== undefined) constants.set(PORT, port);
}

/** `connect(fd, address)`: the address is what was put together before. */
function lastAddress(program: Program): [string | undefined, string | undefined] {
  const [host, port] = [program.constants.get(HOST), program.constants.get(PORT)];
  return [host === undefined ? undefined : String(host), port === undefined ? undefined : String(port)];
}

/** `SockaddrInet4{Port: 1}` of Go. */
function notePort(at: number, program: Program): void {
  const { tokens } = program;
  if (tokens[at]?.text === 'Port' && tokens[at + 1]?.text === ':' && tokens[at + 2]?.type === 'number')
    program.constants.set(PORT, tokens[at + 2]?.text ?? '');
}

export const go: Rules = {
  call(call, program, tell) {
    const { path, at, args } = call;
    const second = argumentText(program, call, 1);
    if (/^(?:net|tls)\.Dial(?:Timeout|TCP)?$/.test(path)) tell('socket-connect', hostAndPort(second), at);
    if (path === 'net.ParseIP') noteAddress(call, argumentText(program, call, 0), undefined, program);
    if (path === 'syscall.Connect') tell('socket-connect', lastAddress(program), at);
    if (path === 'syscall.Bind') tell('socket-listen', [undefined, lastAddress(program)[1]], at);
    if (/^(?:net|tls)\.Listen$/.test(path)) tell('socket-listen', hostAndPort(second), at);
    if (/^exec\.Command(?:Context)?$/.test(path))
      spawned(program, tell, at, path.endsWith('Context') ? args.slice(1) : args);
    if (/^syscall\.(?:Dup2|Dup3)$/.test(path)) tell('dup-to-stdio', [], at);
    if (/^syscall\.Exec$/.test(path)) spawned(program, tell, at, args.slice(0, 1));
    if (/^(?:os\.(?:ReadFile|Open)|ioutil\.ReadFile)$/.test(path))
      opened(tell, argumentText(program, call, 0), 'r', at);
    if (/^http\.(?:Get|Post|PostForm|Head)$/.test(path)) tell('fetch', [argumentText(program, call, 0)], at);
    if (path === 'os.Environ') tell('environment-read', [], at);
  },
  token: notePort,
};

export const c: Rules = {
  call(call, program, tell) {
    const { path, name, at, args } = call;
    if (/^(?:inet_addr|inet_aton|inet_pton|htons)$/.test(path))
      noteAddress(
        call,
        argumentText(program, call, path === 'inet_pton' ? 1 : 0),
        argumentText(program, call, 0),
        program,
      );
    if (/^(?:connect|WSAConnect)$/.test(path) && args.length === 3) tell('socket-connect', lastAddress(program), at);
    if (/^TcpStream\.connect$/.test(path)) tell('socket-connect', hostAndPort(argumentText(program, call, 0)), at);
    if (/^TcpListener\.bind$/.test(path)) tell('socket-listen', hostAndPort(argumentText(program, call, 0)), at);
    if (path === 'bind' && args.length === 3) tell('socket-listen', [undefined, lastAddress(program)[1]], at);
    if (/^dup[23]$/.test(path)) tell('dup-to-stdio', [], at);
    if (/^(?:exec[lv]p?e?|system|popen|posix_spawn)$/.test(path)) spawned(program, tell, at, args.slice(0, 1));
    if (/^Command\.new$/.test(path)) spawned(program, tell, at, args.slice(0, 1));
    if (/^(?:fopen|open)$/.test(name) && args.length >= 2)
      opened(tell, argumentText(program, call, 0), argumentText(program, call, 1) ?? 'r', at);
  },
};

export const java: Rules = {
  call(call, program, tell) {
    const { path, name, at, args } = call;
    if (/^(?:java\.net\.)?Socket$/.test(path))
      tell('socket-connect', [argumentText(program, call, 0), argumentText(program, call, 1)], at);
    if (/^(?:System\.Net\.Sockets\.)?TcpClient$|^(?:Secure)?Socket\.connect$/.test(path))
      tell('socket-connect', [argumentText(program, call, 0), argumentText(program, call, 1)], at);
    if (/^(?:java\.net\.)?ServerSocket$/.test(path))
      tell('socket-listen', [undefined, argumentText(program, call, 0)], at);
    if (
      (name === 'exec' && /getRuntime\(\)\.exec$/.test(path)) ||
      name === 'ProcessBuilder' ||
      /^Process\.(?:Start|start|run|runSync)$/.test(path)
    )
      spawned(program, tell, at, args.flatMap((range) => items(program, range)).slice(0, name === 'start' ? 2 : 8));
    if (name === 'Start') startInfo(call, program, tell);
    if (name === 'execute' && call.self !== undefined) spawned(program, tell, at, [call.self]);
    if (/^(?:System\.getenv)$/.test(path))
      tell('environment-read', args.length === 0 ? [] : [argumentText(program, call, 0)], at);
  },
};

/** Words of `new String[] {"a", "b"}`, `List.of("a", "b")`, or the one that the range is. */
function items(program: Program, { from, to }: Range): Range[] {
  for (let at = from; at < Math.min(to, from + 8); at++) {
    const close = program.partner[at] ?? -1;
    const lists =
      isSign(program.tokens[at], '{') || /^(?:of|asList|listOf|arrayOf)$/.test(program.tokens[at - 1]?.text ?? '');
    if (lists && close > at) return pieces(program, { from: at + 1, to: close });
  }
  return [{ from, to }];
}

/** `p.StartInfo.FileName = "…"; p.Start()` of C#. */
function startInfo({ owner, at }: Call, { constants }: Program, tell: Tell): void {
  const file = constants.get(`${owner}.StartInfo.FileName`);
  if (file === undefined) return;
  const words = constants.get(`${owner}.StartInfo.Arguments`);
  const command = words === undefined ? String(file) : `${String(file)} ${String(words)}`;
  tell(startsShell(command) ? 'spawn-shell' : 'spawn', [command], at);
}
