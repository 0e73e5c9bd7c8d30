/** What a call does that a person would want to have decided: the classes that people are asked about. */
import type { EventAnalysis, PathClass } from '../../contracts/analysis';
import type { AgentEvent } from '../../contracts/event';
import type { Invocation } from '../../contracts/shell';
import { SHELLS, argv, invocations, readersOf } from '../programs';

export interface Danger {
  kind: 'destroy' | 'credential' | 'send' | 'foothold' | 'raise' | 'fetch-and-run' | 'publish' | 'weaken';
  /** What it does to what, in words that another way to the same danger has too. */
  what: string;
  /** Hard to undo. */
  grave: boolean;
}

const CREDENTIALS: ReadonlySet<PathClass> = new Set([
  'private-key',
  'cloud-credential',
  'credential-store',
  'token-file',
  'password-database',
  'browser-store',
  'wallet',
  'keychain',
  'agent-credential',
  'process-environment',
]);
const FOOTHOLDS: ReadonlySet<PathClass> = new Set([
  'shell-profile',
  'scheduled-job',
  'ssh-access',
  'login-control',
  'agent-configuration',
]);

/** Program and arguments as one line, against what it would do. */
const LINES: readonly [RegExp, Danger['kind'], boolean][] = [
  [/^(?:terraform|tofu|terragrunt|pulumi|cdk) .{0,80}\bdestroy\b/, 'destroy', true],
  [/^(?:kubectl|oc|helm) .{0,60}\b(?:delete|uninstall|drain)\b/, 'destroy', false],
  [/^docker .{0,80}\b(?:prune|volume rm|down .{0,40}(?:-v|--volumes))\b/, 'destroy', false],
  [/^docker-compose .{0,60}\bdown .{0,40}(?:-v|--volumes)\b/, 'destroy', false],
  [/^git push .{0,80}(?:--force(?!-with-lease)|-f\b|--delete|--mirror)/, 'destroy', false],
  [/^git (?:reset --hard|clean -[a-z]{0,4}f|filter-branch|filter-repo|reflog expire)/, 'destroy', false],
  [
    /^(?:aws|gcloud|az|doctl|flyctl|heroku) .{0,120}\b(?:delete|destroy|terminate|purge|rb)(?:-[a-z-]{1,40})?\b/,
    'destroy',
    true,
  ],
  [/^(?:dropdb|mkfs\S{0,10}|shred|wipefs)\b|^dd .{0,120}\bof=\/dev\//, 'destroy', true],
  [
    /^(?:psql|mysql|sqlite3|mongosh?|redis-cli) [^]{0,400}\b(?:drop (?:table|database|schema)|truncate|delete from|dropDatabase|flushall|flushdb)\b/i,
    'destroy',
    true,
  ],
  [
    /^(?:npm|pnpm|yarn|cargo) publish\b|^twine upload\b|^gem push\b|^docker push\b|^gh (?:pr merge|release create|repo delete)\b/,
    'publish',
    false,
  ],
  [/^(?:systemctl|service) .{0,40}\b(?:stop|disable|mask|restart)\b/, 'weaken', false],
  [
    /^(?:iptables|nft|ufw|setenforce|auditctl|csrutil|spctl) .{0,60}(?:-F|flush|disable|0|-D)\b|^ufw disable/,
    'weaken',
    true,
  ],
];
const DOWNLOADERS = /^(?:curl|wget|iwr|irm|invoke-webrequest)$/;
const MAX_PROGRAMS = 100;
const MAX_DANGERS = 10;

/** Nothing for nearly every call. */
export function dangersOf(event: AgentEvent, analysis: EventAnalysis): Danger[] {
  const found: Danger[] = [];
  const all = invocations(analysis);
  for (let index = 0; index < Math.min(all.length, MAX_PROGRAMS); index++) {
    const one = all[index];
    if (one) found.push(...dangersOfProgram(all, index, one));
  }
  const secret = (event.secrets?.length ?? 0) > 0 || analysis.reads.some((read) => CREDENTIALS.has(read.class));
  for (const { path, insideProject } of analysis.deletes)
    if (insideProject === false && !isPassing(path))
      found.push({ kind: 'destroy', what: `delete ${path}`, grave: /^(?:~|\/)(?:[^/]*\/?)?$/.test(path) });
  for (const read of analysis.reads)
    if (CREDENTIALS.has(read.class)) found.push({ kind: 'credential', what: `read ${read.path}`, grave: true });
  for (const write of analysis.writes)
    if (FOOTHOLDS.has(write.class))
      found.push({ kind: 'foothold', what: `write ${write.path}`, grave: /ssh|login/.test(write.class) });
  for (const { direction, destination, program } of analysis.transfers)
    if (direction === 'out' && program !== 'git' && (destination?.class === 'public' || destination?.class === 'name'))
      found.push({ kind: 'send', what: `send to ${destination.host}`, grave: secret });
  return found.slice(0, MAX_DANGERS);
}

function* dangersOfProgram(all: readonly Invocation[], index: number, one: Invocation): Generator<Danger> {
  if (one.program === '') return;
  const words = argv(one).slice(0, 40);
  const line = `${one.program} ${words.join(' ')}`.slice(0, 1_000);
  const known = LINES.find(([form]) => form.test(line));
  if (known) yield { kind: known[1], what: line.slice(0, 160), grave: known[2] };
  if (one.as === 'root' && one.depth === 0) yield { kind: 'raise', what: `as root: ${one.program}`, grave: false };
  if (DOWNLOADERS.test(one.program) && readersOf(all, index).some(({ program }) => SHELLS.has(program)))
    yield {
      kind: 'fetch-and-run',
      what: `run ${words.find((word) => word.includes('/')) ?? 'a download'}`,
      grave: false,
    };
}

/** Places for what does not last. */
const isPassing = (path: string): boolean =>
  /^\/(?:tmp|var\/tmp|private\/tmp|dev\/(?:null|shm))(?:\/|$)|\/(?:node_modules|__pycache__|\.cache|dist|build|target)(?:\/|$)/.test(
    path,
  );
