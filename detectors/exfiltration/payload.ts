/** What is sent: the file, what the pipe or a substitution brings, and how much it matters. */
import type { EventAnalysis, PathClass, ResolvedPath, Transfer } from '../../contracts/analysis';
import type { Invocation } from '../../contracts/shell';
import { UNKNOWN, argv, invocations, writersOf } from '../programs';

export type PayloadKind =
  /** Keys, credentials, stores of passwords; `settings` are `.env` files, which deployments copy too. */
  | 'credential'
  | 'settings'
  | 'environment'
  /** A home folder, system folder or whole disk. */
  | 'home'
  | 'database'
  /** Encrypted or packed by the same command, or with a name that says so. */
  | 'sealed'
  | 'archive'
  | 'file'
  | 'unknown';

export interface Payload {
  kind: PayloadKind;
  /** In words, for the sentence. */
  what: string;
  path?: string;
  /** Encoded, packed or encrypted on its way. */
  wrapped: boolean;
}

const CREDENTIALS: ReadonlySet<PathClass> = new Set<PathClass>([
  'private-key',
  'cloud-credential',
  'credential-store',
  'token-file',
  'process-environment',
  'password-database',
  'browser-store',
  'wallet',
  'keychain',
  'workload-identity',
  'agent-credential',
  'shell-history',
]);
const HOMES =
  /^(?:~|\/root|\/(?:home|Users)(?:\/[^/]{1,64})?|\/|\/etc|\/var|\/srv|\/opt|[A-Za-z]:\/?(?:Users(?:\/[^/]{1,64})?)?)\/?(?:\*{0,2})$|^(?:~|\/(?:home|Users)\/[^/]{1,64}|\/root)\/(?:Documents|Desktop|Downloads|Pictures|Library|AppData|\.config|\.local|\.gnupg|\.ssh|\.aws|\.kube|\.docker|\.mozilla|snap)(?:\/\*{0,2})?$/;
const PASSWD = /^\/etc\/(?:passwd|group|hosts|sudoers(?:\.d)?|ssh)(?:\/|$)/;
const SEALED = /\.(?:gpg|pgp|asc|enc|age|aes|crypt|des3)$/i;
const ARCHIVE = /\.(?:tar|tgz|tbz2?|txz|zip|7z|rar|gz|bz2|xz|zst|lz4|cpio|dmg|iso)(?:\.\w{1,8})?$/i;
const DUMP_FILE =
  /(?:dump|backup|export|database|customers?|users?|accounts?|patients?|employees?)[\w.-]{0,60}\.(?:sql|dump|csv|bak|sqlite3?|db|mdb|parquet|jsonl|bson|xlsx?)(?:\.\w{1,4})?$/i;
const DUMPERS =
  /^(?:pg_dump|pg_dumpall|mysqldump|mariadb-dump|mongodump|mongoexport|sqlite3|redis-cli|cqlsh|exp|expdp|sqlcmd|bcp|mydumper|influxd|neo4j-admin|clickhouse-client|bq|psql|mysql)$/;
const ASKS_ALL = /(?:^|[\s(])(?:select\s.{0,200}\sfrom\b|copy\s|\.dump\b|--rdb\b|dump\b|export\b|extract\b)/i;
const ENVIRONMENT = /^(?:env|printenv|export|set|declare|compgen)$/;
const PACKERS =
  /^(?:tar|bsdtar|zip|7z|7za|7zr|rar|gzip|bzip2|xz|zstd|pigz|cpio|split|base64|base32|xxd|od|hexdump|uuencode|ar|compress-archive|makecab|basenc)$/;
const SEALERS = /^(?:openssl|gpg|gpg2|age|rage|ccrypt|mcrypt|aescrypt|minisign)$/;

/** What an outgoing transfer carries, the gravest of what is known of it. */
export function payloadOf(transfer: Transfer, analysis: EventAnalysis): Payload {
  const all = invocations(analysis);
  const sources = sourcesOf(transfer, all);
  const wrapped = sources.some(({ program }) => PACKERS.test(program) || SEALERS.test(program));
  const paths = [...(transfer.path ? [transfer.path] : []), ...readBy(sources, analysis)];
  return { ...gravest(paths, sources, madeOf(transfer, all, analysis)), wrapped };
}

/** Programs whose output it sends: those of the pipe, else the substitutions that came before, when what is sent is not literal. */
function sourcesOf({ invocation, text }: Transfer, all: readonly Invocation[]): Invocation[] {
  if (invocation === undefined) return [];
  const piped = writersOf(all, invocation);
  const one = all[invocation];
  const open = text?.includes(UNKNOWN) ?? one?.args.some((word) => word.text.includes(UNKNOWN)) ?? false;
  const substituted = open
    ? all.slice(0, invocation).filter(({ via }) => via.some((step) => step.includes('substitution')))
    : [];
  return [...piped, ...substituted].slice(0, 24);
}

/** Paths of the analysis that these programs name. */
export function readBy(sources: readonly Invocation[], { reads }: EventAnalysis): ResolvedPath[] {
  if (sources.length === 0 || reads.length === 0) return [];
  const words = new Set(sources.flatMap((one) => [...argv(one), ...one.redirections.map(({ target }) => target.text)]));
  return reads.filter(({ given }) => words.has(given));
}

/** Of an archive or sealed file that the same command made: the paths that went into it. */
function madeOf(
  { path }: Transfer,
  all: readonly Invocation[],
  analysis: EventAnalysis,
): { paths: ResolvedPath[]; sealed: boolean } {
  if (path === undefined || all.length < 2) return { paths: [], sealed: false };
  const makers = all.filter(
    (one) =>
      (PACKERS.test(one.program) || SEALERS.test(one.program) || DUMPERS.test(one.program) || one.program === 'cp') &&
      names(one, path),
  );
  const piped = makers.flatMap((one) => writersOf(all, all.indexOf(one)));
  return {
    paths: readBy([...makers, ...piped], analysis).filter((read) => read.path !== path.path),
    sealed: makers.some(isSealer),
  };
}

const names = (one: Invocation, { given }: ResolvedPath): boolean => {
  const stem = given.replace(/\*.*$/, '');
  const holds = (text: string) =>
    stem.length > 3 &&
    (text === given ||
      text.endsWith(`=${given}`) ||
      text === stem ||
      given === `${text}.gpg` ||
      given === `${text}.gz`);
  return (
    argv(one).some(holds) ||
    one.redirections.some(({ operator, target }) => operator.includes('>') && holds(target.text))
  );
};

const isSealer = (one: Invocation): boolean =>
  SEALERS.test(one.program) ||
  (/^(?:zip|7z|7za|rar)$/.test(one.program) && argv(one).some((word) => /^(?:-P|-e|-p.|-hp|--encrypt)/.test(word)));

function gravest(
  paths: readonly ResolvedPath[],
  sources: readonly Invocation[],
  made: { paths: ResolvedPath[]; sealed: boolean },
): Omit<Payload, 'wrapped'> {
  const all = [...paths, ...made.paths];
  const tell = (kind: PayloadKind, path: ResolvedPath | undefined, what: string) => ({
    kind,
    what,
    ...(path && { path: path.path }),
  });
  const credential = all.find((one) => CREDENTIALS.has(one.class));
  if (credential) return tell('credential', credential, credential.path);
  const settings = all.find((one) => one.class === 'environment-file');
  if (settings) return tell('settings', settings, settings.path);
  if (sources.some(printsEnvironment)) return tell('environment', undefined, 'the environment with its variables');
  const home = all.find((one) => HOMES.test(one.path) || PASSWD.test(one.path));
  if (home) return tell('home', home, home.path);
  const dump = sources.find(dumps);
  if (dump) return tell('database', undefined, `what ${dump.program} takes out of a database`);
  const dumped = all.find((one) => DUMP_FILE.test(one.path) && one.class === 'other');
  if (dumped) return tell('database', dumped, dumped.path);
  const [first] = all;
  if (made.sealed || sources.some(isSealer) || (first && SEALED.test(first.path)))
    return tell('sealed', first, first === undefined ? 'encrypted data' : `${first.path} (encrypted)`);
  if (first === undefined) return tell('unknown', undefined, 'data');
  const archive = all.find((one) => ARCHIVE.test(one.path));
  if (archive) return tell('archive', archive, archive.path);
  return tell(sources.some(({ program }) => program === 'tar') ? 'archive' : 'file', first, first.path);
}

function printsEnvironment(one: Invocation): boolean {
  if (!ENVIRONMENT.test(one.program)) return false;
  const words = argv(one);
  return words.length === 0 || words.every((word) => /^-[px]$|^-0$|^--null$/.test(word));
}

function dumps(one: Invocation): boolean {
  if (!DUMPERS.test(one.program)) return false;
  return (
    /dump|export/.test(one.program) ||
    ASKS_ALL.test(` ${argv(one).join(' ').slice(0, 2_000)}`) ||
    ASKS_ALL.test(` ${(one.stdin ?? '').slice(0, 2_000)}`)
  );
}

export const isCredential = ({ class: kind }: ResolvedPath): boolean => CREDENTIALS.has(kind);

/** Files that a command makes of other files or of a database: by a packer, an encoder, a dump or a copy, with what went into them. */
export function intoFiles(analysis: EventAnalysis): { path: string; payload: Payload }[] {
  const all = invocations(analysis);
  return analysis.writes.slice(0, 32).flatMap((written) => {
    const makers = all.filter((one) => MAKERS.test(one.program) && names(one, written)).slice(0, 8);
    const piped = makers.flatMap((one) => writersOf(all, all.indexOf(one)));
    const sources = [...makers, ...piped];
    if (sources.length === 0) return [];
    const paths = readBy(sources, analysis).filter(({ path }) => path !== written.path);
    const sealed = sources.some(isSealer);
    return [{ path: written.path, payload: { ...gravest(paths, sources, { paths: [], sealed }), wrapped: true } }];
  });
}

const MAKERS =
  /^(?:tar|bsdtar|zip|7z|7za|7zr|rar|gzip|bzip2|xz|zstd|cpio|split|base64|base32|xxd|openssl|gpg|gpg2|age|ccrypt|cp|mv|cat|tee|dd|rsync|install|env|printenv|pg_dump|pg_dumpall|mysqldump|mariadb-dump|mongodump|mongoexport|sqlite3|psql|mysql|redis-cli|compress-archive)$/;
