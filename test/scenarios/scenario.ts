/** An incident told as the telemetry of the agents that were in it. */
import type { Severity } from '../../contracts/finding';
import type { InstallationContext } from '../../contracts/detector';

/** Who tells: the agents on developers' machines, in CI, a gateway in front of the models, or a sensor on the host. */
export type Vantage = 'developer fleet' | 'CI' | 'model gateway' | 'host sensor';

/** `content`: every switch of the vendor that shows what was done is on. `defaults`: telemetry is on and nothing else was touched. */
export type Switches = 'content' | 'defaults';

export type Act =
  | { does: 'prompt'; text: string }
  | { does: 'say'; text: string }
  | {
      does: 'run';
      command: string;
      output?: string;
      exitCode?: number;
      description?: string;
      cwd?: string;
      /** Claude Code: the call asked to run outside its sandbox. */
      unsandboxed?: boolean;
    }
  | { does: 'read'; path: string; output?: string }
  | { does: 'write'; path: string; content: string }
  | { does: 'edit'; path: string; removed: string; content: string }
  | { does: 'fetch'; url: string; output?: string }
  | { does: 'mcp'; server: string; tool: string; arguments: Readonly<Record<string, unknown>>; output?: string }
  | { does: 'mode'; from: string; to: string }
  | { does: 'spawn'; type: string; prompt: string }
  | { does: 'model'; model: string; inputTokens: number; outputTokens: number; cost?: number; error?: string };

/** One agent in one conversation. Fields that the agent's telemetry does not carry are left out of it by its teller. */
export interface Speaker {
  agent: 'claude-code' | 'codex' | 'gemini-cli' | 'own-agent';
  /** Readable; the teller makes an id of the agent's own form of it. */
  session: string;
  host?: string;
  user?: string;
  account?: string;
  repository?: string;
  /** Sub-agent within the session. */
  subagent?: string;
  version?: string;
  /** Claude Code: the mode that its decisions name; `default` when left out. */
  permissionMode?: string;
}

export interface Moment {
  /** Seconds since the story began. */
  at: number;
  who: Speaker;
  act: Act;
  /** Who allowed or refused the call; allowed by the settings when left out. */
  decision?: { allowed: boolean; by: 'config' | 'hook' | 'person' };
}

/** A message on any way in: OTLP, or JSON to another path of the collector. */
export type Sent = { signal: 'traces' | 'logs' | 'metrics'; body: object } | { path: string; body: string };

/** Something that is no agent's act, such as a reading of a sensor. */
export interface Aside {
  at: number;
  send(at: number): Sent;
}

export interface WantedAlert {
  detector: string;
  /** At least. */
  severity: Severity;
  /** Part of the sentence or of an entity. */
  about?: string;
}

export interface Scenario {
  name: string;
  /** What happened, in two sentences, and where it is told. */
  incident: string;
  vantage: Vantage;
  story: readonly (Moment | Aside)[];
  context?: Partial<InstallationContext>;
  /** Alerts that an analyst would want; others of low severity may be there, others of medium and above may not unless `also` allows the detector. */
  wanted: Readonly<Record<Switches, readonly WantedAlert[]>>;
  also?: readonly string[];
  /** What is still seen with the vendor's defaults, in a sentence. */
  stillSeen: string;
}
