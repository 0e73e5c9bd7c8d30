/** Programs that start a command elsewhere: another host, a container, a terminal session, a later time. */
import type { Value } from '../expand/value';
import { decodeEscapes } from '../syntax/quotes';
import type { Call } from './call';
import { readOptions } from './options';
import type { OptionShape } from './options';
import type { Unwrapped, Wrapper } from './wrappers';
import { cronCommands } from './timetable';
import { sentence } from './wrappers';

const SSH: OptionShape = { letters: 'bcDEeFIiJLlmOopPQRSWwB', operands: 1 };

/** `ssh host code`; `-o ProxyCommand=` runs here. */
const ssh: Wrapper = (call) => {
  const words = call.words.slice(1);
  const { operands, rest } = readOptions(words, SSH);
  const [host] = operands;
  const proxy = words
    .map(
      (word, at) =>
        /^(?:-o)?(?:ProxyCommand|LocalCommand|KnownHostsCommand)[= ]([^]*)$/i.exec(word.text)?.[1] ??
        (at < 0 ? '' : undefined),
    )
    .find((text) => text !== undefined && text !== 'none');
  if (proxy !== undefined)
    return { via: 'ssh ProxyCommand', code: [{ ...sentence(words), text: proxy }], listed: true };
  if (!host) return undefined;
  const target = host.text.replace(/^ssh:\/\//, '').replace(/^[^@]*@/, '');
  const code = rest.length > 0 ? sentence(rest) : call.stdin;
  if (!code) return undefined;
  return { via: `ssh ${target}`, code: [code], listed: true, remote: { kind: 'ssh', target } };
};

/** Options of container tools that take no value; all other words with dashes and no `=` take the next. */
const FLAGS =
  'd detach i interactive t tty it rm privileged init P publish-all read-only no-healthcheck q quiet stdin T no-deps build service-ports no-TTY all-containers A all-namespaces tls debug D l'.split(
    ' ',
  );

function skipOptions(words: readonly Value[], from: number): number {
  let at = from;
  for (; at < words.length; at++) {
    const text = words[at]?.text ?? '';
    if (text === '--' || !text.startsWith('-')) break;
    const name = text.replace(/^--?/, '');
    const flags = FLAGS.includes(name) || (!text.startsWith('--') && /^[ditqPTA]+$/.test(name));
    const glued = text.includes('=') || (!text.startsWith('--') && name.length > 1 && !flags);
    if (!flags && !glued) at++;
  }
  return at;
}

const VERBS: ReadonlySet<string> = new Set([
  'exec',
  'run',
  'create',
  'debug',
  'attach',
  'shell',
  'compose',
  'container',
  'pod',
]);

/** `docker exec name program …`, `docker run image program …`, `kubectl exec pod -- program …`. */
const container: Wrapper = (call) => {
  const words = call.words.slice(1);
  const kind = call.words[0]?.text.replace(/^.*\//, '') ?? '';
  let at = skipOptions(words, 0);
  while (/^(?:compose|container)$/.test(words[at]?.text ?? '')) at = skipOptions(words, at + 1);
  const verb = words[at]?.text ?? '';
  if (!VERBS.has(verb)) return undefined;
  const optionsFrom = at + 1;
  at = skipOptions(words, optionsFrom);
  const target = words[at];
  if (!target) return undefined;
  const dashes = words.findIndex((word, index) => index > at && word.text === '--');
  const kube = /^(?:kubectl|oc|k3s|k|minikube)$/.test(kind);
  const inner =
    dashes >= 0 ? words.slice(dashes + 1) : kube ? words.slice(skipOptions(words, at + 1)) : words.slice(at + 1);
  const program = [...entrypoint(words.slice(optionsFrom, at)), ...inner];
  // An option after the image is one of the program that the image starts by itself.
  if (program.length === 0 || program[0]?.text.startsWith('-') === true) return undefined;
  const name = `${kind} ${verb} ${target.text}`;
  return { via: name, words: [program], listed: true, remote: { kind, target: target.text } };
};

function entrypoint(options: readonly Value[]): Value[] {
  return options.flatMap((word, index) => {
    if (word.text.startsWith('--entrypoint=')) return [{ ...word, text: word.text.slice(13) }];
    return word.text === '--entrypoint' && options[index + 1] ? [options[index + 1] as Value] : [];
  });
}

/** `tmux new-session … code`, `tmux send-keys … code Enter`. */
const tmux: Wrapper = (call) => {
  const words = call.words.slice(1);
  const outer = readOptions(words, { letters: 'fLSTc' });
  const [verb, ...rest] = outer.rest;
  if (
    !verb ||
    !/^(?:new|new-session|neww|new-window|split-window|splitw|respawn-\w+|send|send-keys|run|run-shell|popup|display-popup)$/.test(
      verb.text,
    )
  )
    return undefined;
  const sends = /^send/.test(verb.text);
  const inner = readOptions(rest, { letters: 'scntxyFelhwTdN'.replace(sends ? /[dlxhws]/g : /[dlxhw]/g, '') });
  const keys = inner.rest.filter((word) => !sends || !/^(?:Enter|C-m|C-j|KPEnter|Space)$/.test(word.text));
  if (keys.length === 0) return undefined;
  return { via: 'tmux', code: [sends ? unescaped(sentence(keys)) : sentence(keys)], listed: true, background: true };
};

/** `screen -dmS name program …`, `screen -X stuff 'code\n'`. */
const screen: Wrapper = (call) => {
  const words = call.words.slice(1);
  const stuff = words.findIndex((word) => word.text === 'stuff' || word.text === 'exec');
  const text = words[stuff + 1];
  if (stuff > 0 && text) return { via: 'screen', code: [unescaped(text)], listed: true, background: true };
  const { rest } = readOptions(words, { letters: 'cehpsSTt' });
  return rest.length > 0 ? { via: 'screen', words: [rest], listed: true, background: true } : undefined;
};

const unescaped = (word: Value): Value => ({ ...word, text: decodeEscapes(word.text, 'ansi').replace(/\^M/g, '\n') });

/** `at now <<< code`, `batch`. */
const later: Wrapper = (call) => {
  if (!call.stdin || call.words.some((word) => /^-[lrdcf]$/.test(word.text))) return undefined;
  return { via: 'at', code: [call.stdin], listed: true, background: true };
};

/** `ansible hosts -m shell -a code`. */
const ansible: Wrapper = (call) => {
  const { options, operands } = readOptions(call.words.slice(1), {
    letters: 'miaMufBPetl',
    long: ['module-name', 'args', 'inventory', 'user', 'limit', 'extra-vars'],
    operands: 1,
  });
  const module = (options.get('m') ?? options.get('module-name'))?.text ?? 'command';
  const code = options.get('a') ?? options.get('args');
  const target = operands[0]?.text ?? '';
  if (!code || !/^(?:ansible\.builtin\.)?(?:shell|command|raw|win_shell)$/.test(module)) return undefined;
  return { via: `ansible ${target}`, code: [code], listed: true, remote: { kind: 'ansible', target } };
};

/** `pssh -h hosts code`, `pdsh -w hosts code`. */
const many: Wrapper = (call) => {
  const { rest } = readOptions(call.words.slice(1), { letters: 'hHlptoexwagOA' });
  if (rest.length === 0) return undefined;
  const name = call.words[0]?.text ?? '';
  return { via: name, code: [sentence(rest)], listed: true, remote: { kind: 'ssh', target: 'many' } };
};

/** What a machine of a cloud runs when it starts, or is told to run. */
const STARTS = /^(?:--?(?:user-data|custom-data|scripts|metadata|command)[= ]?|startup-script=|commands=)/;

/** `aws ec2 run-instances --user-data code`, `gcloud … --metadata startup-script=code`, `az vm run-command … --scripts code`. */
const cloud: Wrapper = (call) => {
  const words = call.words.slice(1);
  const code = words.flatMap((word, at) => {
    const behind = STARTS.test(words[at - 1]?.text ?? '') && !word.text.startsWith('-');
    const text = word.text.replace(/^--?[\w-]{1,20}=/, '').replace(/^(?:startup-script|commands)=/, '');
    const is = behind || (STARTS.test(word.text) && text !== word.text);
    return is && /\s/.test(text) ? [{ ...word, text: text.replace(/^\[?"|"\]?$/g, ''), derived: true }] : [];
  });
  const kind = call.words[0]?.text ?? '';
  return code.length > 0
    ? { via: `${kind} machine`, code, listed: true, remote: { kind, target: 'machine' } }
    : undefined;
};

/** The lines of a crontab, without their five fields of time. */
const crontab: Wrapper = (call) => {
  const reads = call.words.some((word) => word.text === '-') || call.words.length === 1;
  if (!reads || !call.stdin?.text.trim()) return undefined;
  return { via: 'crontab', code: cronCommands(call.stdin), listed: true, background: true };
};

export const REMOTES: readonly (readonly [string, Wrapper])[] = [
  ['ssh', ssh],
  ['autossh', ssh],
  ['dbclient', ssh],
  ['sshpass', (call: Call): Unwrapped | undefined => sshpass(call)],
  ...[
    'docker',
    'podman',
    'nerdctl',
    'docker-compose',
    'podman-compose',
    'kubectl',
    'oc',
    'crictl',
    'lxc',
    'incus',
    'ctr',
  ].map((name): [string, Wrapper] => [name, container]),
  ['tmux', tmux],
  ['screen', screen],
  ['at', later],
  ['batch', later],
  ['crontab', crontab],
  ['ansible', ansible],
  ...['pssh', 'parallel-ssh', 'pdsh', 'clush'].map((name): [string, Wrapper] => [name, many]),
  ...['aws', 'gcloud', 'az'].map((name): [string, Wrapper] => [name, cloud]),
];

function sshpass(call: Call): Unwrapped | undefined {
  const { rest } = readOptions(call.words.slice(1), { letters: 'pfdP' });
  return rest.length > 0 ? { via: 'sshpass', words: [rest] } : undefined;
}
