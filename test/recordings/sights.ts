/** What each way in shows, taken from our recorded fixtures: the ground of `cli/detectors/sights.ts`. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { TOOL_TYPES } from '../../cli/detectors/sight';
import type { Seen, Sight } from '../../cli/detectors/sight';
import { hookReaders } from '../../collector/hooks/catalogue';
import { openTranscript } from '../../collector/transcripts/read-transcript';
import type { ActionType, AgentEvent } from '../../contracts/event';
import { eventsOfHook, hookFixture } from '../support/hooks';
import { LIMITS, RECORDED_AT, fixture, root, tell } from '../support/recorded';

/** All ways in, by name. */
export function sightsOfFixtures(): Sight[] {
  const byDialect = Map.groupBy(telemetryEvents(), ({ source }) => source.dialect);
  const otlp = [...byDialect].map(([dialect, events]) => sightOf(dialect, 'otlp', events));
  const hooks = [...hookReaders.keys()].map((agent) =>
    sightOf(
      agent,
      'hooks',
      hookFixture(agent).flatMap((body) => eventsOfHook(agent, body)),
    ),
  );
  return [...otlp, ...hooks, ...transcripts()].sort((a, b) => order(a).localeCompare(order(b)));
}

const order = ({ dialect, by }: Sight): string => `${dialect} ${['otlp', 'hooks', 'transcript'].indexOf(by)}`;

function telemetryEvents(): AgentEvent[] {
  const base = join(root, 'collector/dialects/fixtures');
  const folders = readdirSync(base, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.flatMap(({ name }) =>
    readdirSync(join(base, name)).flatMap((file) => tell(fixture(`${name}/${file.replace(/\.json$/, '')}`)).events),
  );
}

function transcripts(): Sight[] {
  const base = join(root, 'collector/transcripts/fixtures');
  const files = readdirSync(base).filter((file) => /\.jsonl$|\.messages\.json$/.test(file));
  return files.map((file) => {
    const transcript = openTranscript({ limits: LIMITS, startAt: RECORDED_AT, machineHost: 'devbox' });
    const events = linesOf(join(base, file)).flatMap((line) => transcript.line(Buffer.from(line))?.events ?? []);
    return sightOf(transcript.agent() ?? file, 'transcript', events);
  });
}

function linesOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  if (!file.endsWith('.messages.json')) return text.split('\n').filter((line) => line !== '');
  const { messages, ...rest } = JSON.parse(text) as { messages: object[] };
  return [rest, ...messages].map((one) => JSON.stringify(one));
}

function sightOf(dialect: string, by: Sight['by'], events: readonly AgentEvent[]): Sight {
  const ofTypes = (types: readonly ActionType[]) => events.filter(({ action }) => types.includes(action.type));
  const types = [...new Set(events.map(({ action }) => action.type))].sort();
  const acts = ofTypes(TOOL_TYPES);
  const tools = seen(
    acts,
    ['command', 'path', 'url', 'arguments'].map((name) => `action.${name}`),
  );
  const outputs = seen(acts, ['outcome.output']);
  const writes = ofTypes(['file.write']);
  return {
    dialect,
    by,
    types: types.some((type) => type === 'exec' || type === 'file.read')
      ? [...new Set([...types, ...TOOL_TYPES])].sort()
      : types,
    tools,
    content: writes.length === 0 ? tools : within(tools, seen(writes, ['action.content'])),
    outputs,
    prompts: within(tools, seen(ofTypes(['prompt']), ['action.text'])),
    answers: within(outputs, within(tools, seen(ofTypes(['output']), ['action.text']))),
    mode: seen(events, ['permission.mode', 'action.permissionMode']),
    decisions: seen(events, ['permission.decision', 'action.decision']),
  };
}

/** Texts are not shown where what calls say is hidden, unless a setting of their own shows them. */
const within = (outer: Seen, inner: Seen): Seen => (inner === true && typeof outer === 'object' ? outer : inner);

/** A setting that hides a field in any recording counts: it is the state that users may be in. */
function seen(events: readonly AgentEvent[], fields: readonly string[]): Seen {
  const notes = events.flatMap(({ visibility = [] }) => visibility.filter(({ field }) => fields.includes(field)));
  const settings = [...new Set(notes.flatMap(({ setting = [] }) => setting))].sort();
  if (settings.length > 0) return { setting: settings };
  return events.some((event) => fields.some((field) => valueAt(event, field) !== undefined));
}

function valueAt(event: AgentEvent, field: string): unknown {
  return field
    .split('.')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], event);
}

/** `cli/detectors/sights.ts`, but for its layout: prettier makes that. */
export function sightsSource(): string {
  const rows = sightsOfFixtures().map(({ types, ...rest }) => {
    const all = TOOL_TYPES.every((type) => types.includes(type));
    const more = types.filter((type) => !all || !TOOL_TYPES.includes(type));
    const list = `[${[...(all ? ['...TOOL_TYPES'] : []), ...more.map((type) => `'${type}'`)].join(', ')}]`;
    return `  { ${Object.entries(rest)
      .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
      .join(', ')}, types: ${list} },`;
  });
  return `${HEAD}\nexport const SIGHTS: readonly Sight[] = [\n${rows.join('\n')}\n];\n`;
}

const HEAD = `/** What each way in shows. Made of recordings by \`node build/test/recordings/sights.js | npx prettier --parser typescript\`; a test holds it to them. */
import { TOOL_TYPES } from './sight';
import type { Sight } from './sight';
`;

if (require.main === module) process.stdout.write(sightsSource());
