/** Programs that let in whoever comes when they are started in a certain way. */
import type { Severity } from '../../../contracts/finding';
import type { Invocation } from '../../../contracts/shell';
import { argv } from '../../programs';

export interface Opened {
  what: string;
  port?: string;
  severity: Severity;
}

const ANYWHERE = /^(?:0\.0\.0\.0|\[?::\]?|\*)$/;
const LOOPBACK = /^(?:127\.|localhost$|\[?::1\]?$|lo$)/;

/** Value of an option: `--host x`, `--host=x`. */
export function optionOf(words: readonly string[], name: RegExp): string | undefined {
  for (let at = 0; at < words.length; at++) {
    const [key = '', value] = (words[at] ?? '').split(/=(.*)/s, 2);
    if (name.test(key)) return value ?? words[at + 1];
  }
  return undefined;
}

const bound = (words: readonly string[], name: RegExp): boolean => {
  const host = optionOf(words, name);
  return host !== undefined && ANYWHERE.test(host.replace(/:\d{1,5}$/, ''));
};

type Rule = (words: readonly string[], one: Invocation) => Opened | undefined;

/** A terminal in the browser: a shell for whoever finds the port. */
const terminal: Rule = (words, one) => {
  const host = optionOf(words, /^(?:-i|--interface|-a|--address|--host)$/);
  if (host !== undefined && LOOPBACK.test(host)) return undefined;
  const guarded = words.some((word) => /^(?:-c|--credential|--auth-header)$/.test(word));
  const port = optionOf(words, /^(?:-p|--port)$/);
  return {
    what: `${one.program} gives a terminal to whoever connects`,
    ...(port && { port }),
    severity: guarded ? 'medium' : 'high',
  };
};

const notebook: Rule = (words) => {
  const open = bound(words, /^--(?:\w+App\.|ServerApp\.)?ip$/);
  const free = words.some((word) => /^--\w+\.(?:token|password)=(?:''|"")?$/.test(word));
  return open && free
    ? { what: 'A notebook that runs code is open to the network without a password', severity: 'medium' }
    : undefined;
};

/** `node --inspect=0.0.0.0:9229`, `debugpy --listen 0.0.0.0:5678`. */
const debuggerPort: Rule = (words) => {
  const open =
    words.some((word) => /^--inspect(?:-brk)?=(?:0\.0\.0\.0|\[::\]|\*)/.test(word)) ||
    (words.includes('debugpy') && bound(words, /^--listen$/));
  return open ? { what: 'A debugger that runs code is open to the network', severity: 'medium' } : undefined;
};

const redis: Rule = (words) =>
  optionOf(words, /^--protected-mode$/) === 'no' &&
  !words.includes('--requirepass') &&
  !LOOPBACK.test(optionOf(words, /^--bind$/) ?? '')
    ? { what: 'A database is open to the network without a password', severity: 'medium' }
    : undefined;

const screen: Rule = (words, one) => {
  const free =
    words.some((word) => /^-(?:nopw|SecurityTypes=None)$/i.test(word)) ||
    optionOf(words, /^-SecurityTypes$/i) === 'None';
  const here = words.some((word) => /^-localhost/.test(word));
  return free && !here
    ? { what: `${one.program} shows the screen to whoever connects`, severity: 'medium' }
    : undefined;
};

const engine: Rule = (words) => {
  const host = optionOf(words, /^(?:-H|--host)$/) ?? '';
  const open = /^tcp:\/\/(?!127\.|localhost)/.test(host) && !words.some((word) => word.startsWith('--tlsverify'));
  return open
    ? { what: 'The container engine is open to the network: whoever connects is root here', severity: 'high' }
    : undefined;
};

const proxy: Rule = (words) =>
  words[0] === 'proxy' && bound(words, /^--address$/)
    ? { what: 'The cluster is open to the network with the rights of this user', severity: 'medium' }
    : undefined;

const remoteShell: Rule = (words, one) => {
  const port = optionOf(words, /^-p$/);
  const shell = optionOf(words, /^-l$/);
  if (/telnetd$/.test(one.program))
    return {
      what: 'A telnet server is started',
      ...(port && { port }),
      severity: shell === undefined ? 'medium' : 'high',
    };
  return port !== undefined && port !== '22'
    ? { what: `A second login server is started (${one.program})`, port, severity: 'medium' }
    : undefined;
};

/** Folders that nobody serves as a web page. */
const PRIVATE =
  /^(?:\/|~|\/home(?:\/[^/]+)?|\/root|\/Users(?:\/[^/]+)?|\/etc)\/?$|\/\.(?:ssh|aws|kube|gnupg|config|docker)(?:\/|$)/;

const webServer: Rule = (words, one) => {
  if (optionOf(words, /^-m$/) !== 'http.server' && !words.includes('SimpleHTTPServer')) return undefined;
  const folder = optionOf(words, /^(?:-d|--directory)$/) ?? one.cwd ?? '';
  const host = optionOf(words, /^(?:-b|--bind)$/);
  if ((host !== undefined && LOOPBACK.test(host)) || !PRIVATE.test(folder)) return undefined;
  return { what: `The folder ${folder} is served to the network`, severity: 'medium' };
};

const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ...['ttyd', 'gotty', 'shellinaboxd', 'wetty'].map((name): [string, Rule] => [name, terminal]),
  ...['jupyter', 'jupyter-lab', 'jupyter-notebook'].map((name): [string, Rule] => [name, notebook]),
  ...['node', 'nodejs'].map((name): [string, Rule] => [name, debuggerPort]),
  ...['python', 'python3'].map((name): [string, Rule] => [
    name,
    (words, one) => webServer(words, one) ?? debuggerPort(words, one),
  ]),
  ['redis-server', redis],
  ...['x11vnc', 'vncserver', 'Xvnc', 'x0vncserver', 'tigervncserver'].map((name): [string, Rule] => [name, screen]),
  ['dockerd', engine],
  ['kubectl', proxy],
  ...['sshd', 'dropbear', 'telnetd', 'in.telnetd'].map((name): [string, Rule] => [name, remoteShell]),
]);

export function opened(one: Invocation): Opened | undefined {
  return RULES.get(one.program)?.(argv(one), one);
}
