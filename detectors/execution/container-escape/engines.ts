/** Containers started on the command line: `docker run` and its kin, `ctr`, `lxc`, `kubectl run` and `debug`. */
import type { Invocation } from '../../../contracts/shell';
import { argv } from '../../programs';
import type { Reach } from './reach';
import { NEEDS_REACH, weightOfMount } from './reach';
import { inText } from './manifests';

const ENGINES = /^(?:docker|podman|nerdctl|finch|docker-compose)$/;
const CAPABILITIES = /^(?:CAP_)?(?:SYS_ADMIN|SYS_PTRACE|SYS_MODULE|SYS_RAWIO|DAC_READ_SEARCH|ALL|BPF)$/i;

export function byEngine(one: Invocation): Reach[] {
  const words = argv(one);
  if (ENGINES.test(one.program)) return docker(words, excerptOf(one));
  switch (one.program) {
    case 'ctr':
    case 'crictl':
      return words.includes('--privileged') || words.some((word) => /type=bind,src=\/,/.test(word))
        ? [reach('ctr', 'A container with power over its host is started (ctr)', 2, one)]
        : [];
    case 'lxc':
    case 'incus':
      return lxc(words, one);
    case 'kubectl':
    case 'oc':
      return kubectl(words, one);
    default:
      return [];
  }
}

export const excerptOf = (one: Invocation): string => [one.path, ...argv(one)].join(' ').slice(0, 300);
export const reach = (what: string, why: string, weight: Reach['weight'], one: Invocation): Reach => ({
  what,
  why,
  weight,
  excerpt: excerptOf(one),
});

const VALUED =
  /^(?:-[ehlmpuvw]|--(?:name|env|env-file|volume|mount|workdir|user|publish|network|net|entrypoint|hostname|label|add-host|cap-add|cap-drop|device|security-opt|pid|ipc|uts|userns|cgroupns|gpus|memory|cpus|platform|restart|tmpfs|ulimit|dns|log-driver|log-opt|shm-size|runtime|cidfile|expose|link|volumes-from|stop-signal|group-add|sysctl|pull))$/;

interface Start {
  image: string;
  options: [name: string, value: string][];
  command: string[];
}

/** Options, image and command of `run`, `create` and `exec`. */
function startOf(words: readonly string[]): Start | undefined {
  const verb = words.findIndex((word) => /^(?:run|create|exec)$/.test(word));
  if (verb < 0 || verb > 4) return undefined;
  const options: Start['options'] = [];
  for (let at = verb + 1; at < words.length; at++) {
    const word = words[at] ?? '';
    if (!word.startsWith('-')) return { image: word, options, command: words.slice(at + 1) };
    const [name = '', glued] = word.startsWith('--')
      ? word.split(/=(.*)/s, 2)
      : /^-[ev]./.test(word)
        ? [word.slice(0, 2), word.slice(2)]
        : [word];
    const value = glued ?? (VALUED.test(name) ? (words[++at] ?? '') : '');
    options.push([name, value]);
  }
  return { image: '', options, command: [] };
}

function docker(words: readonly string[], excerpt: string): Reach[] {
  const start = startOf(words);
  if (start === undefined) return [];
  const { image, options, command } = start;
  const opens = options.flatMap(([name, value]) => opened(name, value));
  if (opens.length === 0) return [];
  const first = opens.reduce((sum, one) => (one.weight > sum.weight ? one : sum));
  const several = new Set(opens.map(({ text }) => text)).size >= 2;
  const expected = NEEDS_REACH.test(image) && command.length === 0;
  const enters =
    /^(?:nsenter|chroot)$/.test(command[0] ?? '') ||
    command.some((word) => /\b(?:chroot|nsenter)\s+(?:\/|-t|--target)/.test(word));
  const both =
    opens.some(({ text }) => text === 'all privileges') && opens.some(({ text }) => text.startsWith("the host's pid"));
  const weight = enters && (first.weight === 2 || several) ? 3 : expected ? 1 : both ? 2 : first.weight;
  const list = [...new Set(opens.map(({ text }) => text))].join(', ');
  return [
    {
      what: `container:${image || 'exec'}`,
      why: `A container of ${image || 'a running one'} is started with ${list}`,
      weight,
      excerpt,
    },
  ];
}

interface Opening {
  text: string;
  weight: 1 | 2;
}

function opened(name: string, value: string): Opening[] {
  const one = (text: string, weight: 1 | 2 = 1): Opening[] => [{ text, weight }];
  switch (name) {
    case '--privileged':
      return value === 'false' ? [] : one('all privileges');
    case '--pid':
    case '--userns':
    case '--uts':
      return value === 'host' ? one(`the host's ${name.slice(2)} namespace`) : [];
    case '--cap-add':
      return CAPABILITIES.test(value) ? one(`the capability ${value}`) : [];
    case '--device':
      return /^\/dev\/(?:sd|nvme|vd|xvd|dm-|mapper\/|disk|mem|kmem)/.test(value)
        ? one(`the disk ${value.split(':', 1)[0] ?? ''}`, 2)
        : [];
    case '--security-opt':
      return /^(?:apparmor|seccomp)[=:]unconfined$|^label[=:]disable$/.test(value) && !value.startsWith('label')
        ? one(`${value.split(/[=:]/, 1)[0] ?? ''} off`)
        : [];
    case '-v':
    case '--volume':
      return mounted(value.split(':')[0] ?? '', /:(?:[\w,]{1,20},)?ro\b/.test(value));
    case '--mount':
      return mounted(
        /(?:^|,)(?:source|src)=([^,]{1,400})/.exec(value)?.[1] ?? '',
        /(?:^|,)(?:readonly|ro)\b/.test(value),
      );
    default:
      return [];
  }
}

function mounted(from: string, readOnly: boolean): Opening[] {
  const weight = weightOfMount(from, readOnly);
  if (weight === 0) return [];
  return [{ text: from === '/' ? "the host's root folder" : `${from} of the host`, weight }];
}

/** `lxc config device add c d disk source=/ path=/mnt`, `-c security.privileged=true`. */
function lxc(words: readonly string[], one: Invocation): Reach[] {
  const root = words.includes('disk') && words.includes('source=/');
  const free = words.some((word) => /^security\.(?:privileged|nesting)=true$/.test(word));
  if (root) return [reach('lxc', "The host's root folder is given to a container (lxc)", 3, one)];
  return free ? [reach('lxc', 'A container with the rights of the host is made (lxc)', 2, one)] : [];
}

function kubectl(words: readonly string[], one: Invocation): Reach[] {
  const debug = words.indexOf('debug');
  const node =
    words.find((word) => /^nodes?\/./.test(word)) ?? (words[debug + 1] === 'node' ? words[debug + 2] : undefined);
  if (debug >= 0 && debug < 4 && node !== undefined) {
    const enters =
      words.includes('chroot') ||
      words.includes('nsenter') ||
      words.some((word) => /--profile=?(?:sysadmin)?$/.test(word) && word !== '--profile') ||
      words.includes('sysadmin');
    return [
      reach(
        `node:${node}`,
        `A debug container is started on the node ${node}${enters ? ' and enters it' : ''}`,
        enters ? 3 : 2,
        one,
      ),
    ];
  }
  const overrides = words
    .map((word, at) => (word.startsWith('--overrides=') ? word.slice(12) : words[at - 1] === '--overrides' ? word : ''))
    .find((text) => text !== '');
  const given = overrides ?? (words.includes('apply') || words.includes('create') ? one.stdin : undefined);
  return given === undefined ? [] : inText(given, 'kubectl', excerptOf(one), true);
}
