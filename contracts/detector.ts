/** The plug-in border of detectors: a manifest that is data, and a pure step. Third parties implement exactly this. */
import type { ActionType, AgentEvent } from './event';
import type { EventAnalysis } from './analysis';
import type { FactKey } from './fact';
import type { Confidence, Detection, Severity } from './finding';

/** A type of action, or `hidden`: calls of which the source shows that they were made, decided and ended, and not what they do. */
export type Need = ActionType | 'hidden';

export interface Manifest {
  /** Folder name; never reused. */
  readonly id: string;
  /** Semantic version of the detector; not part of any alert id. */
  readonly version: string;
  readonly title: string;
  /** What it detects and how, in two or three sentences. */
  readonly description: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly maturity: 'experimental' | 'stable' | 'deprecated';
  /** ATT&CK ids, ATLAS ids, OWASP agentic ids. */
  readonly attack: readonly string[];
  readonly atlas: readonly string[];
  readonly owasp: readonly string[];
  /** What it steps on; the engine calls it for nothing else. `hidden` only with `order: event-time`. */
  readonly needs: readonly Need[];
  /** Fields without which it is blind, such as `action.command`. */
  readonly fields: readonly string[];
  /** `any`: commutative, stepped at once. `event-time`: stepped when the watermark of its key has passed the event. */
  readonly order: 'any' | 'event-time';
  /** `scope` for a detector of single sessions; otherwise it sees facts of that key. */
  readonly keyBy: 'scope' | FactKey;
  /** How long a key's state lives without an event, and how many keys at most. */
  readonly window: { readonly seconds: number; readonly maxKeys: number };
  readonly falsePositives: readonly string[];
  readonly blindSpots: readonly string[];
  /** Steps for the person who gets the alert, in order. */
  readonly triage: readonly string[];
}

/** Read-only knowledge around an event: nothing here comes from a clock, from chance or from outside the stream. */
export interface DetectorContext {
  readonly analysis: EventAnalysis;
  /** Configured knowledge about this installation, versioned in the control topic. */
  readonly installation: InstallationContext;
  /**
   * What the session was before this event. When a late record changes what was looked at, the action is stepped again; findings add up,
   * so what memory tells may add or raise, and must not take back.
   */
  readonly session: SessionMemory;
  /** What the state is kept by: a scope, or the key of a fact (`entity:host build-7`). */
  readonly key: string;
  readonly scorer: Scorer;
}

/** The state of one stream of values, plain JSON of at most 8 KiB: kept by the detector, read by nobody else. */
export type StreamState = { readonly [field: string]: unknown };

/** How unusual a value of a stream is, and why. */
export interface StreamScore {
  /** State to keep for the next value. */
  state: StreamState;
  /** High at the onset of an episode, low while it lasts. */
  alarm: boolean;
  /** Digits of rarity (3: one in a thousand), not silenced while an episode lasts. */
  raw: number;
  /** In words, with what is usual. */
  why: string;
}

/** The streaming anomaly scorer (docs/anomaly-score.md): level, step, time of day and of week, learnt from the values themselves. */
export interface Scorer {
  /** `state`: undefined for the first value; `at`: event time, milliseconds; `name`: what is measured, for the sentence. Costs about half a millisecond: for sums of minutes, not for each event. */
  score(state: StreamState | undefined, at: number, value: number, name: string): StreamScore;
}

/** What Gander can't know by itself. Unknown is unknown, never safe. */
export interface InstallationContext {
  readonly production: readonly string[];
  readonly throwAway: readonly string[];
  readonly ownedDomains: readonly string[];
  readonly modelEndpoints: readonly string[];
  /** MCP servers by name, hosts of installers and package registries that are in use here. */
  readonly approvedMcpServers: readonly string[];
  readonly installers: readonly string[];
  readonly registries: readonly string[];
  /** Repositories in which attacks are the work: capture the flag, penetration tests, detection rules. */
  readonly engagements: readonly string[];
  /** Decoys: paths, and names of hosts, accounts or variables. Decoy values are known to the collector alone, as secrets of kind `honeytoken`. */
  readonly honeytokens: readonly string[];
  /** Versions known to be bad, from a signed list, as `kind:name@version why` (`npm`, `pypi` … or `agent`; `<1.2.3` is all below). */
  readonly badVersions?: readonly string[];
}

/** Nothing configured: everything is unknown. */
export const UNKNOWN_INSTALLATION: InstallationContext = Object.freeze({
  production: [],
  throwAway: [],
  ownedDomains: [],
  modelEndpoints: [],
  approvedMcpServers: [],
  installers: [],
  registries: [],
  engagements: [],
  honeytokens: [],
  badVersions: [],
});

/** A secret whose value the session has met. */
export interface SecretMet {
  readonly kind: string;
  readonly at: number;
  readonly eventId: string;
  /** Where it stood: a path, a program, a tool's name, `prompt`. */
  readonly from: string;
  /** An act printed or read it, a person gave it in a prompt, or so far it only stood in what an act was given. */
  readonly met: 'shown' | 'given' | 'used';
}

/** Text that came in from outside: a page, an issue, the answer of an MCP server, the README of a fresh clone. */
export interface OutsideText {
  /** The address, path, server or command that it came by. */
  readonly from: string;
  readonly at: number;
  readonly eventId: string;
}

export interface Download {
  readonly url: string;
  readonly host: string;
  readonly at: number;
  readonly eventId: string;
}

/** An act that a person, a rule or a hook refused. */
export interface DeniedAct {
  readonly at: number;
  readonly eventId: string;
  /** What it would have done, in a form that another way to the same effect has too: see `effectsOf`. */
  readonly effects: readonly string[];
  readonly type: ActionType;
  /** The beginning of its command, path, URL or arguments. */
  readonly text: string;
  /** Who refused it, in the source's word. */
  readonly by?: string;
  /** A person has said something between it and the act that looks back. */
  readonly answered: boolean;
}

export interface SessionMemory {
  readonly cwd?: string;
  /** Folder that the session works in, when known. */
  readonly project?: string;
  readonly permissionMode?: string;
  readonly sandbox?: string;
  /** Files that the session wrote, by resolved path, newest last; content as far as seen. Bounded. */
  readonly filesWritten: ReadonlyMap<
    string,
    { readonly content: string; readonly eventId: string; readonly at: number }
  >;
  readonly prompts: readonly string[];
  /** By fingerprint. */
  readonly secrets: ReadonlyMap<string, SecretMet>;
  /** By resolved path (home as `~`, `get` takes either), the latest; those of refused acts too. */
  readonly downloads: ReadonlyMap<string, Download>;
  readonly denied: readonly DeniedAct[];
  /** Hosts that acts before have named, by name, refused acts too (see `denied`); value: event time of the first. */
  readonly hosts: ReadonlyMap<string, number>;
  /**
   * The outside text in which a telling run of the words of `text` stood in this order, unless a prompt of a person holds them too. With
   * `part`, a part of `text`, the run must reach into it.
   */
  taintOf(text: string, part?: string): OutsideText | undefined;
}

/** Of a session that has told nothing, and of facts: a session's memory stays in its own partition. */
export const NO_MEMORY: SessionMemory = Object.freeze({
  filesWritten: new Map(),
  prompts: [],
  secrets: new Map(),
  downloads: new Map(),
  denied: [],
  hosts: new Map(),
  taintOf: () => undefined,
});

export interface Detector<State = unknown, Config = unknown> {
  readonly manifest: Manifest;
  readonly defaults: Config;
  /** State of one key: plain JSON, owned by the detector, kept, bounded and stored by the engine. */
  init(config: Config): State;
  /** Steps one action. Synchronous and deterministic; may change `state` and nothing else. Return `NO_DETECTIONS` when there is nothing. */
  step(state: State, event: AgentEvent, context: DetectorContext, config: Config): readonly Detection[];
}

/** Shared empty answer: most steps find nothing, and it costs no allocation. */
export const NO_DETECTIONS: readonly Detection[] = Object.freeze([]);

/**
 * A case beside a detector, in `cases/fires.json`, `cases/silent.json` or `cases/evasion.json` (a list each): events in, alerts out.
 * Silent cases stay out of the inbox: they expect nothing, or name the low alert that is recorded.
 */
export interface DetectorCase {
  readonly title: string;
  /** Why the case is here, when the title does not say it: an incident, a false alarm, a way around. */
  readonly because?: string;
  /** Short form of `events`: one shell command that ran and ended well, in `/home/dev/project`. */
  readonly command?: string;
  /**
   * Partial events; the runner fills in what is left out (ids, times, tenant, dialect, the sums of an `activity`). One with `times` is told
   * so often, `everyMs` apart, each after the last event; `{n}` in its texts is the number of the telling.
   */
  readonly events?: readonly (Partial<Omit<AgentEvent, 'action'>> & {
    action: AgentEvent['action'];
    times?: number;
    everyMs?: number;
  })[];
  /** What is configured about this installation; nothing when left out. */
  readonly installation?: Partial<InstallationContext>;
  /** Settings over the detector's defaults. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** One entry an alert expected, in any order. */
  readonly expect: readonly ExpectedAlert[];
  /** Set on an evasion that is known not to be caught: why. The case documents the blind spot and must stay true. */
  readonly missed?: string;
}

export interface ExpectedAlert {
  readonly severity: Severity;
  /** Part of the dedupe key or of the sentence. */
  readonly about?: string;
  readonly facts?: readonly string[];
}
