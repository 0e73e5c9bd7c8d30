/** Source of compiled languages as written to files: coarse facts only. */
import type { Rules } from './rules';
import { argumentText, hostAndPort, opened, spawned } from './rules';

export const go: Rules = {
  call(call, program, tell) {
    const { path, at, args } = call;
    const second = argumentText(program, call, 1);
    if (/^(?:net|tls)\.Dial(?:Timeout|TCP)?$/.test(path)) tell('socket-connect', hostAndPort(second), at);
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
};

export const c: Rules = {
  call(call, program, tell) {
    const { path, name, at, args } = call;
    if (/^(?:connect|WSAConnect)$/.test(path) && args.length === 3) tell('socket-connect', [undefined, undefined], at);
    if (/^TcpStream\.connect$/.test(path)) tell('socket-connect', hostAndPort(argumentText(program, call, 0)), at);
    if (/^TcpListener\.bind$/.test(path)) tell('socket-listen', hostAndPort(argumentText(program, call, 0)), at);
    if (path === 'bind' && args.length === 3) tell('socket-listen', [undefined, undefined], at);
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
    if (/^(?:System\.Net\.Sockets\.)?TcpClient$/.test(path))
      tell('socket-connect', [argumentText(program, call, 0), argumentText(program, call, 1)], at);
    if (/^(?:java\.net\.)?ServerSocket$/.test(path))
      tell('socket-listen', [undefined, argumentText(program, call, 0)], at);
    if (
      (name === 'exec' && /getRuntime\(\)\.exec$/.test(path)) ||
      name === 'ProcessBuilder' ||
      /^Process\.Start$/.test(path)
    )
      spawned(program, tell, at, args.slice(0, 1));
    if (name === 'execute' && call.self !== undefined) spawned(program, tell, at, [call.self]);
    if (/^(?:System\.getenv)$/.test(path))
      tell('environment-read', args.length === 0 ? [] : [argumentText(program, call, 0)], at);
  },
};
