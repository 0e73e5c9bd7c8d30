/** What the engine knows of an event before any detector sees it. */
import type { CommandAnalysis, ParsedScript } from './shell';

export type { CommandAnalysis, ParsedScript };

/** Kind of thing behind a path. `other` is no claim of harmlessness. */
export type PathClass =
  | 'private-key'
  | 'cloud-credential'
  | 'credential-store'
  | 'token-file'
  | 'environment-file'
  | 'process-environment'
  | 'password-database'
  | 'browser-store'
  | 'wallet'
  | 'keychain'
  | 'shell-history'
  | 'workload-identity'
  | 'agent-credential'
  | 'template'
  | 'public-certificate'
  | 'public-key'
  /** `.bashrc`, `/etc/profile.d`, fish and PowerShell profiles: run by each shell that starts. */
  | 'shell-profile'
  /** Cron tables, systemd units, launch agents, autostart entries: run without anyone naming them. */
  | 'scheduled-job'
  /** `authorized_keys`, `ssh_config`, `sshd_config`, `known_hosts`. */
  | 'ssh-access'
  /** PAM, sudoers, `ld.so.preload`, `nsswitch`, `/etc/hosts`: who may log in and what is loaded. */
  | 'login-control'
  | 'git-hook'
  | 'ci-workflow'
  /** Settings, hooks, MCP servers, commands, skills and rules of an AI agent, and editor tasks that start by themselves. */
  | 'agent-configuration'
  /** What an agent reads at each start: CLAUDE.md, AGENTS.md, memories, rules. */
  | 'agent-memory'
  | 'lock-file'
  | 'test'
  | 'log'
  /** Below `/etc`, `/usr`, `/boot`, `/lib` and their like. */
  | 'system'
  | 'other';

/** Classes of which reading shows a secret. */
export const CREDENTIAL_CLASSES: ReadonlySet<PathClass> = new Set<PathClass>([
  'private-key',
  'cloud-credential',
  'credential-store',
  'token-file',
  'environment-file',
  'process-environment',
  'password-database',
  'browser-store',
  'wallet',
  'keychain',
  'workload-identity',
  'agent-credential',
]);

export interface ResolvedPath {
  /** Absolute where cwd is known, `~` for the home folder of whoever runs it, `.` and `..` folded. */
  path: string;
  given: string;
  class: PathClass;
  /** Inside the session's project folder; undefined when neither is known. */
  insideProject?: boolean;
}

/**
 * What answers at a public name, as far as it is known: `catcher` shows requests to whoever made its address (webhook testers, OAST),
 * `tunnel` leads to somebody's own machine, `chat` are bots and hooks that write to people.
 */
export type DestinationService =
  | 'paste'
  | 'catcher'
  | 'file-drop'
  | 'tunnel'
  | 'chat'
  | 'registry'
  | 'cloud-storage'
  | 'model'
  | 'code-host'
  | 'release'
  | 'shortener';

export interface Destination {
  given: string;
  scheme?: string;
  /** Lower case, IDN as punycode; an address in its plain form whatever notation was used. */
  host: string;
  port?: number;
  class: 'loopback' | 'private' | 'link-local' | 'metadata' | 'unspecified' | 'public' | 'name' | 'unknown';
  /** `user@` in front of the host, or an address in an unusual notation. */
  disguised: boolean;
  /** Of a name; missing says nothing. */
  service?: DestinationService;
}

/** A call of another language's code that matters: opens a socket, starts a process, reads a file, decodes … */
export interface CodeFact {
  language: string;
  kind:
    | 'socket-connect'
    | 'socket-listen'
    | 'dup-to-stdio'
    | 'spawn'
    | 'spawn-shell'
    | 'pty'
    | 'file-read'
    | 'file-write'
    | 'file-delete'
    | 'environment-read'
    | 'fetch'
    /** A request that carries a body or a file away. */
    | 'send'
    | 'set-user'
    | 'decode'
    | 'evaluate';
  /** Literal arguments, as far as they are known. */
  literals: string[];
  /** Of `fetch` and `send`: where to, when the address is literal. */
  destination?: Destination;
  at: number;
}

/** Bytes that come from or go to another machine. */
export interface Transfer {
  direction: 'in' | 'out';
  /** Missing when it can't be known before running. */
  destination?: Destination;
  /** File that is sent, or that what comes is kept in. */
  path?: ResolvedPath;
  /** Literal text that is sent, as far as it is known. */
  text?: string;
  /** What moves them: `curl`, `scp`, `aws`, `git`, or the language of code that does. */
  program: string;
  /** Which of the command's invocations it is. */
  invocation?: number;
}

/** Analysis of one event, read-only for detectors. Each part is there when the event has what it needs. */
export interface EventAnalysis {
  /** Of a command; of a written file when the system, a shell or an agent will run what it holds without anyone naming it. */
  command?: CommandAnalysis;
  /** Facts of code in the command, in written files, or in tool arguments. */
  code: CodeFact[];
  /** Paths that are read, by the action itself or from inside the command. */
  reads: ResolvedPath[];
  writes: ResolvedPath[];
  /** What is removed, emptied or overwritten with nothing of use, by the action itself or from inside the command. */
  deletes: ResolvedPath[];
  transfers: Transfer[];
  destinations: Destination[];
}

/** Of an event that shows nothing. */
export const NO_ANALYSIS: EventAnalysis = Object.freeze({
  code: [],
  reads: [],
  writes: [],
  deletes: [],
  transfers: [],
  destinations: [],
});
