/** Ways over the wall once there is reach: namespaces, the host's folder, the kernel's own helpers, disks, the engine's socket. */
import type { Invocation } from '../../../contracts/shell';
import { UNKNOWN, argv } from '../../programs';
import { excerptOf, reach } from './engines';
import { inText } from './manifests';
import type { Reach } from './reach';

/** Files that name a program which the kernel starts on the host. */
const HELPERS =
  /\/release_agent$|\/devices\.allow$|^\/proc\/sys\/fs\/binfmt_misc\/register$|^\/proc\/sys\/kernel\/(?:core_pattern|modprobe|hotplug|usermodehelper)$|^\/sys\/kernel\/uevent_helper$/;
const HOST_ROOT = /^\/proc\/(?:1|self\/root\/proc\/1)\/root(?:\/|$)/;
const HOST_FOLDER = /^\/(?:host|hostfs|rootfs|host-root|mnt\/(?:host|root|hostfs|rootfs)|node|hostos)\/?$/;

export function climbing(one: Invocation): Reach[] {
  return [...byProgram(one), ...byFile(one)];
}

function byProgram(one: Invocation): Reach[] {
  const words = argv(one);
  switch (one.program) {
    case 'nsenter':
      return entersInit(words)
        ? [reach('nsenter', 'The namespaces of the host’s first process are entered', 3, one)]
        : [];
    case 'chroot':
      return HOST_FOLDER.test(words.find((word) => !word.startsWith('-')) ?? '')
        ? [
            reach(
              'chroot',
              'The host is entered through its mounted root folder',
              one.remote === undefined ? 2 : 3,
              one,
            ),
          ]
        : [];
    case 'debugfs':
      return words.some((word) => /^\/dev\//.test(word))
        ? [reach('debugfs', 'A disk is read around its file system', 2, one)]
        : [];
    case 'unshare':
      return words.some((word) => /^-\w*C|^--cgroup$/.test(word)) &&
        words.some((word) => /^-\w*[Ur]|^--(?:user|map-root-user)$/.test(word))
        ? [
            reach(
              'unshare',
              'New user and control group namespaces are made, as escapes by release_agent begin',
              2,
              one,
            ),
          ]
        : [];
    case 'curl':
    case 'wget':
      return [...engineSocket(words, one), ...kubelet(words, one)];
    case 'gdb':
      return words.some(
        (word, at) => /^-p1$|^--pid=1$/.test(word) || (word === '1' && /^(?:-p|--pid)$/.test(words[at - 1] ?? '')),
      )
        ? [reach('process 1', 'The first process is taken over with a debugger', 3, one)]
        : [];
    case 'ssh':
      return words.some((word) =>
        /^(?:root@)(?:172\.1[78]\.0\.1|host\.(?:docker|containers)\.internal|gateway\.docker\.internal)$/.test(word),
      )
        ? [reach('ssh', 'A container logs in to its own host as root', 2, one)]
        : [];
    case 'bwrap':
      return words.some((word, at) => /^--(?:dev-)?bind$/.test(word) && words[at + 1] === '/' && words[at + 2] === '/')
        ? [reach('bwrap', 'A program is started in a sandbox that has the whole host, to be written to', 2, one)]
        : [];
    case 'lxc-attach':
      return [reach('lxc-attach', 'Another container or its host is entered (lxc-attach)', 2, one)];
    case 'runc':
    case 'crun':
      return words.includes('exec')
        ? [reach('runc', 'A container is entered around its engine, by the runtime itself', 2, one)]
        : [];
    case 'sandbox-exec':
      return words.some((word) => /\(allow default\)/.test(word) && !/\(deny/.test(word))
        ? [reach('sandbox-exec', 'A program is started in a sandbox that allows everything', 2, one)]
        : [];
    case 'sysctl':
      return words.some((word) => /^kernel[./](?:core_pattern|modprobe)=\s{0,4}["']?[|/]/.test(word))
        ? [reach('kernel helper', 'The kernel is told to start a program on the host', 3, one)]
        : [];
    default:
      return outside(one, words);
  }
}

/** `-t 1`, `--target 1`, `-t1`. */
function entersInit(words: readonly string[]): boolean {
  return words.some(
    (word, at) =>
      /^(?:-\w*t1|--target=1)$/.test(word) || (word === '1' && /^(?:-\w*t|--target)$/.test(words[at - 1] ?? '')),
  );
}

/** Writes to what the kernel starts, and any use of the host's folder through process 1. */
function byFile(one: Invocation): Reach[] {
  const targets = one.redirections.flatMap(({ operator, target }) =>
    /^(?:>|>>|>\||&>)$/.test(operator) ? [target.text] : [],
  );
  const written = one.program === 'tee' ? [...targets, ...argv(one)] : targets;
  const helper = written.find((path) => HELPERS.test(path.startsWith('/') ? path : `${one.cwd ?? ''}/${path}`));
  if (helper !== undefined && !isPlainPattern(helper, one))
    return [reach('kernel helper', `The kernel is told to start a program on the host (${helper})`, 3, one)];
  const through = [...written, ...argv(one)].find((word) => HOST_ROOT.test(word));
  return through === undefined || /^(?:ls|stat|readlink|test|\[)$/.test(one.program)
    ? []
    : [reach('process 1', 'The host is reached through the root folder of its first process', 3, one)];
}

/** `echo core > core_pattern` names a file, not a program. */
const isPlainPattern = (path: string, one: Invocation): boolean =>
  path.endsWith('core_pattern') &&
  one.stdout !== undefined &&
  !one.stdout.trim().startsWith('|') &&
  !one.stdout.includes(UNKNOWN);

/** Containers made by hand through the engine's socket. */
function engineSocket(words: readonly string[], one: Invocation): Reach[] {
  const socket = words.some(
    (word, at) =>
      /(?:docker|containerd|podman|crio)\.sock$/.test(word) &&
      (/^--unix-socket/.test(word) || words[at - 1] === '--unix-socket'),
  );
  const remote = words.some((word) => /^(?:https?|tcp):\/\/[^/]{1,255}:237[56]\//.test(word));
  if (!socket && !remote) return [];
  const makes = words.some((word) => /\/containers\/create|\/exec\b|\/containers\/[^/]{1,80}\/exec/.test(word));
  if (!makes) return [];
  const body = words.find((word) => /HostConfig|Privileged|Binds/.test(word)) ?? one.stdin ?? '';
  const whole =
    /"Privileged"\s{0,4}:\s{0,4}true|"\/:\/|"Source"\s{0,4}:\s{0,4}"\/"|"PidMode"\s{0,4}:\s{0,4}"host"/.test(
      body.slice(0, 16_384),
    );
  return [
    reach(
      'engine socket',
      `The container engine is asked by hand through its socket${whole ? ' for a container with the host inside' : ''}`,
      whole ? 3 : 2,
      one,
    ),
  ];
}

/** `mount /dev/sda1 /x && chroot /x`: the folder that a disk of the host was mounted on is entered. */
export function intoDisk(all: readonly Invocation[]): Reach[] {
  const enters = all.find(({ program }) => program === 'chroot');
  if (enters === undefined) return [];
  const target = argv(enters).find((word) => word.startsWith('/'));
  const mount = all.find(
    (one) =>
      one.program === 'mount' && argv(one).some((word) => DISK.test(word)) && argv(one).some((word) => word === target),
  );
  return target === undefined || mount === undefined
    ? []
    : [reach('disk', `A disk is mounted and entered as a root folder (${target.slice(0, 80)})`, 2, enters)];
}

const DISK = /^\/dev\/(?:sd[a-z]|vd[a-z]|xvd[a-z]|nvme\d|dm-\d|mapper\/|nbd\d|mmcblk\d)/;

/** The node's own agent runs commands in any of its containers for whoever asks. */
function kubelet(words: readonly string[], one: Invocation): Reach[] {
  const asks = words.some((word) => /^https?:\/\/[^/]{1,255}:1025[05]\/(?:run|exec|attach|portForward)\//.test(word));
  return asks ? [reach('kubelet', "A command is run in another's container by the node's agent", 3, one)] : [];
}

/** Services of the desktop or of init that start a program for whoever asks, outside of the sandbox around the agent. */
function outside(one: Invocation, words: readonly string[]): Reach[] {
  const asks = ASKS.get(one.program)?.(words) === true;
  return asks
    ? [reach(`outside:${one.program}`, `A program is started outside of the agent's sandbox by ${one.program}`, 2, one)]
    : [];
}

const ASKS: ReadonlyMap<string, (words: readonly string[]) => boolean> = new Map<
  string,
  (words: readonly string[]) => boolean
>([
  ['flatpak-spawn', (words) => words.includes('--host')],
  ['distrobox-host-exec', (words) => words.length > 0],
  ['host-spawn', (words) => words.length > 0],
  ['systemd-run', (words) => words.some((word) => /^(?:--user|--pty|-[a-zA-Z]*[tP]\w*|--pipe|--shell|-S)$/.test(word))],
  ['busctl', (words) => words.includes('StartTransientUnit')],
  ['dbus-send', (words) => words.some((word) => word.endsWith('.StartTransientUnit'))],
  ['gdbus', (words) => words.some((word) => word.endsWith('.StartTransientUnit'))],
  ['osascript', (words) => words.some((word) => /\bdo script\b|\bdo shell script\b.{0,400}administrator/i.test(word))],
  ['launchctl', (words) => words[0] === 'submit' || words[0] === 'asuser'],
]);

/** A manifest that a command writes; what a file tool writes is looked at by the detector. */
export const inWrites = (writes: readonly { path: string; content: string }[]): Reach[] =>
  writes.slice(0, 16).flatMap(({ path, content }) => (isManifest(path) ? inText(content, path, content, false) : []));

export const isManifest = (path: string): boolean =>
  /\.ya?ml$|(?:^|\/)(?:compose|docker-compose)[\w.-]{0,40}$|devcontainer\.json$|(?:^|\/)pod[\w-]{0,40}\.json$/i.test(
    path,
  );
export { excerptOf };
