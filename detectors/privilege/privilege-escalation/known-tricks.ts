/** Ways to more rights that need no shell in sight: flaws of the raisers, root by another name, exploits that are run, host files in a container. */
import type { EventAnalysis } from '../../../contracts/analysis';
import type { Invocation } from '../../../contracts/shell';
import { argv, baseName } from '../../programs';
import { remembered } from '../../remembered';
import { SET_ID, SUDO, gain } from './gain';
import type { Gain } from './gain';
import { isShell } from './shell-words';

/** Tools that look for a way to root. */
const ENUMERATORS =
  /^(?:linpeas|winpeas|lse|linenum|linuxprivchecker|unix-privesc-check|linux-exploit-suggester(?:-2)?|les2?|pspy\d{0,2}s?|beroot|traitor(?:-\w+)?|gtfonow|sudo_?killer|powerup|privesc-?check)(?:\.\w{1,4})?$/;
/** Exploits that have a name. */
const EXPLOITS =
  /^(?:dirty_?(?:cow|c0w|pipe|sock|frag)|cowroot|pwn_?kit|pkwner|baron_?samedit|gameover-?lay|looney_?tunables|juicy_?potato|god_?potato|print_?spoofer|sequoia|ptrace_?kmod|cve[-_]\d{4}[-_]\d{4,7})(?:[-_.]\w{1,20})?$/;
const toolOf = remembered((name) =>
  EXPLOITS.test(name) ? 'exploit' : ENUMERATORS.test(name) ? 'enumerator' : undefined,
);
const runsScripts = remembered((program) => /^(?:sh|bash|dash|zsh|python[\d.]{0,4}|perl|ruby|php)$/.test(program));
const ACCOUNT_MAKERS: ReadonlySet<string> = new Set(['useradd', 'usermod', 'adduser', 'pw']);
const CONTAINERS: ReadonlySet<string> = new Set(['docker', 'podman', 'nerdctl', 'ctr']);
const KERNEL_HELPER = /^\/proc\/sys\/kernel\/(?:core_pattern|modprobe|hotplug)$|^\/sys\/kernel\/uevent_helper$/;

export function inTricks(one: Invocation, analysis: EventAnalysis): Gain[] {
  if (one.remote !== undefined && one.program !== 'chroot' && one.program !== 'nsenter') return [];
  const words = argv(one);
  return [
    flaw(one, words),
    secondRoot(one, words),
    exploit(one, words),
    hostFiles(one, words),
    interactive(one, words),
    ownNamespace(one, words),
    search(one, words),
    kernelHelper(one, analysis),
    stoodIn(one, words),
  ].filter((each) => each !== undefined);
}

/** A shell laid over a program by a bind mount, or root's id taken by `capsh` from a set-user-id copy or its capabilities. */
function stoodIn(one: Invocation, words: readonly string[]): Gain | undefined {
  if (one.program !== 'mount' && one.program !== 'capsh') return undefined;
  const plain = words.filter((word) => word.startsWith('/'));
  const [from = '', to = ''] = plain;
  if (one.program === 'mount' && words.some((word) => /^(?:--bind|bind|-B)$/.test(word)) && isShell(from) && to !== '')
    return gain(one, 'mount:shell', `A shell is laid over ${to.slice(0, 80)} by a bind mount`, 'medium', SUDO);
  if (one.program === 'capsh' && words.includes('--uid=0') && words.includes('--'))
    return gain(one, 'capsh', "A shell with root's id is opened by capsh", 'medium', SET_ID);
  return undefined;
}

function flaw(one: Invocation, words: readonly string[]): Gain | undefined {
  if (one.as !== undefined && /^#(?:-1|4294967295)$/.test(one.as))
    return gain(one, 'flaw:sudo', 'sudo is given a user id that it once took for root', 'high', ['T1068', ...SUDO]);
  if (
    one.program === 'sudoedit' &&
    words.some((word) => /^-\w*[si]/.test(word)) &&
    words.some((word) => word.endsWith('\\'))
  )
    return gain(one, 'flaw:sudoedit', 'sudoedit is given the argument that once broke it', 'high', ['T1068', ...SUDO]);
  return undefined;
}

/** Another account with root's id. */
function secondRoot(one: Invocation, words: readonly string[]): Gain | undefined {
  if (!ACCOUNT_MAKERS.has(one.program)) return undefined;
  const zero = words.some(
    (word, at) =>
      /^--uid=0$|^-[a-z]*u0$/.test(word) || (word === '0' && /^(?:--uid|-[a-z]*u)$/.test(words[at - 1] ?? '')),
  );
  return zero
    ? gain(one, 'second-root', `An account with root's user id is made by ${one.program}`, 'high', [
        'T1136.001',
        'T1098',
        'T1548',
      ])
    : undefined;
}

function exploit(one: Invocation, words: readonly string[]): Gain | undefined {
  const script = runsScripts(one.program) ? words.find((word) => !word.startsWith('-')) : undefined;
  const name = baseName(script ?? one.path);
  const tool = toolOf(name);
  if (tool === 'exploit')
    return gain(one, `exploit:${name}`, `An exploit for root is run (${name})`, 'high', ['T1068']);
  if (tool === 'enumerator')
    return gain(one, `enumerator:${name}`, `A tool that looks for a way to root is run (${name})`, 'medium', [
      'T1068',
      'T1083',
      'T1082',
    ]);
  return undefined;
}

/** The host's own root folder, put into a container and entered there: root on the host for whoever may talk to the container daemon. */
function hostFiles(one: Invocation, words: readonly string[]): Gain | undefined {
  if (CONTAINERS.has(one.program)) {
    const mounted = words.some((word) => /^(?:-v|--volume=)?\/:\/|(?:source|src)=\/(?:,|$)/.test(word));
    return mounted && words.some((word) => /^(?:chroot|nsenter)$|\bchroot\b/.test(word))
      ? gain(one, 'host-files', "The host's root folder is put into a container and entered there", 'high', [
          'T1611',
          'T1548',
        ])
      : undefined;
  }
  const disk =
    (one.program === 'lxc' || one.program === 'incus') &&
    words.includes('device') &&
    words.some((word) => /^source=\/$/.test(word));
  return disk
    ? gain(one, 'host-files', "The host's root folder is put into a container", 'high', ['T1611', 'T1548'])
    : undefined;
}

/** `sudo -i`, `sudo su -`: a person's way to a root shell, recorded. */
function interactive(one: Invocation, words: readonly string[]): Gain | undefined {
  const login =
    one.program === 'sudo'
      ? words.some((word) => /^-[a-zA-Z]*[is]/.test(word) || word === '--login' || word === '--shell')
      : one.program === 'su' && one.as !== undefined;
  return login ? gain(one, 'shell', 'A login shell of another user is opened', 'low', SUDO) : undefined;
}

/** Root inside a namespace of the caller's own: harmless alone, and how many flaws of the kernel begin. */
function ownNamespace(one: Invocation, words: readonly string[]): Gain | undefined {
  const mapped = one.program === 'unshare' && words.some((word) => /^-[a-zA-Z]*r|^--map-root-user$/.test(word));
  return mapped && isShell(words.at(-1) ?? '')
    ? gain(one, 'own-namespace', 'A shell is opened as root of a new namespace', 'medium', SET_ID)
    : undefined;
}

/** A search of the disk for programs that give rights. */
function search(one: Invocation, words: readonly string[]): Gain | undefined {
  const bits =
    one.program === 'find' &&
    words.some((word, at) => words[at - 1] === '-perm' && /^[-/](?:0?[46]000|u[=+]s|u\+?=?s,g[+=]s)$/.test(word));
  const capable = one.program === 'getcap' && words.some((word) => /^-r/.test(word));
  return bits || capable
    ? gain(one, 'search:set-id', "The disk is searched for programs that give their owner's rights", 'low', [
        'T1083',
        'T1548.001',
      ])
    : undefined;
}

/** The kernel is told to run a program of the caller as root. */
function kernelHelper(one: Invocation, analysis: EventAnalysis): Gain | undefined {
  const target = one.redirections.find(
    ({ operator, target }) => operator.startsWith('>') && KERNEL_HELPER.test(target.text),
  )?.target.text;
  const content =
    target === undefined ? undefined : analysis.command?.writes.find(({ path }) => path === target)?.content;
  return content !== undefined && /^\|?\s{0,4}\/(?!sbin|usr|bin|lib)/.test(content)
    ? gain(
        one,
        `kernel:${target ?? ''}`,
        `The kernel is told to run a program of the caller (${content.trim().slice(0, 80)})`,
        'high',
        ['T1068', 'T1611'],
      )
    : undefined;
}
