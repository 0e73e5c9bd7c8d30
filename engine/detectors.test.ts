import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ACTION_TYPES, checkDetector } from '../contracts/manifest';
import { loadConfig } from '../platform/config';
import { errorCode, messageOf } from '../platform/errors';
import { readCases } from '../test/support/detector-cases';
import { evil } from '../test/support/engine';
import { checkCase } from './detector-cases';
import { activeDetectors, loadDetectors } from './detectors';
import { describeRefusal } from './sigma/load';

const folder = mkdtempSync(join(tmpdir(), 'gander-detectors-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const MANIFEST = {
  ...evil.manifest,
  id: 'outside',
  falsePositives: ['Tests.'],
  blindSpots: ['Everything else.'],
};

const CODE = 'defaults: { most: 3 }, init: () => ({}), step: () => []';

let number = 0;
/** A folder with a detector as a third party would write it. */
function written(manifest: object, rest = CODE): string {
  number += 1;
  const path = join(folder, `detector-${number}`);
  mkdirSync(path);
  writeFileSync(join(path, 'index.js'), `exports.detector = { manifest: ${JSON.stringify(manifest)}, ${rest} };`);
  return path;
}

const configOf = (engine: object) => {
  const base = loadConfig({ env: {} });
  return { engine: { ...base.engine, ...engine } };
};
const withExtra = (...extraDetectors: string[]) => loadDetectors(configOf({ extraDetectors }), [evil]);

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return `${errorCode(error) ?? ''}: ${messageOf(error)}`;
  }
  return 'none';
}

test('a folder adds its detector to those that are shipped', () => {
  expect(withExtra(written(MANIFEST)).map(({ manifest }) => manifest.id)).toEqual(['evil', 'outside']);
});

test('a file may hold several detectors', () => {
  const path = join(folder, 'several.js');
  const make = (id: string) =>
    `{ manifest: ${JSON.stringify({ ...MANIFEST, id })}, defaults: {}, init() {}, step() {} }`;
  writeFileSync(path, `exports.DETECTORS = [${make('one')}, ${make('two')}];`);
  expect(withExtra(path)).toHaveLength(3);
});

describe('what breaks the contract is refused by name', () => {
  const cases: [string, object, string][] = [
    ['manifest.id', { ...MANIFEST, id: 'Not an id' }, CODE],
    ['manifest.needs', { ...MANIFEST, needs: [] }, CODE],
    ['manifest.needs.0', { ...MANIFEST, needs: ['shell'] }, CODE],
    ['manifest.window.maxKeys', { ...MANIFEST, window: { seconds: 60, maxKeys: 0 } }, CODE],
    ['manifest.severity', { ...MANIFEST, severity: 'huge' }, CODE],
    ['manifest.attack.0', { ...MANIFEST, attack: ['1059'] }, CODE],
    ['manifest.blindSpots', { ...MANIFEST, blindSpots: [] }, CODE],
    ['unknown', { ...MANIFEST, unknown: 1 }, CODE],
    ['step: must be a function', MANIFEST, 'defaults: {}, init: () => ({})'],
    ['defaults', MANIFEST, 'init: () => ({}), step: () => []'],
  ];
  test.each(cases)('%s', (field, manifest, rest) => {
    const path = written(manifest, rest);
    const text = refusal(() => withExtra(path));
    expect(text).toMatch(/^detector_invalid: /);
    expect(text).toContain(path);
    expect(text).toContain(field);
  });

  test('an id that is taken', () => {
    expect(refusal(() => withExtra(written({ ...MANIFEST, id: 'evil' })))).toMatch(/detector_invalid: .*evil/);
  });

  test('a folder that is not there', () => {
    expect(refusal(() => withExtra(join(folder, 'none')))).toMatch(/detector_invalid: .*cannot be loaded/);
  });
});

describe('the configuration', () => {
  const choose = (detectors: object) => {
    const config = configOf({ detectors });
    return activeDetectors(config, withExtra(written(MANIFEST)));
  };

  test('switches off, and overrides settings', () => {
    const active = choose({
      evil: { enabled: false, settings: {} },
      outside: { enabled: true, settings: { most: 5 } },
    });
    expect(active.map(({ detector, config }) => [detector.manifest.id, config])).toEqual([['outside', { most: 5 }]]);
  });

  test('names what is wrong', () => {
    expect(refusal(() => choose({ evli: { enabled: true, settings: {} } }))).toMatch(/^config_invalid: .*evli/);
    expect(refusal(() => choose({ outside: { enabled: true, settings: { least: 5 } } }))).toMatch(
      /outside.settings.least/,
    );
    expect(refusal(() => choose({ outside: { enabled: true, settings: { most: 'x' } } }))).toMatch(
      /most: must be a number/,
    );
  });
});

test('every shipped detector meets the contract that others must meet', () => {
  for (const detector of loadDetectors(configOf({}))) expect(checkDetector(detector)).toEqual({ detector });
  expect(new Set(ACTION_TYPES).size).toBe(ACTION_TYPES.length);
});

const EXAMPLES = join(__dirname, '..', 'docs', 'examples');

test('the package of the example is a detector, and its cases hold', () => {
  const [, detector] = withExtra(join(EXAMPLES, 'detector-package'));
  expect(detector?.manifest.id).toBe('payroll-read');
  for (const kind of ['fires', 'silent', 'evasion'] as const)
    for (const one of readCases(join(EXAMPLES, 'detector-package'), kind))
      expect(checkCase(detector!, one)).toEqual([]);
});

test('a package is found by its name from the working folder', () => {
  const before = process.cwd();
  const packages = join(folder, 'node_modules');
  mkdirSync(packages);
  symlinkSync(join(EXAMPLES, 'detector-package'), join(packages, 'gander-detector-payroll'));
  process.chdir(folder);
  try {
    expect(withExtra('gander-detector-payroll').map(({ manifest }) => manifest.id)).toEqual(['evil', 'payroll-read']);
  } finally {
    process.chdir(before);
  }
});

test('rules in YAML are loaded beside, and those that cannot run are told', () => {
  const rules = join(folder, 'rules');
  mkdirSync(rules);
  const head = 'logsource: { category: process_creation }\ndetection: { a: { Image|endswith: /ls }, condition: a }\n';
  writeFileSync(join(rules, 'good.yml'), `title: Listing\nid: listing\n${head}`);
  writeFileSync(
    join(rules, 'other.yml'),
    'title: Log on\nlogsource: { product: windows, service: security }\ndetection: { a: { EventID: 1 }, condition: a }\n',
  );
  const refused: string[] = [];
  const loaded = loadDetectors(configOf({ sigma: [rules] }), [evil], (rule) => refused.push(describeRefusal(rule)));
  expect(loaded.map(({ manifest }) => manifest.id)).toEqual(['evil', 'sigma-listing']);
  expect(refused).toEqual([expect.stringContaining('other.yml:2: logsource')]);
});

test('a rule is switched off like any detector', () => {
  const rules = join(folder, 'switched');
  mkdirSync(rules);
  writeFileSync(
    join(rules, 'a.yml'),
    'title: L\nid: off\nlogsource: { category: process_creation }\ndetection: { a: { Image: x }, condition: a }\n',
  );
  const config = configOf({ sigma: [rules], detectors: { 'sigma-off': { enabled: false, settings: {} } } });
  expect(activeDetectors(config, loadDetectors(config, [evil])).map(({ detector }) => detector.manifest.id)).toEqual([
    'evil',
  ]);
});
