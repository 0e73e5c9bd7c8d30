/** Whole recordings of the agent programs, where somebody has them: every scripted act that the telemetry shows becomes an event. */
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { existsSync } from 'node:fs';
import { recordedRun, recordedRuns, recordings, stepOf, tell } from '../../test/support/recorded';
import type { AgentEvent } from '../../contracts/event';
import type { DecodedRequest } from '../../contracts/telemetry';

const AGENTS = /^(?:claude-code|codex|gemini|qwen|opencode|copilot)-/;
const script = resolve(__dirname, '../../../shared/tools/agents/lib/scripts.mjs');
const runs = existsSync(script) ? recordedRuns(AGENTS) : [];

interface Act {
  tool: string;
  command?: string;
  path?: string;
}

/** Acts of a script; paths and ports are the recording's own, so both sides are compared without them. */
function scripted(name: 'benign' | 'suspicious'): Act[] {
  const code =
    `import(${JSON.stringify(script)}).then((m) => console.log(JSON.stringify(` +
    `m.${name}({ work: 'WORK', home: 'HOME', site: 'http://127.0.0.1:1', memoryFile: 'MEMORY' }).flat())))`;
  return JSON.parse(execFileSync(process.execPath, ['-e', code], { encoding: 'utf8' })) as Act[];
}

const plain = (text: string) =>
  text
    .replace(/127\.0\.0\.1:\d{4,5}\b/g, '127.0.0.1:1')
    .replace(/\/home\/agent\/work-[a-z-]+\/project/g, 'WORK')
    .replace(/\/home\/agent\/home-[a-z-]+/g, 'HOME')
    .replace(/\b(?:CLAUDE|AGENTS|GEMINI|QWEN)\.md\b/g, 'MEMORY');

/** All text of the telemetry. */
const textOf = (requests: readonly DecodedRequest[]) =>
  requests
    .map(({ records }) =>
      JSON.stringify(records, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
    )
    .map(plain);

/** Whether a text stands anywhere in the telemetry, however often it is quoted. */
function shows(telemetry: readonly string[], text: string): boolean {
  let quoted = text;
  for (let level = 0; level < 4; level += 1) {
    quoted = JSON.stringify(quoted).slice(1, -1);
    if (telemetry.some((one) => one.includes(quoted))) return true;
  }
  return false;
}

const commands = (events: readonly AgentEvent[]) =>
  events.flatMap((event) =>
    event.action.type === 'exec' && event.action.command !== undefined
      ? [{ event, command: plain(event.action.command) }]
      : [],
  );

// Raw API bodies show a conversation only, errors a path only; opencode shows parts of a line until its AI SDK spans are on.
const PARTS_ONLY = /rawbodies|noprompts|opencode-[\d.]+\/benign-default/;
const EXIT_CODES: Readonly<Record<string, number>> = {
  'ls no-such-dir; exit 3': 3,
  './xmrig -o stratum+tcp://127.0.0.1:3333 -u x': 127,
};

const described = recordings === undefined || runs.length === 0 ? describe.skip : describe;
if (runs.length === 0)
  console.log('recordings.test: skipped, the recordings of real agents are not beside the repository');

// A table must not be empty, not even one that is skipped.
described.each(runs.length === 0 ? ['no recordings'] : runs)('%s', (run) => {
  let requests: DecodedRequest[];
  let told: ReturnType<typeof tell>;
  let telemetry: string[];
  beforeAll(() => {
    requests = recordedRun(run);
    told = tell(requests);
    telemetry = textOf(requests);
  });
  const name = run.includes('benign') ? 'benign' : 'suspicious';

  it('has every command that the telemetry shows, whole and with its exit code', () => {
    if (PARTS_ONLY.test(run)) return;
    const known = commands(told.events);
    for (const { tool, command } of scripted(name)) {
      if (tool !== 'bash' || command === undefined || !shows(telemetry, command)) continue;
      const same = known.filter((one) => one.command === command);
      expect({ command, told: same.length > 0 }).toEqual({ command, told: true });
      const exit = EXIT_CODES[command];
      const codes = same.flatMap(({ event }) => event.outcome?.exitCode ?? []);
      if (exit !== undefined && codes.length > 0) expect(new Set(codes)).toEqual(new Set([exit]));
      if (exit !== undefined && !/claude-code/.test(run)) expect(codes.length).toBeGreaterThan(0);
    }
  });

  it('has every file that the telemetry shows', () => {
    if (PARTS_ONLY.test(run)) return;
    const actions = told.events.map(({ action }) => plain(JSON.stringify(action)));
    for (const { tool, path } of scripted(name)) {
      if (!['read', 'edit', 'write'].includes(tool) || path === undefined || !shows(telemetry, path)) continue;
      expect({ path, told: actions.some((action) => action.includes(path)) }).toEqual({ path, told: true });
    }
  });

  it('executes nothing twice: a call is told once by each kind of record', () => {
    const seen = new Map<string, number>();
    for (const event of told.events) {
      if (event.callId === undefined || event.action.type === 'file.write') continue;
      const key = `${event.source.signal} ${event.source.record} ${event.scope} ${event.agent.id} ${event.callId}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
    expect([...seen].filter(([, count]) => count > 1)).toEqual([]);
    // Conversations and model calls name commands too; only records of tools and of permissions tell acts.
    const tellers = new Set(commands(told.events).map(({ event }) => event.source.record));
    expect([...tellers].filter((record) => !/tool|evaluated/i.test(record))).toEqual([]);
  });

  it('gives every event an id of its own, the same each time, and no clamped clock', () => {
    const ids = told.events.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(tell(requests).events.map(({ id }) => id)).toEqual(ids);
    expect(told.clamped).toEqual({ past: 0, future: 0 });
    expect(told.ignored.filter(({ reason }) => reason === 'failed')).toEqual([]);
    expect(told.unknownScopes).toBe(0);
  });
});

const PAIRS = [
  ['claude-code-2.1.329/benign-full', 'claude-code-2.1.329/benign-full-http-json'],
  ['claude-code-2.1.329/benign-full', 'claude-code-2.1.329/benign-full-grpc'],
  ['claude-code-2.1.329/suspicious-full', 'claude-code-2.1.329/suspicious-full-http-json'],
  ['codex-0.169.0/benign-default', 'codex-0.169.0/benign-default-http-json'],
  ['codex-0.169.0/benign-full', 'codex-0.169.0/benign-full-grpc'],
  ['gemini-0.61.0/benign-full', 'gemini-0.61.0/benign-full-http'],
  ['qwen-0.24.4/benign-full', 'qwen-0.24.4/benign-full-http'],
  ['copilot-1.0.102/benign-full', 'copilot-1.0.102/benign-full-http-protobuf'],
].filter((pair) => pair.every((run) => recordings !== undefined && existsSync(join(recordings, run))));

(PAIRS.length > 0 ? describe : describe.skip)('either encoding', () => {
  const kinds = (run: string) =>
    tell(recordedRun(run))
      .events.filter((event) => stepOf(event) !== undefined)
      .map(
        (event) => `${event.source.signal} ${event.source.record} ${event.phase} ${event.action.type} ${stepOf(event)}`,
      )
      .filter((kind) => !kind.includes('blocked_on_user') && !kind.includes('tool.execution'))
      .sort();

  it.each(PAIRS)('tells the same acts: %s and %s', (one, other) => {
    expect(kinds(other)).toEqual(kinds(one));
  });
});
