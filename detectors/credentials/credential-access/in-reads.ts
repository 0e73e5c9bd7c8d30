/** Credential files that are opened, by a tool or by a program in the command. */
import type { EventAnalysis, PathClass, ResolvedPath } from '../../../contracts/analysis';
import type { DetectorContext } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Severity } from '../../../contracts/finding';
import { argv, invocations } from '../../programs';
import type { Access } from './access';

interface Rule {
  name: string;
  outside: Severity;
  /** Inside the project's own tree, where fixtures and the project's settings live. */
  inside: Severity;
  techniques: readonly string[];
}

/** What reading each class is worth. Classes that are not here are no credentials. */
const RULES: Partial<Record<PathClass, Rule>> = {
  'private-key': { name: 'a private key', outside: 'medium', inside: 'low', techniques: ['T1552.004'] },
  'cloud-credential': { name: 'cloud credentials', outside: 'medium', inside: 'medium', techniques: ['T1552.001'] },
  'credential-store': { name: 'stored credentials', outside: 'medium', inside: 'low', techniques: ['T1552.001'] },
  'token-file': { name: 'an access token', outside: 'medium', inside: 'low', techniques: ['T1552.001'] },
  'environment-file': { name: 'an environment file', outside: 'medium', inside: 'low', techniques: ['T1552.001'] },
  'process-environment': {
    name: "a process's environment",
    outside: 'medium',
    inside: 'medium',
    techniques: ['T1552.007', 'T1057'],
  },
  'password-database': { name: 'the password database', outside: 'high', inside: 'low', techniques: ['T1003.008'] },
  'browser-store': {
    name: "a browser's password or cookie store",
    outside: 'high',
    inside: 'medium',
    techniques: ['T1555.003', 'T1539'],
  },
  wallet: { name: 'a wallet', outside: 'high', inside: 'low', techniques: ['T1555'] },
  keychain: { name: 'a keychain', outside: 'high', inside: 'medium', techniques: ['T1555.001'] },
  'workload-identity': {
    name: "the workload's identity token",
    outside: 'medium',
    inside: 'medium',
    techniques: ['T1552.005'],
  },
  'agent-credential': {
    name: "an agent's own credentials",
    outside: 'medium',
    inside: 'medium',
    techniques: ['T1552.001'],
  },
  'shell-history': { name: 'shell history', outside: 'low', inside: 'low', techniques: ['T1552.003'] },
};

export function inReads(event: AgentEvent, { analysis }: DetectorContext): Access[] {
  const use = useOf(analysis);
  return analysis.reads.flatMap((read) => {
    const rule = RULES[read.class];
    return rule ? [judge(event, read, rule, use)] : [];
  });
}

function judge(event: AgentEvent, read: ResolvedPath, rule: Rule, use: Use): Access {
  // Named from a folder that is not known it is taken as the project's own: agents work in their project, and `cat .env` is daily work.
  const inside = read.insideProject ?? isOwn(read);
  const settings = read.class === 'environment-file' ? settingsOf(read, use) : undefined;
  return {
    what: tailOf(read.given),
    why: `${nameOf(event)} reads ${rule.name}: ${read.path}`,
    severity: inside || settings !== undefined ? rule.inside : rule.outside,
    techniques: rule.techniques,
    path: read.path,
    excerpt: event.action.type === 'exec' ? (event.action.command ?? read.given).slice(0, 300) : read.given,
    ...(settings === 'sourced' ? { used: true } : {}),
  };
}

const NAMED_FROM_HERE: ReadonlySet<PathClass> = new Set(['environment-file', 'private-key']);

/** As far as a path tells when the project is not known: named from here, or the settings of a checkout below a home or a work folder. */
function isOwn({ class: kind, given, path }: ResolvedPath): boolean {
  if (kind === 'environment-file' && CHECKOUT.test(path)) return true;
  return NAMED_FROM_HERE.has(kind) && !/^(?:[/~$%\\]|\.\.|[A-Za-z]:|(?:\.\/)?\.ssh\/)/.test(given);
}

const CHECKOUT =
  /^(?:~|\/home\/[^/.]{1,64}|\/Users\/[^/.]{1,64}|\/workspaces?|\/repo|\/code)\/(?:[\w-][\w.-]{0,80}\/){1,5}\.env[\w.-]{0,30}$/;

/** An environment file that is only sourced, or copied into the project as its own: how work trees and services get their settings. */
function settingsOf({ given }: ResolvedPath, { users, into }: Use): 'sourced' | 'copied' | undefined {
  const all = (users.get(given) ?? []).filter((program) => !NAMERS.test(program));
  if (all.length === 0) return undefined;
  if (all.every((program) => program === 'source' || program === '.')) return 'sourced';
  return into && all.every((program) => /^(?:cp|install|rsync)$/.test(program)) ? 'copied' : undefined;
}

/** Programs by the environment files that they are given, and whether one of the project is written. */
interface Use {
  users: ReadonlyMap<string, readonly string[]>;
  into: boolean;
}

function useOf(analysis: EventAnalysis): Use {
  const files = new Set(analysis.reads.flatMap((read) => (read.class === 'environment-file' ? [read.given] : [])));
  const users = new Map<string, string[]>([...files].map((file) => [file, []]));
  for (const one of files.size === 0 ? [] : invocations(analysis))
    for (const word of [...argv(one), ...one.redirections.map(({ target }) => target.text)])
      users.get(word)?.push(one.program);
  const into = analysis.writes.some(
    (write) => write.class === 'environment-file' && (write.insideProject ?? !/^[/~]/.test(write.given)),
  );
  return { users, into };
}

/** Programs that ask whether a file is there. */
const NAMERS = /^(?:test|\[|\[\[|ls|stat)$/;

function nameOf(event: AgentEvent): string {
  return 'tool' in event.action && event.action.type !== 'exec' ? (event.action.tool ?? 'The agent') : 'A command';
}

/** The last three parts as given: one file is often told by a relative and an absolute path, and the working folder may come later. */
function tailOf(path: string): string {
  return path.split('/').slice(-3).join('/');
}
