import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import type { Alert } from '../../contracts/alert';
import { sessionsOf } from './files';

const root = resolve(__dirname, '..', '..');
const fixtures = join(root, 'collector', 'transcripts', 'fixtures');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gander-scan-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Ended {
  code: number;
  out: string;
  err: string;
}

function scan(...args: string[]): Promise<Ended> {
  return new Promise((done) => {
    const program = join(root, 'bin', 'gander.js');
    execFile(process.execPath, [program, 'scan', ...args], { cwd: folder, timeout: 20_000 }, (error, out, err) =>
      done({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

test('alerts are printed, with what was read, and decide the exit code', async () => {
  const { code, out } = await scan(fixtures);
  expect(code).toBe(1);
  expect(out).toMatch(/A shell (?:was|would be) connected to 127\.0\.0\.1:9/);
  expect(out).toMatch(/\n\d+ alerts of medium or above in \d+ steps; transcripts: .*claude-code 1.*\n$/);
  expect(out).not.toContain('AKIAIOSFODNN7EXAMPLE');
});

test('as JSON, one alert a line, and nothing else', async () => {
  const { code, out, err } = await scan(join(fixtures, 'codex.jsonl'), '--json');
  const alerts = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Alert);
  expect(code).toBe(1);
  expect(alerts.length).toBeGreaterThan(4);
  expect(alerts.every(({ source }) => source.dialect === 'codex')).toBe(true);
  expect(err).toContain(`${alerts.length} alerts of medium or above`);
});

test('under the severity asked for it is quiet and ends with 0', async () => {
  const { code, out } = await scan(join(fixtures, 'cline.messages.json'), '--min-severity', 'critical');
  expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^0 alerts of critical or above in \d+ steps/) });
});

test('bad lines, other files and brotli', async () => {
  const text = readFileSync(join(fixtures, 'qwen-code.jsonl'), 'utf8');
  writeFileSync(join(folder, 'a.jsonl.br'), brotliCompressSync(`${text}{"half\n\n${'x'.repeat(17 * 1024 * 1024)}\n`));
  writeFileSync(join(folder, 'b.jsonl'), '{"hello":1}\n'.repeat(100));
  mkdirSync(join(folder, 'node_modules'));
  copyFileSync(join(fixtures, 'codex.jsonl'), join(folder, 'node_modules', 'codex.jsonl'));
  const { code, out } = await scan(folder);
  expect(code).toBe(1);
  expect(out).toContain('transcripts: qwen-code 1; left out: 1 files of no known agent, 2 lines that cannot be read');
});

test('many sessions, on several threads: each alert once, in the order of the sessions', async () => {
  const text = readFileSync(join(fixtures, 'codex.jsonl'), 'utf8');
  const names = Array.from({ length: 30 }, (_, index) => `s${String(index).padStart(2, '0')}`);
  const own = /"id":"(00000000-[^"]+)"/.exec(text)?.[1] ?? '';
  for (const name of names) writeFileSync(join(folder, `${name}.jsonl`), text.replaceAll(own, name));
  const { out } = await scan(folder, '--json');
  const alerts = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Alert);
  expect(new Set(alerts.map(({ id }) => id)).size).toBe(alerts.length);
  expect([...new Set(alerts.map(({ session }) => session))]).toEqual(names);
});

test.each([
  ['no file', [], 'name at least one'],
  ['a file that is not there', ['nowhere.jsonl'], 'nowhere.jsonl'],
  ['an unknown severity', ['.', '--min-severity', 'loud'], '--min-severity'],
])('%s is wrong usage', async (_what, args, says) => {
  expect(await scan(...args)).toMatchObject({ code: 2, err: expect.stringContaining(says) });
});

test('a broken document is named', async () => {
  writeFileSync(join(folder, 'x.messages.json'), '{"messages": [');
  expect(await scan(folder)).toMatchObject({ code: 2, err: expect.stringContaining('x.messages.json') });
});

test('sub-agents are read with their session', () => {
  const files = ['/p/s1.jsonl', '/p/s1/subagents/agent-a.jsonl', '/p/s2.jsonl.br'];
  expect(sessionsOf(files)).toEqual([[files[0], files[1]], [files[2]]]);
});
