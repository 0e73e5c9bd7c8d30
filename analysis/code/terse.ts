/** Awk and PowerShell: acts are signs and commands rather than calls. */
import { evaluate } from './evaluate';
import { comesFromSocket } from './names';
import { isSign } from './program';
import type { Call, Program, Range } from './program';
import type { Rules, Tell } from './rules';
import { argumentText, spawned, startsShell } from './rules';
import { UNKNOWN, textOf } from './values';

const INET = /^\/inet[46]?\/(?:tcp|udp)\/([^/]{0,64})\/([^/]{0,255})\/([^/]{0,64})$/;

export const awk: Rules = {
  call(call, program, tell) {
    if (call.path === 'system') spawned(program, tell, call.at, call.args.slice(0, 1));
  },
  token(at, program, tell) {
    const { tokens } = program;
    const token = tokens[at];
    if (token === undefined) return;
    if (token.type === 'string') inet(at, program, tell);
    if (token.text === 'ENVIRON' && token.type === 'name')
      tell('environment-read', isSign(tokens[at + 1], '[') ? [tokens[at + 2]?.text] : [], token.at);
    if (isSign(token, '|&') && tokens[at + 1]?.text === 'getline' && tokens[at + 2]?.type === 'name')
      program.tainted.add(tokens[at + 2]?.text ?? '');
    if (isSign(token, '|') || isSign(token, '|&')) pipe(at, program, tell);
    if (isSign(token, '<') && tokens[at - 1]?.text === 'getline')
      tell('file-read', [wordAt(program, at + 1)], token.at);
    if (isSign(token, '<') && tokens[at - 2]?.text === 'getline')
      tell('file-read', [wordAt(program, at + 1)], token.at);
    if ((isSign(token, '>') || isSign(token, '>>')) && tokens[at + 1]?.type === 'string')
      tell('file-write', [tokens[at + 1]?.text], token.at);
  },
};

/** Names of sockets are strings, put together from strings and names side by side. */
function inet(at: number, program: Program, tell: Tell): void {
  const { tokens } = program;
  const token = tokens[at];
  if (!token?.text.startsWith('/inet')) return;
  const known = (index: number) => {
    const one = tokens[index];
    if (one?.type === 'string' || one?.type === 'number') return one.text;
    return one?.type === 'name' ? (textOf(program.constants.get(one.text)) ?? UNKNOWN) : undefined;
  };
  let whole = '';
  for (let end = at; end < at + 8; end++) {
    const part = known(end);
    if (part === undefined) break;
    whole += part;
  }
  const match = INET.exec(whole);
  if (!match) return;
  const listens = match[3] === '0' && match[1] !== '0';
  const literals = listens ? ['', match[1] ?? ''] : [match[2] ?? '', match[3] ?? ''];
  tell(listens ? 'socket-listen' : 'socket-connect', literals, token.at);
}

/** `cmd | getline`, `print x | "cmd"`, and `|&` that is no socket. */
function pipe(at: number, program: Program, tell: Tell): void {
  const { tokens } = program;
  const [left, right] = [tokens[at - 1], tokens[at + 1]];
  const place = tokens[at]?.at ?? 0;
  const command = right?.text === 'getline' ? left : right;
  const text = command?.type === 'string' ? command.text : textOf(program.constants.get(command?.text ?? ''));
  const isSocket = isSign(tokens[at], '|&');
  if (text?.startsWith('/inet') === true) return;
  if (command !== undefined && program.tainted.has(command.text)) {
    tell('spawn-shell', [], place);
    return;
  }
  if (isSocket && text === undefined) return;
  if (text !== undefined) tell(startsShell(text) ? 'spawn-shell' : 'spawn', [text], place);
  else if (right?.text === 'getline' && command?.type === 'name') tell('spawn', [], place);
}

function wordAt(program: Program, at: number): string | undefined {
  return textOf(evaluate(program, { from: at, to: at + 1 }));
}

const CLIENT = /^(?:system\.)?net\.sockets\.(tcpclient|udpclient|tcplistener)$/;

export const powershell: Rules = {
  call(call, program, tell) {
    const path = plain(pathWithClass(call, program));
    const text = (place: number) => argumentText(program, call, place);
    const client = CLIENT.exec(path.replace(/(?:\]|\.new)+$/, ''));
    if (client) tell(client[1] === 'tcplistener' ? 'socket-listen' : 'socket-connect', [text(0), text(1)], call.at);
    if (/(?:^|\.)download(?:string|file|data)$|(?:^|\.)(?:getstringasync|uploadstring|uploadfile|openread)$/.test(path))
      tell('fetch', [text(0)], call.at);
    if (/(?:^|\.)upload(?:file|string|data)$/.test(path)) {
      tell('file-read', [/uploadfile$/.test(path) ? (text(2) ?? text(1)) : undefined], call.at);
      tell('send', [text(0)], call.at);
    }
    if (/assembly\]?\.load(?:file|from)?$/.test(path)) tell('evaluate', [text(0)], call.at);
    if (/\.open$/.test(path) && /^(?:GET|POST)$/i.test(text(0) ?? '')) tell('fetch', [text(1)], call.at);
    if (/(?:^|\.)(?:readalltext|readalllines|readallbytes)$/.test(path)) tell('file-read', [text(0)], call.at);
    if (/(?:^|\.)start$/.test(path) && /process/.test(path)) spawned(program, tell, call.at, call.args.slice(0, 2));
    if (/(?:^|\.)(?:create|invokescript)$/.test(path) && path.includes('scriptblock'))
      tell('evaluate', [text(0)], call.at);
    if (/environment\.getenvironmentvariables$/.test(path)) tell('environment-read', [], call.at);
  },
  token(at, program, tell) {
    const token = program.tokens[at];
    if (token?.type !== 'name') return;
    const name = plain(token.text);
    if (name === 'new-object') newObject(at, program, tell);
    else if (name === 'iex' || name === 'invoke-expression') command(at, program, tell, 'evaluate');
    else if (/^(?:iwr|irm|invoke-webrequest|invoke-restmethod|wget|curl|start-bitstransfer)$/.test(name))
      command(at, program, tell, 'fetch');
    else if (/^(?:get-content|gc|type|cat)$/.test(name)) command(at, program, tell, 'file-read');
    else if (/^(?:set-content|add-content|out-file)$/.test(name)) command(at, program, tell, 'file-write');
    else if (/^(?:remove-item|ri|del|rmdir|rd|erase|clear-content)$/.test(name))
      command(at, program, tell, 'file-delete');
    else if (/^(?:start-process|saps|start-job)$/.test(name)) command(at, program, tell, 'spawn');
    else if (/^(?:gci|get-childitem|dir|ls)$/.test(name) && /^env:$/i.test(program.tokens[at + 1]?.text ?? ''))
      tell('environment-read', [], token.at);
    else if (/^\$env:/.test(name)) tell('environment-read', [token.text.slice(5)], token.at);
  },
};

/** `[Net.Sockets.TcpClient]::new(…)`: the class stands in brackets in front. */
function pathWithClass({ path, name, self }: Call, { tokens }: Program): string {
  if (self === undefined || !isSign(tokens[self.from], '[')) return path;
  const type = tokens.slice(self.from + 1, self.to - 1).slice(0, 12);
  return `${type.map(({ text }) => text).join('')}.${name}`;
}

const plain = (name: string) => name.replaceAll('`', '').replaceAll('::', '.').replaceAll('[', '').toLowerCase();

/** `New-Object Net.Sockets.TCPClient("h", 1)`: the class is no call but a word, its brackets follow. */
function newObject(at: number, program: Program, tell: Tell): void {
  const { tokens, partner } = program;
  let end = at + 1;
  while ((tokens[end]?.type === 'name' || isSign(tokens[end], '.')) && end < at + 10) end++;
  const client = CLIENT.exec(
    plain(
      tokens
        .slice(at + 1, end)
        .map(({ text }) => text)
        .join(''),
    ),
  );
  if (!client || (isSign(tokens[end], '(') && isCalled(tokens[end - 1]?.text ?? ''))) return;
  const close = isSign(tokens[end], '(') ? (partner[end] ?? -1) : -1;
  const inside = { from: end + 1, to: close };
  const value = close > 0 ? evaluate(program, { from: end, to: close + 1 }) : undefined;
  const items = Array.isArray(value) ? (value as readonly (string | number)[]).map(String) : [textOf(value)];
  if (inside.to < inside.from && close > 0) return;
  tell(client[1] === 'tcplistener' ? 'socket-listen' : 'socket-connect', items.slice(0, 2), tokens[at]?.at ?? 0);
}

/** The call rule sees `TCPClient(` itself when the class stands right before the bracket. */
const isCalled = (name: string) => /^(?:tcpclient|udpclient|tcplistener)$/i.test(name);

/** A command and its first word or string; `| iex` takes what the pipe brings. */
function command(
  at: number,
  program: Program,
  tell: Tell,
  kind: 'evaluate' | 'fetch' | 'file-read' | 'file-write' | 'file-delete' | 'spawn',
): void {
  const { tokens, partner } = program;
  const place = tokens[at]?.at ?? 0;
  let from = at + 1;
  while (isSign(tokens[from], '-') && tokens[from + 1]?.type === 'name') from += 2;
  const token = tokens[from];
  const close = partner[from] ?? -1;
  const range: Range = { from, to: close > from ? close + 1 : from + 1 };
  const bare =
    (token?.type === 'name' && !token.text.startsWith('$')) || (token?.type === 'sign' && /^[~./\\]/.test(token.text));
  const text = bare ? bareWord(program, from) : textOf(evaluate(program, range));
  if (kind === 'evaluate' && text === undefined && comesFromSocket(program, range)) tell('spawn-shell', [], place);
  else if (kind === 'spawn' && text !== undefined && startsShell(text)) tell('spawn-shell', [text], place);
  else tell(kind, [text], place);
}

/** A word without quotes, put together again from its tokens until a blank. */
function bareWord({ tokens }: Program, from: number): string {
  let word = '';
  for (let at = from; at < from + 24; at++) {
    const token = tokens[at];
    if (
      token === undefined ||
      token.type === 'line' ||
      (at > from && token.at > (tokens[at - 1]?.at ?? 0) + (tokens[at - 1]?.text.length ?? 0))
    )
      break;
    word += token.text;
  }
  return word;
}
