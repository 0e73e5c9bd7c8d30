import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createToken } from '../../platform/tokens';
import { JSON_TYPE, SMALL, goodSpan, post, tracesAt } from '../../test/support/bad-inputs/bad-input';
import type { BadInput, Targets } from '../../test/support/bad-inputs/bad-input';
import { BAD_BODIES } from '../../test/support/bad-inputs/bodies';
import { BAD_CALLS } from '../../test/support/bad-inputs/grpc';
import { BAD_REQUESTS } from '../../test/support/bad-inputs/http';
import { runCollector, withPublish } from '../../test/support/running-collector';

const TABLE: readonly BadInput[] = [...BAD_BODIES, ...BAD_REQUESTS, ...BAD_CALLS];
const PAGE = join(__dirname, '..', '..', 'docs', 'limits.md');

let targets: Targets;
const neighbours: string[] = [];

beforeAll(async () => {
  const prepare = (folder: string) => void createToken(folder, { name: 'somebody' });
  targets = {
    plain: await runCollector({ limits: SMALL, prepare }),
    guarded: await runCollector({ host: '0.0.0.0', prepare }),
    stuck: await runCollector({
      around: (stream) => ({ ...withPublish(stream, () => Promise.reject(new Error('stuck'))), healthy: () => false }),
    }),
  };
});
afterAll(() => Promise.all(Object.values(targets).map((target) => target.stop())));

test.each(TABLE)('$input: $status', async (row) => {
  const { status, says, input } = row;
  const reply = await row.send(targets);
  expect(reply).toMatchObject({ status, ...(says === undefined ? {} : { says: expect.stringContaining(says) }) });
  const neighbour = `echo after ${input}`;
  neighbours.push(neighbour);
  const good = JSON.stringify(goodSpan(neighbour));
  expect(await post(tracesAt(targets.plain), JSON_TYPE, good)).toEqual({ status: '200', says: '' });
});

test('the good requests between the bad ones are all there, whole', async () => {
  const commands = (await targets.plain.events()).flatMap(({ action }) =>
    action.type === 'exec' ? [action.command] : [],
  );
  expect(commands.filter((command) => neighbours.includes(command ?? ''))).toEqual(expect.arrayContaining(neighbours));
});

test('the page on limits shows this table (make it anew with UPDATE_DOCS=1)', () => {
  const begin = '<!-- table: bad inputs -->\n';
  const end = '<!-- end of table -->';
  const page = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : `${begin}${end}`;
  const [head = '', rest = ''] = page.split(begin);
  const shown = rest.split(end)[0] ?? '';
  if (process.env['UPDATE_DOCS'] !== undefined) {
    writeFileSync(PAGE, `${head}${begin}${rendered()}${end}${rest.split(end)[1] ?? ''}`);
    return;
  }
  expect(shown).toBe(rendered());
});

function rendered(): string {
  const rows = TABLE.map(({ input, status, says }) => [input, status, says === undefined ? '' : `… ${says} …`]);
  const all = [['input', 'answer', 'it says'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const line = (row: string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |\n`;
  const [header = [], ...body] = all;
  return `\n${line(header)}${line(widths.map((width) => '-'.repeat(width)))}${body.map(line).join('')}\n`;
}
