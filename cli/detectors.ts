import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Detector, DetectorCase, Manifest } from '../contracts/detector';
import { checkCase } from '../engine/detector-cases';
import { folderOf } from '../detectors/catalogue';
import { activeDetectors, loadDetectors } from '../engine/detectors';
import { loadConfig } from '../platform/config';
import type { Config } from '../platform/config';
import { GanderError } from '../platform/errors';
import { print, readArguments } from './verb';
import type { Verb } from './verb';

export const detectorsVerb: Verb = {
  help: `Usage: gander detectors list [--json]
       gander detectors show ID [--json]
       gander detectors test [ID…] [--cases FOLDER] [--json]
       (all: [--config FILE])

list   what is there, with severity, maturity and whether it is on
show   what it detects, what it cannot see, usual false alarms, what to do about an alert
test   runs the cases of each detector (fires, silent, evasion) through the engine; --cases names the folder of a detector of your own

Example:
  gander detectors show reverse-shell`,
  run(args) {
    const { values, positionals } = readArguments(args, {
      config: { type: 'string' },
      cases: { type: 'string' },
      json: { type: 'boolean' },
    });
    const config = loadConfig(values.config === undefined ? {} : { file: values.config });
    const [what, ...ids] = positionals;
    const json = values.json === true;
    const detectors = loadDetectors(config);
    if (what === 'list' && ids.length === 0) return Promise.resolve(list(config, detectors, json));
    if (what === 'show' && ids.length === 1) return Promise.resolve(show(pick(detectors, ids[0] ?? ''), json));
    if (what === 'test')
      return Promise.resolve(
        test(ids.length === 0 ? detectors : ids.map((id) => pick(detectors, id)), values.cases, json),
      );
    throw new GanderError('usage', 'expected: gander detectors list, show ID, or test [ID…]');
  },
};

function pick(detectors: readonly Detector[], id: string): Detector {
  const found = detectors.find(({ manifest }) => manifest.id === id);
  if (!found)
    throw new GanderError('usage', `there is no detector "${id}"; gander detectors list tells which there are`);
  return found;
}

function list(config: Config, detectors: readonly Detector[], json: boolean): number {
  const on = new Set(activeDetectors(config, detectors).map(({ detector }) => detector.manifest.id));
  const width = Math.max(...detectors.map(({ manifest }) => manifest.id.length));
  if (json) print(JSON.stringify(detectors.map(({ manifest }) => ({ ...manifest, enabled: on.has(manifest.id) }))));
  else
    for (const { manifest: m } of detectors)
      print(
        `${m.id.padEnd(width)}  ${m.severity.padEnd(8)}  ${m.maturity.padEnd(12)}  ${on.has(m.id) ? 'on ' : 'off'}  ${m.title}`,
      );
  return 0;
}

function show({ manifest, defaults }: Detector, json: boolean): number {
  print(json ? JSON.stringify({ ...manifest, settings: defaults }) : describe(manifest, defaults));
  return 0;
}

function describe(manifest: Manifest, defaults: unknown): string {
  const bullets = (title: string, items: readonly string[]) => [`\n${title}`, ...items.map((item) => `  - ${item}`)];
  const settings = Object.entries(defaults as Record<string, unknown>).map(
    ([key, value]) => `${key}: ${JSON.stringify(value)}`,
  );
  return [
    `${manifest.title} (${manifest.id} ${manifest.version}, ${manifest.maturity})`,
    `\n${manifest.description}`,
    `\nSeverity ${manifest.severity}, confidence ${manifest.confidence}. ${[...manifest.attack, ...manifest.atlas, ...manifest.owasp].join(', ')}`,
    `Reads ${manifest.needs.join(', ')}; blind without ${manifest.fields.join(', ')}.`,
    ...bullets('What to do about an alert', manifest.triage),
    ...bullets('Usual false alarms', manifest.falsePositives),
    ...bullets('What it cannot see', manifest.blindSpots),
    ...(settings.length === 0 ? [] : bullets('Settings', settings)),
  ].join('\n');
}

const SHIPPED = join(__dirname, '..', '..', 'detectors');
const KINDS = ['fires', 'silent', 'evasion'] as const;

function test(detectors: readonly Detector[], folder: string | undefined, json: boolean): number {
  let failed = 0;
  for (const detector of detectors) {
    const cases = readCases(folder ?? join(SHIPPED, folderOf(detector.manifest.id) ?? detector.manifest.id));
    const results = cases.map((one) => ({ title: one.title, problems: checkCase(detector, one) }));
    const bad = results.filter(({ problems }) => problems.length > 0);
    failed += bad.length;
    if (json) print(JSON.stringify({ detector: detector.manifest.id, cases: results.length, failed: bad }));
    else {
      print(`${detector.manifest.id}: ${results.length - bad.length} of ${results.length} cases hold`);
      for (const { title, problems } of bad) print(`  ✗ ${title}: ${problems.join(' ')}`);
    }
  }
  return failed === 0 ? 0 : 1;
}

function readCases(folder: string): DetectorCase[] {
  return KINDS.flatMap((kind) => {
    const file = join(folder, 'cases', `${kind}.json`);
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as DetectorCase[]) : [];
  });
}
