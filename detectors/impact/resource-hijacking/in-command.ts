/** Mining in a command: the program, its arguments, its pool, a container that holds it, or the download of one. */
import type { EventAnalysis } from '../../../contracts/analysis';
import type { AgentEvent } from '../../../contracts/event';
import type { Invocation } from '../../../contracts/shell';
import { argv, baseName, invocations } from '../../programs';
import type { Sign } from './detector';
import { byArguments, excerptOf, hostOf, poolOf } from './in-arguments';
import { contacts } from './in-contacts';
import {
  BANDWIDTH_SELLER,
  MINERS,
  MINER_NAME,
  MONERO_ANYWHERE,
  PROTOCOL_CALL,
  PROTOCOL_IN_CODE,
  STRATUM,
  STRATUM_ANYWHERE,
} from './miners';

/** Programs that only talk about their arguments: searching, printing, editing, version control. */
const TALKERS: ReadonlySet<string> = new Set(
  'grep egrep fgrep rg ag ugrep echo printf cat less more head tail sed awk find fd ls stat which whereis type command man git gh vim nano code diff wc sort uniq tee touch mkdir rm rmdir mv cp chown kill pkill killall pgrep ps test [ read jq yq tldr apropos dpkg-query rpm strings file sha256sum md5sum systemctl journalctl'.split(
    ' ',
  ),
);
const FETCHERS: ReadonlySet<string> = new Set(['curl', 'wget', 'aria2c', 'http', 'axel', 'lwp-download', 'fetch']);
const INSTALLERS: ReadonlySet<string> = new Set([
  'apt',
  'apt-get',
  'yum',
  'dnf',
  'brew',
  'snap',
  'pacman',
  'apk',
  'nix-env',
  'choco',
  'winget',
  'cargo',
  'go',
  'npm',
  'pip',
  'pip3',
]);
const CONTAINERS: ReadonlySet<string> = new Set([
  'docker',
  'podman',
  'nerdctl',
  'kubectl',
  'helm',
  'crictl',
  'ctr',
  'singularity',
  'apptainer',
]);

export function inCommand(event: AgentEvent, analysis: EventAnalysis): Sign[] {
  const signs = invocations(analysis).flatMap(ofInvocation);
  return [...signs, ...inCode(analysis), ...fetched(event)];
}

/** A client that sells the bandwidth of this machine, started by name or in a container. */
function bandwidthSeller(one: Invocation): Sign | undefined {
  const contained = CONTAINERS.has(one.program);
  const named = contained
    ? argv(one).some((word) => /^(?:run|create)$/.test(word))
      ? argv(one).find((word) => !word.startsWith('-') && BANDWIDTH_SELLER.test(word))
      : undefined
    : BANDWIDTH_SELLER.test(one.program) && !asksOnly(argv(one))
      ? one.program
      : undefined;
  return named === undefined
    ? undefined
    : {
        kind: 'run',
        what: named.slice(0, 80),
        why: `The bandwidth of this machine is sold by ${named.slice(0, 80)}`,
        severity: 'medium',
        excerpt: excerptOf(one),
      };
}

function ofInvocation(one: Invocation): Sign[] {
  const program = one.program.replace(/\.exe$/, '');
  const seller = bandwidthSeller(one);
  if (seller !== undefined) return [seller];
  if (!MINERS.has(program) && !tells(one)) return [];
  const words = argv(one);
  if (MINERS.has(program) && !asksOnly(words)) {
    const pool = poolOf(words);
    return [
      {
        kind: 'run',
        what: pool ?? program,
        why: `The miner ${program} is started${pool === undefined ? '' : ` for the pool ${pool}`}`,
        severity: 'high',
        ...(pool === undefined ? {} : { pool }),
        excerpt: excerptOf(one),
      },
    ];
  }
  const contacted = contacts(one);
  if (contacted.length > 0) return contacted;
  if (FETCHERS.has(program) || program === 'git') return fetching(program, words, excerptOf(one));
  if (INSTALLERS.has(program)) return installing(program, words, excerptOf(one));
  if (TALKERS.has(program)) return [];
  return [...byArguments(one, words), ...container(one, words), ...tuning(one, words)];
}

/** Words without an option, an address, a name of a file or a wallet say nothing of mining. */
const tells = ({ program, args, redirections }: Invocation): boolean =>
  redirections.length > 0 ||
  FETCHERS.has(program) ||
  args.some(
    ({ text }) => text.length > 25 || (text.length > 2 && /[-.:/=]/.test(text)) || text === '-o' || text === '-a',
  ) ||
  (args.length > 0 && (INSTALLERS.has(program) || CONTAINERS.has(program)));

const asksOnly = (words: readonly string[]) =>
  words.length > 0 && words.every((word) => /^(?:--?(?:version|help|V|h)|-v)$/.test(word));

/** A container image or chart whose name says that it mines. */
function container(one: Invocation, words: readonly string[]): Sign[] {
  if (!CONTAINERS.has(one.program)) return [];
  const starts = words.some((word) => ['run', 'create', 'apply', 'install', 'pull', 'start', 'up'].includes(word));
  const image = words.find((word) => MINER_NAME.test(word.replace(/^--image=/, '')));
  if (!starts || image === undefined) return [];
  const pulls = words.includes('pull');
  return [
    {
      kind: pulls ? 'fetch' : 'run',
      what: image.replace(/^--image=/, ''),
      why: `${one.program} ${pulls ? 'fetches' : 'starts'} a container that mines (${image})`,
      severity: pulls ? 'medium' : 'high',
      excerpt: excerptOf(one),
    },
  ];
}

function fetching(program: string, words: readonly string[], excerpt: string): Sign[] {
  const pool = words.find((word) => STRATUM.test(word) && /stratum/i.test(word));
  if (pool !== undefined)
    return [
      {
        kind: 'run',
        what: hostOf(pool),
        why: `${program} talks to a mining pool`,
        severity: 'high',
        pool: hostOf(pool),
        excerpt,
      },
    ];
  if (program === 'git' && words[0] !== 'clone') return [];
  const url = words.find((word) => /^(?:https?|git|ssh|ftp):|^git@/.test(word) && MINER_NAME.test(word));
  if (url === undefined) return [];
  // Source code is looked at for many reasons; a release archive or binary is there to be run.
  const binary =
    program !== 'git' &&
    /\.(?:tar\.\w{2,4}|tgz|zip|gz|xz|deb|rpm|exe|bin|AppImage|sh)(?:$|[?#])|\/releases\/|\/download\/|\/xmrig$/i.test(
      url,
    );
  return [
    {
      kind: 'fetch',
      what: baseName(url),
      why: `A miner is fetched (${url.slice(0, 200)})`,
      severity: binary ? 'medium' : 'low',
      excerpt,
    },
  ];
}

function installing(program: string, words: readonly string[], excerpt: string): Sign[] {
  if (!words.some((word) => ['install', 'add', 'i', '-S', '-iA'].includes(word))) return [];
  const name = words.find((word) => MINERS.has(baseName(word).replace(/@.*$/, '')));
  return name === undefined
    ? []
    : [{ kind: 'fetch', what: name, why: `${program} installs the miner ${name}`, severity: 'medium', excerpt }];
}

/** Huge pages and model-specific registers: what miners tune, and databases too; worth a note only. */
function tuning(one: Invocation, words: readonly string[]): Sign[] {
  const pages =
    (one.program === 'sysctl' && words.some((word) => /^vm\.nr_hugepages=[\d\uFFFD]/.test(word))) ||
    one.redirections.some((redirection) => /\/nr_hugepages$/.test(redirection.target.text));
  const registers = one.program === 'wrmsr' && words.some((word) => /^0x1a4$/i.test(word));
  if (!pages && !registers) return [];
  return [
    {
      kind: 'tune',
      what: 'tuning',
      why: registers ? 'Prefetcher registers are set as miners want them' : 'Huge pages are reserved',
      severity: registers ? 'medium' : 'low',
      excerpt: excerptOf(one),
    },
  ];
}

/** Stratum spoken by code that also connects, or a miner that it starts. */
function inCode(analysis: EventAnalysis): Sign[] {
  const literal = analysis.code.find((fact) =>
    fact.literals.some(
      (text) => PROTOCOL_CALL.test(text.slice(0, 2_000)) || STRATUM_ANYWHERE.test(text.slice(0, 2_000)),
    ),
  );
  const connects = analysis.code.find((fact) => fact.kind === 'socket-connect' || fact.kind === 'fetch');
  const spoken =
    connects !== undefined &&
    invocations(analysis).some((one) => one.code?.some(({ text }) => mines(text.slice(0, 65_536))) === true);
  const runs = analysis.code.find(
    (fact) =>
      (fact.kind === 'spawn' || fact.kind === 'spawn-shell') &&
      fact.literals.some((text) => MINERS.has(baseName(text.split(' ', 1)[0] ?? ''))),
  );
  const talks = literal ?? (spoken ? connects : undefined);
  const found = talks ?? runs;
  if (!found) return [];
  return [
    {
      kind: 'run',
      what: talks ? 'stratum' : baseName(found.literals[0] ?? 'miner'),
      why: `${found.language} code ${talks ? 'speaks the protocol of mining pools' : 'starts a miner'}`,
      severity: 'high',
      excerpt: found.literals.join(' ').slice(0, 300),
    },
  ];
}

/** A call of the protocol, or the login with a wallet, among the strings of a piece of code. */
const mines = (text: string): boolean =>
  PROTOCOL_IN_CODE.test(text) || (MONERO_ANYWHERE.test(text) && /["']login["']/.test(text));

function fetched(event: AgentEvent): Sign[] {
  if (event.action.type !== 'net.fetch' || event.action.url === undefined) return [];
  return fetching('fetch', [event.action.url], event.action.url.slice(0, 300)).filter(
    (sign) => sign.severity !== 'low',
  );
}
