import { createLogger, rateLimited } from './log';

const lines: string[] = [];
const logger = (format: 'json' | 'text', level: 'debug' | 'warn' = 'debug') =>
  createLogger({ format, level, write: (line) => lines.push(line) });
beforeEach(() => {
  lines.length = 0;
});

const evil = '\u001b[2J\r\n{"level":"error"}\u009b31m\u202egnp';

test('a line is JSON, with the fields that its logger is bound to', () => {
  logger('json').child({ role: 'engine' }).warn('something', { count: 2, error: evil, none: undefined });
  expect(lines).toHaveLength(1);
  expect(lines[0]?.split('\n')).toHaveLength(2);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'warn',
    message: 'something',
    role: 'engine',
    error: evil,
  });
});

test('on a terminal no value can make a line or move the cursor', () => {
  logger('text').info('something', { error: evil });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^\S+ info {2}something error="[^\p{Cc}\p{Cf}]*"\n$/u);
  expect(lines[0]).toContain('\\u{9b}31m\\u{202e}gnp');
});

test('lower levels are left out', () => {
  const log = logger('json', 'warn');
  log.debug('a');
  log.info('b');
  log.error('c');
  expect(lines.map((line) => (JSON.parse(line) as { message: string }).message)).toEqual(['c']);
});

test('of equal lines the first is said, the next ones are counted', () => {
  const complain = rateLimited(logger('json'), 60_000);
  for (let n = 0; n < 5; n++) complain('one', 'again');
  complain('other', 'else');
  expect(lines).toHaveLength(2);
});
