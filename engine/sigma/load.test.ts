import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Detector, DetectorCase } from '../../contracts/detector';
import { runCase } from '../detector-cases';
import { readDocuments } from './documents';
import { describeRefusal, loadRules } from './load';
import type { LoadedRules } from './load';

const EXAMPLES = join(__dirname, '..', '..', 'docs', 'examples', 'rules');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gander-rules-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function load(text: string): LoadedRules {
  writeFileSync(join(folder, 'rule.yml'), text);
  return loadRules([folder]);
}
const refusals = (text: string) => load(text).refused.map((rule) => describeRefusal(rule).replace(`${folder}/`, ''));

function only(text: string): Detector {
  const { detectors, refused } = load(text);
  expect(refused).toEqual([]);
  expect(detectors).toHaveLength(1);
  return detectors[0]!;
}
const alerts = (detector: Detector, events: DetectorCase['events']) =>
  runCase(detector, { title: 't', events: events!, expect: [] });
const run = (command: string, rest: object = {}): NonNullable<DetectorCase['events']>[number] => ({
  action: { type: 'exec', tool: 'Bash', command, cwd: '/home/dev/project' },
  ...rest,
});

const HEAD = 'title: T\nlogsource: { category: process_creation }\n';

describe('the rules of the examples', () => {
  const { detectors, refused } = loadRules([EXAMPLES], { company: ['example.com'] });
  const find = (title: RegExp) => detectors.find(({ manifest }) => title.test(manifest.title))!;

  test('all run, but for those that a correlation stands for', () => {
    expect(refused).toEqual([]);
    expect(detectors.map(({ manifest }) => manifest.id).sort()).toEqual([
      'canary-custom-001',
      'canary-custom-002',
      'sigma-0c0f3c1e-6c52-4d0e-9a56-0d5a5a3f4b01',
      'sigma-0c0f3c1e-6c52-4d0e-9a56-0d5a5a3f4b02',
      'sigma-0c0f3c1e-6c52-4d0e-9a56-0d5a5a3f4b03',
      'sigma-0c0f3c1e-6c52-4d0e-9a56-0d5a5a3f4b04',
      'sigma-0c0f3c1e-6c52-4d0e-9a56-0d5a5a3f4b05',
    ]);
  });

  test('level, tags and false positives reach the manifest', () => {
    expect(find(/registry/).manifest).toMatchObject({
      severity: 'low',
      attack: ['T1552.003'],
      falsePositives: ['Throw-away registries on the same machine.'],
      maturity: 'stable',
    });
  });

  test('programs are looked at, whatever they are wrapped in', () => {
    const detector = find(/registry/);
    expect(alerts(detector, [run("sudo bash -c 'docker login -u dev -p decoy reg.example.net'")])).toMatchObject([
      { severity: 'low' },
    ]);
    expect(alerts(detector, [run('echo "docker login -p decoy reg.example.net"')])).toEqual([]);
    expect(alerts(detector, [run('docker login -u dev -p decoy localhost:5000')])).toEqual([]);
  });

  test('placeholders stand for what is configured', () => {
    const detector = find(/build/);
    expect(alerts(detector, [run('scp dist.tgz dev@files.example.net:/in')])).toHaveLength(1);
    expect(alerts(detector, [run('scp dist.tgz dev@files.example.com:/in')])).toEqual([]);
  });

  test('acts of agents by their own names', () => {
    const events = [
      { action: { type: 'file.write' as const, tool: 'Write', path: '/srv/release/signatures/a.sig', content: 'x' } },
    ];
    expect(alerts(find(/signatures/), events)).toMatchObject([
      { severity: 'high', why: expect.stringContaining('a.sig') },
    ]);
  });

  test('values are counted, each once', () => {
    const fetch = (host: string) => ({
      action: { type: 'net.fetch' as const, tool: 'WebFetch', url: `https://${host}.example.net/` },
    });
    const five = ['a', 'b', 'c', 'd', 'e'].map(fetch);
    expect(alerts(find(/Many different/), five)).toMatchObject([
      { severity: 'low', why: expect.stringContaining('5 within 600 s') },
    ]);
    expect(alerts(find(/Many different/), [...five.slice(0, 4), ...five.slice(0, 4)])).toEqual([]);
  });

  test('an order holds one way only', () => {
    const [list, reach] = [run('gh secret list'), run('curl https://a.example.net/x')];
    expect(alerts(find(/listed and then/), [list, reach])).toHaveLength(1);
    expect(alerts(find(/listed and then/), [reach, list])).toEqual([]);
  });

  test('rules in the form of CanaryAI', () => {
    expect(alerts(find(/Payroll/), [run('cat /srv/payroll/a.csv')])).toMatchObject([{ severity: 'high' }]);
    const call = { action: { type: 'mcp.call' as const, server: 'tickets', tool: 'search', arguments: '{}' } };
    expect(alerts(find(/Ticket/), [call])).toMatchObject([
      { severity: 'medium', why: expect.stringContaining('ticket system') },
    ]);
    expect(alerts(find(/Ticket/), [run('ls')])).toEqual([]);
  });
});

test('keywords are searched in every field, a list of maps is an OR', () => {
  const detector = only(
    `${HEAD}detection:\n  words: ['*needle*', hay]\n  maps:\n    - { Image|endswith: /ls }\n    - { Image|endswith: /cat }\n  condition: words and maps\n`,
  );
  expect(alerts(detector, [run('cat needle.txt')])).toHaveLength(1);
  expect(alerts(detector, [run('rm needle.txt')])).toEqual([]);
});

test('a count within the time span, each act once, told once', () => {
  const text = `${HEAD}name: one\ndetection: { a: { Image|endswith: /ls }, condition: a }\n---\ntitle: Many\ncorrelation: { type: event_count, rules: one, group-by: [User], timespan: 1m, condition: { gte: 3 } }\n`;
  const detector = only(text);
  expect(detector.manifest.keyBy).toBe('user');
  const at = (second: number) =>
    run(`ls ${second}`, { user: 'dev', at: Date.UTC(2026, 0, 5) + second * 1_000, callId: `c${second}` });
  expect(alerts(detector, [at(0), at(20), at(40), at(50)])).toHaveLength(1);
  expect(alerts(detector, [at(0), at(40), at(80), at(120)])).toEqual([]);
  expect(alerts(detector, [at(0), at(0), at(0), at(20)])).toEqual([]);
});

test('a rule runs beside its correlation when it is to be generated', () => {
  const text = `${HEAD}name: one\ndetection: { a: { Image|endswith: /ls }, condition: a }\n---\ntitle: Many\ncorrelation: { type: event_count, generate: true, rules: [one], timespan: 1m, condition: { gte: 3 } }\n`;
  expect(load(text).detectors).toHaveLength(2);
});

test.each([
  ['title: T\n', 'rule.yml:1: logsource'],
  [
    `${HEAD}detection:\n  a: { CommandLine|near: x }\n  condition: a\n`,
    'rule.yml:4: detection.a.CommandLine|near: unknown modifier "near"',
  ],
  [
    `${HEAD}detection:\n  a:\n    Image: x\n  condition: b\n`,
    'rule.yml:6: detection.condition: there is no selection "b"',
  ],
  [`${HEAD}level: urgent\ndetection: { a: { b: c }, condition: a }\n`, 'rule.yml:3: level'],
  [
    'title: T\nlogsource: { product: windows, service: security }\ndetection: { a: { EventID: 4625 }, condition: a }\n',
    "rule.yml:2: logsource: agents' telemetry has no log source windows/security",
  ],
  [
    `${HEAD}status: deprecated\ndetection: { a: { b: c }, condition: a }\n`,
    'rule.yml:3: status: the rule is deprecated',
  ],
  [
    'title: T\ncorrelation: { type: value_avg, rules: [x], timespan: 5m }\n',
    'correlations of the type value_avg are not run',
  ],
  ['title: T\ncorrelation: { type: temporal, rules: [x], timespan: 5m }\n', 'there is no rule of single records "x"'],
  ['title: T\ncorrelation: { type: temporal, rules: [x], timespan: soon }\n', 'correlation.timespan: must be a number'],
  ['a: [1, 2\n', 'no valid YAML'],
  ['a: 1\na: 2\n', 'no valid YAML'],
  ['- id: C-1\n  name: n\n  severity: LOUD\n  message: m\n', 'rule.yml:3: severity'],
  [
    '- id: C-1\n  name: n\n  severity: LOW\n  message: m\n  match:\n    - field: command\n      patterns: ["(a"]\n',
    'rule.yml:7: match.0.patterns.0: the pattern is not valid',
  ],
  ['just text\n', 'rule.yml:1'],
])('%j is refused with file, line and field', (text, expected) => {
  const found = refusals(text);
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(expected);
});

test('one bad rule takes no other with it, and two of one id are told', () => {
  const good = `${HEAD}id: one\ndetection: { a: { b: c }, condition: a }\n`;
  const { detectors, refused } = load(`${good}---\ntitle: bad\n---\n${good}`);
  expect(detectors).toHaveLength(1);
  expect(refused.map(({ why }) => why)).toEqual([expect.any(String), 'another rule has the id sigma-one']);
});

test('what is called like a rule and is no file is left alone or refused', () => {
  mkdirSync(join(folder, 'folder.yml'));
  symlinkSync(join(folder, 'folder.yml'), join(folder, 'link.yml'));
  symlinkSync(join(folder, 'nowhere'), join(folder, 'lost.yml'));
  const { detectors, refused } = loadRules([folder]);
  expect([detectors.length, refused.map(({ why }) => why.slice(0, 14))]).toEqual([
    0,
    ['cannot be read', 'cannot be read'],
  ]);
});

test('a folder that is not there is an error of the configuration', () => {
  expect(() => loadRules([join(folder, 'none')])).toThrow('engine.sigma');
});

test('a file that repeats itself to fill all memory, and one that nests without end, are refused', () => {
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...'bcdefgh'.split('').map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefg'[index]}`).join()}]`),
  ].join('\n');
  expect(refusals(bomb)).toEqual([expect.stringContaining('repeats parts of itself')]);
  expect(refusals('['.repeat(50_000))).toHaveLength(1);
});

test('any text is read or refused, never a crash', () => {
  const key = fc.constantFrom(
    'title',
    'logsource',
    'detection',
    'condition',
    'correlation',
    'category',
    'a|re',
    'b|base64offset|wide',
    'type',
    'rules',
    'timespan',
    'severity',
    'message',
    'match',
    'id',
    'level',
    '__proto__',
    'constructor',
  );
  const leaf = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.constantFrom('process_creation', 'a', 'a and b', '1 of them', '5m', 'temporal', '*', '\\', '%x%'),
  );
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(key, tie('tree'), { maxKeys: 6 }),
    ),
  }));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        tree.map((value) => JSON.stringify(value)),
      ),
      (text) => {
        const { detectors, refused } = load(text);
        expect(detectors.length + refused.length).toBeLessThan(1_000);
        for (const rule of refused) expect(rule.line).toBeGreaterThan(0);
        expect(readDocuments(text)).toBeDefined();
      },
    ),
    { numRuns: 300 },
  );
});
