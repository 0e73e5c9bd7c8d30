/**
 * One mapping for all dialects from a tool call (name and arguments) to what it does. The same call reported by several records gives
 * equal actions, so that the engine can join them: names are taken as given, arguments in one spelling.
 */
import type { Action, McpCallAction, Visibility } from '../../contracts/event';
import type { AttributeValue } from '../../contracts/telemetry';
import type { Json } from './partial-json';
import { readPatch } from './patch';
import { contentOf, hidden, jsonOf, known, member, objectOf, textOf } from './read-attributes';
import type { Content } from './read-attributes';
import { mcpName, soundsLikeShell, toolKind } from './tool-names';
import type { ToolKind } from './tool-names';

export interface ToolCall {
  tool: string;
  /** As the record has them: JSON in a string, structured, or plain text. */
  arguments?: AttributeValue | undefined;
  /** Set when the record says that it is a call of an MCP server. */
  mcp?: { server?: string | undefined; tool?: string | undefined } | undefined;
  /** What the user sets so that the agent shows the arguments; for the visibility note. */
  setting?: string | undefined;
}

export interface ToolReading {
  /** At least one; several for a patch or a read of several files. */
  actions: readonly Action[];
  visibility: Visibility[];
}

/** The field of an action that says what was done: what is hidden when arguments are. */
export function contentField(type: Action['type']): string {
  const fields: Partial<Record<Action['type'], string>> = {
    exec: 'action.command',
    'file.read': 'action.path',
    'file.write': 'action.path',
    'file.delete': 'action.path',
    'net.fetch': 'action.url',
    'agent.spawn': 'action.prompt',
  };
  return fields[type] ?? 'action.arguments';
}

/** Reads a tool call; never throws, and keeps arguments that it doesn't understand as text. */
export function readTool(call: ToolCall): ToolReading {
  const input = readInput(call.arguments);
  const kind = toolKind(call.tool);
  const mcp = call.mcp ?? mcpName(call.tool);
  if (mcp !== undefined) return readMcp(call, mcp, input);
  if (input.state === 'hidden' || input.state === 'absent') {
    const action = bare(kind, call.tool);
    return { actions: [action], visibility: [hidden(contentField(action.type), call.setting)] };
  }
  const known = readKind(kind, call.tool, input) ?? readUnknown(call.tool, input);
  return { actions: known.actions, visibility: [...known.notes, ...cutNote(known.actions[0], input)] };
}

interface Input extends Content {
  fields: Readonly<Record<string, Json>>;
  /** Text that is no JSON: a patch, a plain command, a path. */
  plain?: string;
  /** What was given, where it is whole JSON; else as text. */
  json?: Json;
  given?: string;
}

/** All of the arguments, as compact JSON where they are whole. */
function allOf({ json, given }: Input): string | undefined {
  return json === undefined ? given : JSON.stringify(json);
}

function readInput(value: AttributeValue | undefined): Input {
  const content: Content = typeof value === 'object' ? (value === null ? { state: 'absent' } : {}) : contentOf(value);
  const reading = jsonOf(content.text ?? (typeof value === 'object' ? value : undefined));
  if (reading === undefined) {
    const plain = content.text ?? textOf(value);
    return {
      fields: {},
      ...content,
      ...(plain === undefined || content.state === 'hidden' ? {} : { plain, given: plain }),
    };
  }
  const nested = typeof reading.value === 'string' ? jsonOf(reading.value) : undefined;
  const inner = nested ?? reading;
  const cut = reading.cut || inner.cut;
  return known<Input>({
    fields: objectOf(inner.value),
    plain: typeof inner.value === 'string' ? inner.value : undefined,
    json: cut ? undefined : inner.value,
    given: cut ? content.text : undefined,
    state: cut ? 'truncated' : content.state,
    originalLength: content.originalLength,
    text: content.text,
  });
}

function cutNote(action: Action | undefined, input: Input): Visibility[] {
  if (input.state !== 'truncated' || action === undefined) return [];
  const field = action.type === 'file.write' ? 'action.content' : contentField(action.type);
  return [known<Visibility>({ field, state: 'truncated', originalLength: input.originalLength })];
}

function readMcp(
  call: ToolCall,
  mcp: { server?: string | undefined; tool?: string | undefined },
  input: Input,
): ToolReading {
  const named = mcpName(call.tool, mcp.server);
  const action = known<McpCallAction>({
    type: 'mcp.call',
    server: mcp.server ?? named?.server,
    tool: mcp.tool ?? named?.tool ?? call.tool,
    arguments: allOf(input),
  });
  const missing = input.state === 'hidden' || input.state === 'absent';
  const notes = missing ? [hidden('action.arguments', call.setting)] : cutNote(action, input);
  return {
    actions: [action],
    visibility: action.tool === '' ? [hidden('action.tool', call.setting), ...notes] : notes,
  };
}

/** The action of a call whose arguments are not shown. */
function bare(kind: ToolKind, tool: string): Action {
  switch (kind) {
    case 'shell':
      return shellAction(tool);
    case 'stdin':
      return { type: 'exec', tool, stdin: true };
    case 'read':
    case 'search':
      return { type: 'file.read', tool };
    case 'write':
    case 'patch':
      return { type: 'file.write', tool };
    case 'edit':
      return { type: 'file.write', tool, edit: true };
    case 'delete':
      return { type: 'file.delete', tool };
    case 'fetch':
    case 'web-search':
      return { type: 'net.fetch', tool };
    case 'spawn':
      return { type: 'agent.spawn', tool };
    case 'editor':
    case 'other':
      return { type: 'tool.call', tool };
  }
}

interface KindReading {
  actions: Action[];
  notes: Visibility[];
}

/** Undefined when the arguments lack what the kind needs: then they are kept as they are. */
function readKind(kind: ToolKind, tool: string, input: Input): KindReading | undefined {
  switch (kind) {
    case 'shell':
      return readShell(tool, input);
    case 'stdin':
      return readStdin(tool, input);
    case 'read':
    case 'search':
      return readRead(tool, input, kind === 'search');
    case 'write':
    case 'edit':
      return readWrite(tool, input, kind === 'edit');
    case 'patch':
      return readPatchCall(tool, input);
    case 'editor':
      return readEditor(tool, input);
    case 'delete':
      return eachPath(pathsOf(input), (path) => ({ type: 'file.delete', tool, path }));
    case 'fetch':
      return readFetch(tool, input);
    case 'web-search':
      return readSearch(tool, input);
    case 'spawn':
      return readSpawn(tool, input);
    case 'other':
      return undefined;
  }
}

function readUnknown(tool: string, input: Input): KindReading {
  const asShell = soundsLikeShell(tool) && commandOf(input.fields) !== undefined ? readShell(tool, input) : undefined;
  return asShell ?? { actions: [known<Action>({ type: 'tool.call', tool, arguments: allOf(input) })], notes: [] };
}

const COMMAND_KEYS = ['command', 'cmd', 'full_command', 'script', 'commandLine', 'command_line'];
const CWD_KEYS = ['workdir', 'cwd', 'working_directory', 'workingDirectory', 'dir_path', 'directory'];

function shellAction(tool: string): Action & { type: 'exec' } {
  const name = tool.toLowerCase();
  const shell = /powershell|pwsh/.test(name) ? 'powershell' : name === 'cmd' ? 'cmd' : undefined;
  return known<Action & { type: 'exec' }>({ type: 'exec', tool, shell });
}

function readShell(tool: string, input: Input): KindReading | undefined {
  const command = contentOf(commandOf(input.fields) ?? input.plain);
  if (command.text === undefined) return undefined;
  const escalated = member(input.fields, 'sandbox_permissions') === 'require_escalated';
  const action = known<Action>({
    ...shellAction(tool),
    command: command.text,
    cwd: member(input.fields, ...CWD_KEYS),
    description: member(input.fields, 'description', 'justification', 'explanation'),
    unsandboxed: escalated || input.fields['dangerouslyDisableSandbox'] === true ? true : undefined,
  });
  return { actions: [action], notes: notesOf('action.command', command) };
}

/** One command text of a string, of an argument vector, or of a list of command lines (`commands`). */
function commandOf(fields: Readonly<Record<string, Json>>): string | undefined {
  for (const key of COMMAND_KEYS) {
    const value = fields[key];
    if (Array.isArray(value)) return argvText(strings(value));
    if (typeof value === 'string' && value !== '') return value;
  }
  const lines = fields['commands'];
  const list = typeof lines === 'string' ? jsonOf(lines)?.value : lines;
  if (Array.isArray(list)) return strings(list).join('\n');
  return typeof lines === 'string' && lines !== '' ? lines : undefined;
}

/** `["bash", "-lc", text]` is the text; other vectors are quoted word by word. */
function argvText(argv: readonly string[]): string | undefined {
  if (argv.length === 0) return undefined;
  const [program = '', option = '', script] = argv;
  if (argv.length === 3 && script !== undefined && /(?:^|\/)(?:ba|z|da|k)?sh$/.test(program) && /^-l?c$/.test(option))
    return script;
  return argv.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ');
}

function readStdin(tool: string, input: Input): KindReading | undefined {
  const typed = input.fields['chars'] ?? input.fields['input'] ?? input.fields['text'] ?? input.plain;
  const characters = contentOf(typeof typed === 'string' ? typed : undefined);
  if (characters.text === undefined) return undefined;
  return {
    actions: [{ type: 'exec', tool, command: characters.text, stdin: true }],
    notes: notesOf('action.command', characters),
  };
}

const PATH_KEYS = [
  'file_path',
  'filePath',
  'path',
  'filepath',
  'absolute_path',
  'notebook_path',
  'target_file',
  'file',
  'filename',
  'dir_path',
  'directory',
  'dirPath',
  'image_path',
];
const PATH_LISTS = ['paths', 'files', 'file_paths', 'include'];
/** Most paths of one call that become acts of their own. */
const MAX_PATHS = 100;

function pathsOf(input: Input): string[] {
  const one = member(input.fields, ...PATH_KEYS) ?? input.plain;
  if (one !== undefined) return [one];
  for (const key of PATH_LISTS) {
    const value = input.fields[key];
    const list = typeof value === 'string' ? jsonOf(value)?.value : value;
    if (Array.isArray(list)) {
      return list.flatMap((item) => (typeof item === 'string' ? item : (member(objectOf(item), ...PATH_KEYS) ?? [])));
    }
  }
  return [];
}

function eachPath(paths: readonly string[], act: (path: string) => Action): KindReading | undefined {
  if (paths.length === 0) return undefined;
  const notes: Visibility[] = paths.length > MAX_PATHS ? [{ field: 'action.path', state: 'truncated' }] : [];
  return { actions: paths.slice(0, MAX_PATHS).map(act), notes };
}

function readRead(tool: string, input: Input, search: boolean): KindReading | undefined {
  const pattern = member(input.fields, 'pattern', 'query', 'regex', 'glob_pattern', 'search_term');
  const paths = search && input.plain !== undefined ? [] : pathsOf(input);
  if (!search) return eachPath(paths, (path) => known<Action>({ type: 'file.read', tool, path, pattern }));
  const searched = pattern ?? input.plain;
  if (paths.length > 0) return eachPath(paths, (path) => known<Action>({ type: 'file.read', tool, path, pattern }));
  return searched === undefined ? undefined : { actions: [{ type: 'file.read', tool, pattern: searched }], notes: [] };
}

const ADDED_KEYS = [
  'content',
  'contents',
  'file_text',
  'new_string',
  'newString',
  'new_str',
  'newText',
  'new_source',
  'insert_text',
  'code_edit',
  'replace',
];
const REMOVED_KEYS = ['old_string', 'oldString', 'old_str', 'oldText', 'search'];

function readWrite(tool: string, input: Input, edit: boolean): KindReading | undefined {
  const path = member(input.fields, ...PATH_KEYS);
  const edits = editsOf(input.fields);
  const added = edits.flatMap((item) => textMember(item, ADDED_KEYS));
  const removed = edits.flatMap((item) => textMember(item, REMOVED_KEYS));
  if (path === undefined && added.length === 0) return undefined;
  const content = contentOf(added.length > 0 ? added.join('\n') : undefined);
  const action = known<Action>({
    type: 'file.write',
    tool,
    path,
    content: content.text,
    removed: removed.length > 0 ? contentOf(removed.join('\n')).text : undefined,
    edit: edit ? true : undefined,
  });
  return { actions: [action], notes: notesOf('action.content', content) };
}

function editsOf(fields: Readonly<Record<string, Json>>): Readonly<Record<string, Json>>[] {
  const edits = fields['edits'] ?? fields['replacements'];
  const list = typeof edits === 'string' ? jsonOf(edits)?.value : edits;
  return Array.isArray(list) && list.length > 0 ? list.map(objectOf) : [fields];
}

/** As `member`, but an empty text counts. */
function textMember(fields: Readonly<Record<string, Json>>, keys: readonly string[]): string[] {
  for (const key of keys) {
    const value = fields[key];
    if (typeof value === 'string') return [value];
  }
  return [];
}

function readPatchCall(tool: string, input: Input): KindReading | undefined {
  const text = input.plain ?? member(input.fields, 'input', 'patch', 'patchText', 'patch_text', 'diff', 'command');
  const patch = text === undefined ? undefined : readPatch(tool, text);
  if (!patch) return undefined;
  return { actions: patch.actions, notes: patch.cut ? [{ field: 'action.content', state: 'truncated' }] : [] };
}

function readEditor(tool: string, input: Input): KindReading | undefined {
  const command = member(input.fields, 'command');
  return command === 'view' ? readRead(tool, input, false) : readWrite(tool, input, command !== 'create');
}

/** A web address inside text, up to white space, a quote or a bracket. */
const URL_IN_TEXT = /\bhttps?:\/\/[^\s"'<>`\\)\]}]{1,2048}/gi;

function readFetch(tool: string, input: Input): KindReading | undefined {
  const url = member(input.fields, 'url', 'uri', 'link', 'href');
  const listed = input.fields['urls'];
  const text = member(input.fields, 'prompt', 'query', 'input') ?? input.plain ?? '';
  const urls =
    url !== undefined
      ? [url]
      : Array.isArray(listed)
        ? strings(listed)
        : (text.match(URL_IN_TEXT) ?? []).map((found) => found.replace(/[.,;:!?]{1,9}$/, ''));
  const method = member(input.fields, 'method');
  if (urls.length === 0) return undefined;
  return {
    actions: urls.slice(0, MAX_PATHS).map((item) => known<Action>({ type: 'net.fetch', tool, url: item, method })),
    notes: urls.length > MAX_PATHS ? [{ field: 'action.url', state: 'truncated' }] : [],
  };
}

function readSearch(tool: string, input: Input): KindReading | undefined {
  const query = member(input.fields, 'query', 'q', 'search_term', 'prompt') ?? input.plain;
  return query === undefined ? undefined : { actions: [{ type: 'net.fetch', tool, query }], notes: [] };
}

function readSpawn(tool: string, input: Input): KindReading | undefined {
  const prompt = contentOf(member(input.fields, 'prompt', 'message', 'task', 'description') ?? input.plain);
  const agentType = member(input.fields, 'subagent_type', 'agent_type', 'agent_name', 'agentType', 'agent', 'name');
  if (prompt.text === undefined && agentType === undefined) return undefined;
  const action = known<Action>({ type: 'agent.spawn', tool, agentType, prompt: prompt.text });
  return { actions: [action], notes: prompt.state === undefined ? [] : notesOf('action.prompt', prompt) };
}

function notesOf(field: string, content: Content): Visibility[] {
  if (content.state !== 'truncated') return [];
  return [known<Visibility>({ field, state: 'truncated', originalLength: content.originalLength })];
}

function strings(list: readonly Json[]): string[] {
  return list.filter((item) => typeof item === 'string');
}
