import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { transformSync } from '@swc/core';
import type { DetectorCase } from '../../contracts/detector';
import { checkDetector } from '../../contracts/manifest';
import { checkCase } from '../../engine/detector-cases';
import { insideFiles } from './templates';

const root = resolve(__dirname, '..', '..');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gander-detectors-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Ended {
  code: number;
  out: string;
  err: string;
}

function detectors(...args: string[]): Promise<Ended> {
  return new Promise((done) => {
    const command = [join(root, 'bin', 'gander.js'), 'detectors', ...args];
    execFile(process.execPath, command, { cwd: folder, timeout: 20_000 }, (error, out, err) =>
      done({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

describe('coverage', () => {
  test('tells of each detector what can fire it, and what to switch on', async () => {
    const { code, out } = await detectors('coverage');
    expect(code).toBe(0);
    expect(out).toMatch(/^reverse-shell +[●○·]/m);
    expect(out).toMatch(/^ +\d+ {2}claude-code, OpenTelemetry: .*`OTEL_LOG_TOOL_DETAILS=1`/m);
    expect(out).toMatch(/^ +\d+ {2}dcgm, OpenTelemetry$/m);
  });

  test('as JSON, way by way', async () => {
    const rows = JSON.parse((await detectors('coverage', '--json')).out) as {
      detector: string;
      ways: { dialect: string; by: string; verdict: unknown }[];
    }[];
    const verdict = (detector: string, dialect: string, by: string) =>
      rows.find((row) => row.detector === detector)?.ways.find((way) => way.dialect === dialect && way.by === by)
        ?.verdict;
    expect(verdict('reverse-shell', 'codex', 'otlp')).toBe('fires');
    expect(verdict('reverse-shell', 'claude-code', 'otlp')).toEqual({ setting: ['OTEL_LOG_TOOL_DETAILS=1'] });
    expect(verdict('reverse-shell', 'dcgm', 'otlp')).toBe('blind');
    expect(verdict('resource-hijacking-load', 'dcgm', 'otlp')).toBe('fires');
    expect(verdict('resource-hijacking-load', 'claude-code', 'hooks')).toBe('blind');
  });

  test('writes a layer that the Navigator reads', async () => {
    const file = join(folder, 'layer.json');
    expect((await detectors('coverage', '--navigator', file)).code).toBe(0);
    const layer = JSON.parse(readFileSync(file, 'utf8')) as {
      techniques: { techniqueID: string; score: number; comment: string }[];
    };
    expect(layer).toMatchObject({ domain: 'enterprise-attack', versions: { layer: '4.5', attack: '19' } });
    const shell = layer.techniques.find(({ techniqueID }) => techniqueID === 'T1059.004');
    expect(shell?.comment.split(', ')).toContain('reverse-shell');
    expect(shell?.score).toBe(shell?.comment.split(', ').length);
    expect(new Set(layer.techniques.map(({ techniqueID }) => techniqueID)).size).toBe(layer.techniques.length);
    expect(await detectors('coverage', '--navigator', folder)).toMatchObject({
      code: 2,
      err: expect.stringContaining('--navigator'),
    });
  });
});

test('the list ends with the rules that cannot run, each with file, line and reason', async () => {
  const rules = join(root, 'docs', 'examples', 'rules');
  writeFileSync(join(folder, 'gander.yaml'), `engine: { sigma: [${rules}] }\n`);
  const { code, out } = await detectors('list');
  expect(code).toBe(0);
  expect(out).toMatch(/^sigma-\S+ +low +stable +on +Agent logs in to a container registry/m);
  expect(out).toMatch(/^1 rules cannot run:\n.*build-output-shared\.yml:11: .*%company%/m);
});

describe('new', () => {
  test('outside: its cases fail, and hold once it is written', async () => {
    expect(await detectors('new', 'deploy-freeze')).toMatchObject({
      code: 0,
      out: expect.stringContaining('gander detectors test ./deploy-freeze'),
    });
    const before = await detectors('test', './deploy-freeze');
    expect(before.code).toBe(1);
    expect(before.out).toContain('deploy-freeze: 1 of 3 cases hold');
    const source = join(folder, 'deploy-freeze', 'index.js');
    writeFileSync(source, readFileSync(source, 'utf8').replace('the-program-to-watch', 'deploy-freeze-example'));
    expect(await detectors('test', './deploy-freeze')).toMatchObject({
      code: 0,
      out: 'deploy-freeze: 3 of 3 cases hold\n',
    });
  });

  test('the configuration takes it as it is', async () => {
    await detectors('new', 'deploy-freeze', '--out', join(folder, 'mine'));
    writeFileSync(join(folder, 'gander.yaml'), 'engine: { extraDetectors: [./mine/deploy-freeze] }\n');
    expect((await detectors('list')).out).toMatch(/^deploy-freeze +medium +experimental +on /m);
  });

  test('in a clone: a folder of the group, whose cases fail', async () => {
    mkdirSync(join(folder, 'detectors', 'execution'), { recursive: true });
    writeFileSync(join(folder, 'detectors', 'catalogue.ts'), '');
    const { code, out } = await detectors('new', 'deploy-freeze', '--group', 'execution');
    expect(code).toBe(0);
    expect(out).toContain('detectors/execution/group.ts');
    const made = join(folder, 'detectors', 'execution', 'deploy-freeze');
    expect(readdirSync(made, { recursive: true }).map(String).sort()).toEqual(
      ['cases', ...Object.keys(insideFiles('x'))].sort(),
    );
    symlinkSync(join(root, 'build', 'contracts'), join(folder, 'contracts'));
    for (const name of ['manifest', 'detector']) {
      const { code: js } = transformSync(readFileSync(join(made, `${name}.ts`), 'utf8'), {
        jsc: { parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
      });
      writeFileSync(join(made, `${name}.js`), js);
    }
    const { deployFreeze } = jest.requireActual<{ deployFreeze: unknown }>(join(made, 'detector.js'));
    const checked = checkDetector(deployFreeze);
    if ('problems' in checked) throw new Error(checked.problems.join());
    const cases = JSON.parse(readFileSync(join(made, 'cases', 'fires.json'), 'utf8')) as DetectorCase[];
    expect(cases.flatMap((one) => checkCase(checked.detector, one))).toEqual([expect.stringContaining('got nothing')]);
  });

  test.each([
    ['a name that is taken', ['reverse-shell'], 'already'],
    ['a name that is none', ['Deploy Freeze'], 'lower-case'],
    ['a group that is not there', ['x-y', '--group', 'magic'], 'expected one of goal-hijack'],
    ['a group outside a clone', ['x-y', '--group', 'execution'], 'use --out'],
    ['both', ['x-y', '--group', 'execution', '--out', '.'], 'either'],
    ['no name', [], 'expected: gander detectors'],
  ])('%s is refused', async (_what, args, says) => {
    expect(await detectors('new', ...args)).toMatchObject({ code: 2, err: expect.stringContaining(says) });
  });

  test('a folder that holds anything is left alone', async () => {
    mkdirSync(join(folder, 'deploy-freeze'));
    writeFileSync(join(folder, 'deploy-freeze', 'notes.txt'), 'mine');
    expect(await detectors('new', 'deploy-freeze')).toMatchObject({
      code: 2,
      err: expect.stringContaining('not empty'),
    });
    expect(readdirSync(join(folder, 'deploy-freeze'))).toEqual(['notes.txt']);
  });
});

test('a detector without cases does not pass', async () => {
  await detectors('new', 'deploy-freeze');
  rmSync(join(folder, 'deploy-freeze', 'cases'), { recursive: true });
  expect(await detectors('test', './deploy-freeze')).toMatchObject({
    code: 1,
    out: expect.stringContaining('there are none'),
  });
});
