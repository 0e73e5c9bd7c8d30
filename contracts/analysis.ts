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
  | 'other';

export interface ResolvedPath {
  /** Absolute where cwd is known, `~` for the home folder of whoever runs it, `.` and `..` folded. */
  path: string;
  given: string;
  class: PathClass;
  /** Inside the session's project folder; undefined when neither is known. */
  insideProject?: boolean;
}

export interface Destination {
  given: string;
  scheme?: string;
  /** Lower case, IDN as punycode; an address in its plain form whatever notation was used. */
  host: string;
  port?: number;
  class: 'loopback' | 'private' | 'link-local' | 'metadata' | 'unspecified' | 'public' | 'name' | 'unknown';
  /** `user@` in front of the host, or an address in an unusual notation. */
  disguised: boolean;
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
    | 'environment-read'
    | 'fetch'
    | 'decode'
    | 'evaluate';
  /** Literal arguments, as far as they are known. */
  literals: string[];
  at: number;
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
  destinations: Destination[];
}
