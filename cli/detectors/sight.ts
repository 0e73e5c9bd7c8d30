/** What a way in can show, and whether that is enough for a detector. */
import type { Manifest } from '../../contracts/detector';
import type { ActionType } from '../../contracts/event';

/** Shown, never shown, or shown with one of these settings of the agent. */
export type Seen = boolean | { readonly setting: readonly string[] };

/** One dialect by one way in, as recorded. */
export interface Sight {
  dialect: string;
  by: 'otlp' | 'hooks' | 'transcript';
  /** Action types that occur. All tool calls go one way, so a dialect that shows commands or reads can show each kind of them. */
  types: readonly ActionType[];
  /** Commands, paths, addresses and arguments of tool calls. */
  tools: Seen;
  /** Text of written files. */
  content: Seen;
  outputs: Seen;
  prompts: Seen;
  answers: Seen;
  /** Permission mode, and decisions on calls. */
  mode: Seen;
  decisions: Seen;
}

/** Whether a detector can fire on what a way in shows; with settings, what to switch on. */
export type Verdict = 'fires' | 'blind' | { setting: readonly string[] };

/** What sensors tell: a detector of hosts that needs them joins them with acts, and acts alone are not enough. */
const SENSORS: readonly ActionType[] = ['resource.sample', 'external.finding'];
/** Types of action that a tool call may be. */
export const TOOL_TYPES: readonly ActionType[] = [
  'exec',
  'file.read',
  'file.write',
  'file.delete',
  'net.fetch',
  'mcp.call',
  'tool.call',
  'agent.spawn',
];

/** What a manifest's field is, of each type of action that has it; a field of no type here is one that every event has. */
const FIELDS: Readonly<Record<string, { types: readonly ActionType[]; seen: (sight: Sight) => Seen }>> = {
  'action.command': { types: ['exec'], seen: ({ tools }) => tools },
  'action.description': { types: ['exec'], seen: ({ tools }) => tools },
  'action.cwd': { types: ['exec'], seen: ({ tools }) => tools },
  'action.path': { types: ['file.read', 'file.write', 'file.delete'], seen: ({ tools }) => tools },
  'action.url': { types: ['net.fetch'], seen: ({ tools }) => tools },
  'action.arguments': { types: ['mcp.call', 'tool.call'], seen: ({ tools }) => tools },
  'action.prompt': { types: ['agent.spawn'], seen: ({ tools }) => tools },
  'action.content': { types: ['file.write'], seen: ({ content }) => content },
  'action.removed': { types: ['file.write'], seen: ({ content }) => content },
  'outcome.output': { types: TOOL_TYPES, seen: ({ outputs }) => outputs },
  'permission.mode': { types: TOOL_TYPES, seen: ({ mode }) => mode },
  'permission.decision': { types: [...TOOL_TYPES, 'approval'], seen: ({ decisions }) => decisions },
  'permission.by': { types: [...TOOL_TYPES, 'approval'], seen: ({ decisions }) => decisions },
};
const TEXTS: Readonly<Partial<Record<ActionType, (sight: Sight) => Seen>>> = {
  prompt: ({ prompts }) => prompts,
  output: ({ answers }) => answers,
};
/** Fields that every way in shows, or whose lack only costs context. */
export const COMMON_FIELDS: readonly string[] = [
  'action.text',
  'action.tool',
  'action.setting',
  'source.version',
  'agent.id',
  'agent.parentId',
  'host',
  'user',
  'repository',
  'account',
  'session',
  'callId',
  'identityBasis',
  'event.sequence',
  'source.signal',
  'outcome.status',
  'outcome.exitCode',
  'outcome.durationMs',
];

/** Fields that a manifest may name. */
export const KNOWN_FIELDS: readonly string[] = [...Object.keys(FIELDS), ...COMMON_FIELDS];

/** Enough is: one action type that it steps on, with each of its fields that this type has. The easiest such type counts. */
export function verdictOn(manifest: Pick<Manifest, 'needs' | 'fields' | 'keyBy'>, sight: Sight): Verdict {
  // That a call was made is told by every agent that tells of calls.
  if (manifest.needs.includes('hidden') && CALLS.some((type) => sight.types.includes(type))) return 'fires';
  const verdicts = decisive(manifest)
    .filter((type) => type === 'tick' || type === 'activity' || sight.types.includes(type))
    .map((type) => together(fieldsOf(type, manifest.fields, sight)));
  if (verdicts.includes('fires')) return 'fires';
  return verdicts.find((verdict) => verdict !== 'blind') ?? 'blind';
}

const CALLS: readonly ActionType[] = ['exec', 'file.read', 'file.write', 'mcp.call', 'tool.call'];

/** Those without which there is nothing to say; time passes everywhere, so it is one only when there is no other. */
function decisive({ needs, keyBy }: Pick<Manifest, 'needs' | 'keyBy'>): readonly ActionType[] {
  const types = needs.filter((need) => need !== 'hidden');
  const sensors = keyBy === 'host' ? types.filter((type) => SENSORS.includes(type)) : [];
  if (sensors.length > 0) return sensors;
  const others = types.filter((type) => type !== 'tick');
  return others.length > 0 ? others : types;
}

/** Without a field that it has, an act of this type shows nothing: a detector of commands is not made to see by tool calls alone. */
function fieldsOf(type: ActionType, fields: readonly string[], sight: Sight): Seen[] {
  const own = fields.flatMap((name) => (FIELDS[name]?.types.includes(type) === true ? FIELDS[name].seen(sight) : []));
  const text = fields.includes('action.text') ? TEXTS[type]?.(sight) : undefined;
  const wanted = fields.filter((name) => !COMMON_FIELDS.includes(name) || (name === 'action.text' && type in TEXTS));
  if (wanted.length > 0 && own.length === 0 && text === undefined) return [false];
  return text === undefined ? own : [...own, text];
}

function together(seen: readonly Seen[]): Verdict {
  if (seen.includes(false)) return 'blind';
  const settings = seen.flatMap((one) => (typeof one === 'object' ? one.setting : []));
  return settings.length === 0 ? 'fires' : { setting: [...new Set(settings)] };
}
