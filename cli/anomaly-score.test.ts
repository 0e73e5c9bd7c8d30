import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { CsvAnswers } from './anomaly-score/csv';
import { JsonLineAnswers } from './anomaly-score/json-lines';
import { Tally } from './anomaly-score/tally';
import { TimestampReader } from './anomaly-score/timestamp';
import { answerLines } from './lines';

const COMMAND = resolve(__dirname, '..', 'bin', 'gander.js');

function csv(...lines: string[]): { out: (string | undefined)[]; told: string[]; tally: Tally } {
  const told: string[] = [];
  const tally = new Tally((line) => told.push(line));
  const answers = new CsvAnswers(tally);
  const out = lines.map((line, at) => answers.answer(line, at + 1));
  tally.close();
  return { out, told, tally };
}

describe('CSV', () => {
  test('each row has an answer with its timestamp and value as given, and figures of 12 digits', () => {
    const rows = Array.from(
      { length: 40 },
      (_, at) => `2026-01-05 10:${String(at).padStart(2, '0')}:00,${(at * 7) % 5}.50`,
    );
    const { out, told } = csv('timestamp,value', ...rows, '2026-01-05 10:40:00,900');
    expect(out[0]).toBe('timestamp,value,anomaly_score,raw_score,alarm');
    rows.forEach((row, at) => expect(out[at + 1]!.startsWith(`${row},`)).toBe(true));
    expect(out.at(-1)).toMatch(/^2026-01-05 10:40:00,900,0\.9\d{11},\d{3}\.\d{9},1$/);
    expect(told).toEqual([]);
  });

  test('columns are found by name, quotes and a byte order mark are no matter', () => {
    const { out } = csv('\uFEFFlabel, "value" ,Timestamp', '0,"3","2026-01-05T10:00:00Z"');
    expect(out[1]).toBe('2026-01-05T10:00:00Z,3,0,0,0');
  });

  test('a row that cannot be read is told, counted and answered with zeros; gaps are counted apart', () => {
    const { out, told, tally } = csv(
      'timestamp,value',
      'yesterday,1',
      '2026-01-05 10:00:00,much',
      '2026-01-05 10:00:00',
      '2026-01-05 10:00:00,NaN',
      '2026-02-30 10:00:00,1',
      '',
    );
    expect(out.slice(1)).toEqual([
      'yesterday,1,0,0,0',
      '2026-01-05 10:00:00,much,0,0,0',
      '2026-01-05 10:00:00,,0,0,0',
      '2026-01-05 10:00:00,NaN,0,0,0',
      '2026-02-30 10:00:00,1,0,0,0',
      undefined,
    ]);
    expect(tally).toMatchObject({ rows: 5, refused: 4, gaps: 1 });
    expect(told[0]).toBe('anomaly-score: line 2 refused: timestamp "yesterday" is no time');
    expect(told.at(-1)).toBe('anomaly-score: 5 rows, 4 refused, 1 without a value');
  });

  test('only the first ten refusals are told', () => {
    const { told } = csv('timestamp,value', ...Array.from({ length: 50 }, () => 'x,y'));
    expect(told).toHaveLength(12);
    expect(told.at(-1)).toContain('50 refused');
  });

  test('a header without the columns is wrong usage', () => {
    expect(() => csv('time,value')).toThrow('the first line must name the columns timestamp and value');
  });
});

describe('JSON lines', () => {
  const answers = (most = 10): ((line: unknown) => Record<string, unknown>) => {
    const rows = new JsonLineAnswers(new Tally(() => undefined), most);
    return (line) =>
      JSON.parse(rows.answer(typeof line === 'string' ? line : JSON.stringify(line), 7) ?? '{}') as Record<
        string,
        unknown
      >;
  };

  test('streams are apart, and the reason names the stream', () => {
    const answer = answers();
    const at = (row: number): string => new Date(1_767_600_000_000 + row * 60_000).toISOString();
    for (let row = 0; row < 100; row++) {
      answer({ stream: 'a', timestamp: at(row), value: row % 3 });
      answer({ stream: 'b', timestamp: at(row), value: 500 + (row % 3) });
    }
    const last = answer({ stream: 'a', timestamp: at(100), value: 500 });
    expect(last).toMatchObject({ stream: 'a', timestamp: at(100), value: 500, alarm: true });
    expect(last['why']).toMatch(/^a (500 against|rose by)/);
    expect(answer({ stream: 'b', timestamp: at(100), value: 500 })).toMatchObject({
      alarm: false,
      why: 'b 500 is within the usual',
    });
    expect(answer({ stream: 'b', timestamp: 1_767_606_060, value: null })).toMatchObject({
      value: null,
      anomaly_score: 0,
      why: 'no b',
    });
  });

  test.each([
    ['{"stream":', /is no JSON/],
    [{ timestamp: 1, value: 1 }, /^stream: /],
    [{ stream: 'a', timestamp: 1, value: 'x' }, /^value: /],
    [{ stream: 'a', timestamp: 'noon', value: 1 }, /"noon" is no time/],
    ['[]', /object/],
  ])('%j is refused with line and reason', (line, why) => {
    expect(answers()(line)).toEqual({ line: 7, error: expect.stringMatching(why) });
  });

  test('one stream too many is refused, the others go on', () => {
    const answer = answers(1);
    answer({ stream: 'a', timestamp: 1, value: 1 });
    expect(answer({ stream: 'b', timestamp: 1, value: 1 })['error']).toMatch(/--max-streams 1/);
    expect(answer({ stream: 'a', timestamp: 2, value: 1 })['alarm']).toBe(false);
  });
});

test.each([
  ['2026-01-05 10:00:00', 1_767_607_200],
  ['2026-01-05T10:00:00Z', 1_767_607_200],
  ['2026-01-05T12:00:00+02:00', 1_767_607_200],
  ['2026-01-05 10:00:00.250', 1_767_607_200.25],
  ['2026-01-05 10:00', 1_767_607_200],
  ['2026-01-05', 1_767_571_200],
  ['1767607200', 1_767_607_200],
  ['1767607200000', 1_767_607_200],
  ['2026-13-05 10:00:00', undefined],
  ['2026-01-05 25:00:00', undefined],
  ['2026-01-05 1:00:000', undefined],
  ['', undefined],
  ['Infinity', undefined],
])('time %s', (given, seconds) => {
  expect(new TimestampReader().read(given)).toBe(seconds);
});

describe('lines', () => {
  const echo = {
    answer: (line: string, at: number): string | undefined => (line === '' ? undefined : `${at}:${line}`),
    tooLong: (at: number): string => `${at} too long`,
  };
  const longest = 64 * 1024;

  test('however the input is cut, the output is the same; a last line needs no end', async () => {
    const whole = `a\r\n\nb€\n${'x'.repeat(70_000)}\nc`;
    const bytes = Buffer.from(whole);
    for (const size of [1_000, 6, bytes.length]) {
      const [input, output] = [new PassThrough(), new PassThrough()];
      const done = answerLines(input, output, echo, longest).then(() => output.end());
      for (let at = 0; at < bytes.length; at += size) input.write(bytes.subarray(at, at + size));
      input.end();
      expect(await text(output)).toBe('1:a\n3:b€\n4 too long\n5:c\n');
      await done;
    }
  });

  test('a slow reader holds the input back', async () => {
    const pending: (() => void)[] = [];
    const output = new Writable({ highWaterMark: 1, write: (_, __, done) => void pending.push(done) });
    const row = `${'x'.repeat(1_000)}\n`;
    const input = Readable.from(
      Array.from({ length: 200 }, () => Buffer.from(row)),
      { objectMode: false },
    );
    let read = 0;
    const done = answerLines(input, output, { ...echo, answer: (line) => (read++, line) }, longest);
    const turns = async (): Promise<void> => {
      for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    };
    await turns();
    const held = read;
    await turns();
    expect([read, held > 0 && held < 100]).toEqual([held, true]);
    let ended = false;
    void done.then(() => (ended = true));
    while (!ended) {
      pending.shift()?.();
      await turns();
    }
    expect(read).toBe(200);
  });

  test('an output that fails ends it with its error', async () => {
    const input = new PassThrough();
    const output = new Writable({ write: (_, __, done) => done(Object.assign(new Error('gone'), { code: 'EPIPE' })) });
    input.write('row\n');
    input.write('row\n');
    const done = answerLines(input, output, echo, longest);
    input.end('row\n');
    await expect(done).rejects.toMatchObject({ code: 'EPIPE' });
  });
});

describe('the command', () => {
  test('answers each row before the next one comes', async () => {
    const child = spawn(process.execPath, [COMMAND, 'anomaly-score'], { stdio: 'pipe' });
    child.stdin.write('timestamp,value\n');
    await once(child.stdout, 'data');
    child.stdin.write('2026-01-05 10:00:00,1\n');
    expect(String((await once(child.stdout, 'data'))[0])).toBe('2026-01-05 10:00:00,1,0,0,0\n');
    child.stdin.end();
    expect((await once(child, 'exit'))[0]).toBe(0);
  });

  test('a reader that goes away is no error', async () => {
    const child = spawn(process.execPath, [COMMAND, 'anomaly-score'], { stdio: 'pipe' });
    const said = text(child.stderr);
    child.stdin.on('error', () => undefined);
    child.stdin.write('timestamp,value\n');
    await once(child.stdout, 'data');
    child.stdout.destroy();
    child.stdin.end('2026-01-05 10:00:00,1\n'.repeat(50_000));
    expect((await once(child, 'exit'))[0]).toBe(0);
    expect(await said).toBe('');
  });
});
