import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentEvent } from '../../contracts/event';
import type { Stream } from '../../contracts/stream';
import { GanderError } from '../../platform/errors';
import { createLogger } from '../../platform/log';
import { eventually } from '../../test/support/eventually';
import { runCollector, withPublish } from '../../test/support/running-collector';
import type { RunningCollector } from '../../test/support/running-collector';
import { filesIn, nextPiece } from './files';
import { openPlaces } from './places';

const LINES = readFileSync(join(__dirname, '..', 'transcripts', 'fixtures', 'claude-code.jsonl'), 'utf8')
  .split('\n')
  .filter((line) => line !== '');
const joined = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');

let folder: string;
let running: RunningCollector | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gander-follow-'));
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
  rmSync(folder, { recursive: true });
});

const acts = (events: readonly AgentEvent[]) =>
  events.flatMap(({ action, outcome }) =>
    action.type === 'exec' ? [plain(`${action.command} ${outcome?.status}`)] : [],
  );
/** Each collector has a key of its own. */
const plain = (text: string) => text.replace(/REDACTED_([a-z-]+)_\w+/g, '<$1>');
const last = (events: readonly AgentEvent[]) => acts(events).at(-1);

/** What the whole file tells, taken at once. */
async function whole(): Promise<string[]> {
  const other = mkdtempSync(join(tmpdir(), 'gander-follow-whole-'));
  writeFileSync(join(other, 's.jsonl'), joined(LINES));
  const collector = await runCollector({ transcripts: [other] });
  const found = await eventually('the last act', async () => {
    const told = acts(await collector.events());
    return told.length >= 5 && told;
  });
  await collector.stop();
  rmSync(other, { recursive: true });
  return found;
}

test('lines are taken as they are written, calls with their answers, redacted, in the scope of the session', async () => {
  const file = join(folder, 'project', 'session.jsonl');
  mkdirSync(join(folder, 'project'));
  writeFileSync(file, '');
  running = await runCollector({ transcripts: [folder] });
  const half = LINES.length >> 1;
  appendFileSync(file, joined(LINES.slice(0, half)) + (LINES[half]?.slice(0, 40) ?? ''));
  await eventually('the first half', async () => acts(await running!.events()).length > 0);
  appendFileSync(file, `${LINES[half]?.slice(40) ?? ''}\n${joined(LINES.slice(half + 1))}`);
  const wanted = await whole();
  await eventually('all of it', async () => acts(await running!.events()).length === wanted.length);
  const events = await running.events();
  expect(acts(events).sort()).toEqual([...wanted].sort());
  expect(new Set(events.map(({ scope }) => scope)).size).toBe(1);
  expect(new Set(events.map(({ source }) => `${source.dialect} ${source.signal}`))).toEqual(
    new Set(['claude-code transcript']),
  );
  expect(JSON.stringify(events)).not.toContain('AKIAIOSFODNN7EXAMPLE');
});

test('after a restart it goes on where it was, knowing what the conversation has told', async () => {
  const file = join(folder, 'session.jsonl');
  const data = mkdtempSync(join(tmpdir(), 'gander-follow-data-'));
  const asks = LINES.findIndex((line) => line.includes('"tool_use"'));
  writeFileSync(file, joined(LINES.slice(0, asks + 1)));
  const places = openPlaces(data, createLogger({ level: 'error', format: 'text' }));
  places.set(file, statSync(file).size);
  places.save();
  const kept = readFileSync(join(data, 'transcripts.json'), 'utf8');
  running = await runCollector({
    transcripts: [folder],
    prepare: (to) => writeFileSync(join(to, 'transcripts.json'), kept),
  });
  appendFileSync(file, joined(LINES.slice(asks + 1)));
  const wanted = await whole();
  await eventually('the rest', async () => last(await running!.events()) === wanted.at(-1));
  const events = await running.events();
  // The call that was open then is answered now, with its command.
  expect(acts(events).sort()).toEqual([...wanted].sort());
  expect(events.filter(({ action }) => action.type === 'session.start')).toEqual([]);
  rmSync(data, { recursive: true });
});

test('what is not durable is taken again', async () => {
  let down = true;
  const flaky = (stream: Stream) =>
    withPublish(stream, (messages) =>
      down
        ? Promise.reject(new GanderError('stream_unavailable', 'down', { retryAfterMs: 1 }))
        : stream.publish(messages),
    );
  writeFileSync(join(folder, 's.jsonl'), joined(LINES));
  running = await runCollector({ transcripts: [folder], around: flaky });
  await eventually(
    'an attempt',
    async () => (await running!.counted('gander_received_bytes_total', { transport: 'file' })) > 0,
  );
  expect(await running.events()).toEqual([]);
  down = false;
  await eventually('the acts', async () => acts(await running!.events()).length > 0);
});

test('history is left alone, what is no transcript tells nothing, and a file that begins anew is read anew', async () => {
  const old = join(folder, 'old.jsonl');
  writeFileSync(old, joined(LINES));
  const before = new Date(Date.now() - 3 * 86_400_000);
  utimesSync(old, before, before);
  writeFileSync(join(folder, 'notes.jsonl'), '{"hello":1}\n'.repeat(20));
  running = await runCollector({ transcripts: [folder, join(folder, 'not-there')] });
  await eventually(
    'the notes',
    async () => (await running!.counted('gander_records_ignored_total', { dialect: 'transcript' })) === 20,
  );
  expect(await running.events()).toEqual([]);
  truncateSync(old, 0);
  writeFileSync(old, joined(LINES.slice(0, 12)));
  await eventually('the new beginning', async () => (await running!.events()).length > 0);
});

describe('pieces', () => {
  test('are whole lines, however long', async () => {
    const file = join(folder, 'a.jsonl');
    writeFileSync(file, `short\n${'x'.repeat(3 * 1024 * 1024)}\nhalf`);
    const first = await nextPiece(file, 0);
    expect([first.lines.toString(), first.next]).toEqual(['short\n', 6]);
    const second = await nextPiece(file, first.next);
    expect([second.lines.length, second.next]).toEqual([3 * 1024 * 1024 + 1, 6 + 3 * 1024 * 1024 + 1]);
    expect(await nextPiece(file, second.next)).toMatchObject({ next: second.next, tooLong: false });
  });

  test('a line beyond all bounds is passed over', async () => {
    const file = join(folder, 'a.jsonl');
    writeFileSync(file, 'x'.repeat(16 * 1024 * 1024 + 10));
    expect(await nextPiece(file, 0)).toMatchObject({ next: 16 * 1024 * 1024, tooLong: true });
  });

  test('of files in folders, not of dependencies', async () => {
    for (const path of ['a.jsonl', 'b/c.jsonl', 'node_modules/d.jsonl', 'e.json']) {
      mkdirSync(join(folder, path, '..'), { recursive: true });
      writeFileSync(join(folder, path), '');
    }
    expect((await filesIn(folder)).map(({ path }) => path.slice(folder.length + 1)).sort()).toEqual([
      'a.jsonl',
      'b/c.jsonl',
    ]);
  });
});

test('places that cannot be read are begun anew', () => {
  writeFileSync(join(folder, 'transcripts.json'), '{"a": -1}');
  const places = openPlaces(folder, createLogger({ level: 'error', format: 'text' }));
  expect(places.of('a')).toBeUndefined();
  places.set('a', 5);
  places.save();
  expect(openPlaces(folder, createLogger({ level: 'error', format: 'text' })).of('a')).toBe(5);
});
