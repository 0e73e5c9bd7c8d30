import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Detector, Manifest } from '../../contracts/detector';
import { activeDetectors, loadDetectors } from '../../engine/detectors';
import { describeRefusal } from '../../engine/sigma/load';
import type { RefusedRule } from '../../engine/sigma/load';
import { loadConfig } from '../../platform/config';
import type { Config } from '../../platform/config';
import { GanderError } from '../../platform/errors';
import { print, readArguments } from '../verb';
import type { Verb } from '../verb';
import { printCoverage } from './coverage';
import { newDetector } from './new';
import { shippedFolder, testCases } from './test-cases';
import type { Tested } from './test-cases';

export const detectorsVerb: Verb = {
  help: `Usage: gander detectors list [--json]
       gander detectors show ID [--json]
       gander detectors test [ID|FOLDER…] [--cases FOLDER] [--json]
       gander detectors coverage [--navigator FILE] [--json]
       gander detectors new NAME [--group GROUP | --out FOLDER]
       (all: [--config FILE])

list      what is there, with severity, maturity and whether it is on; then rules of engine.sigma that cannot run, and why
show      what it detects, what it cannot see, usual false alarms, what to do about an alert
test      runs the cases of each detector (fires, silent, evasion) through the engine; FOLDER is that of a detector of your own, with its
          cases; --cases names the folder of the cases of a detector that the configuration loads
coverage  which detectors that are on can fire on what each agent shows, by OpenTelemetry, hooks and transcripts, and what is to be
          switched on; --navigator writes their techniques as a layer for the ATT&CK Navigator
new       makes a folder with cases that fail until the detector is written: in the working folder or --out, or in --group of a clone

Example:
  gander detectors show reverse-shell`,
  run(args) {
    const { values, positionals } = readArguments(args, {
      config: { type: 'string' },
      cases: { type: 'string' },
      navigator: { type: 'string' },
      group: { type: 'string' },
      out: { type: 'string' },
      json: { type: 'boolean' },
    });
    const config = loadConfig(values.config === undefined ? {} : { file: values.config });
    const [what, ...ids] = positionals;
    const json = values.json === true;
    const refused: RefusedRule[] = [];
    const detectors = loadDetectors(config, undefined, (rule) => refused.push(rule));
    const done = (code: number) => Promise.resolve(code);
    if (what === 'list' && ids.length === 0) return done(list(config, detectors, refused, json));
    if (what === 'show' && ids.length === 1) return done(show(pick(detectors, ids[0] ?? ''), json));
    if (what === 'test') return done(testCases(tested(config, detectors, ids, values.cases), json));
    if (what === 'coverage' && ids.length === 0) {
      const on = activeDetectors(config, detectors).map(({ detector }) => detector.manifest);
      return done(printCoverage(on, json, values.navigator));
    }
    if (what === 'new' && ids.length === 1) {
      const taken = detectors.map(({ manifest }) => manifest.id);
      return done(newDetector({ name: ids[0] ?? '', group: values.group, out: values.out }, taken));
    }
    throw new GanderError(
      'usage',
      'expected: gander detectors list, show ID, test [ID|FOLDER…], coverage, or new NAME',
    );
  },
};

/** A name with a slash or a dot is a folder: ids have neither. */
function tested(config: Config, detectors: readonly Detector[], names: readonly string[], cases?: string): Tested[] {
  const own = (name: string): Tested[] =>
    loadDetectors({ engine: { ...config.engine, extraDetectors: [name], sigma: [] } }, []).map((detector) => ({
      detector,
      folder: resolve(name),
    }));
  const known = (detector: Detector): Tested => ({ detector, folder: cases ?? shippedFolder(detector) });
  if (names.length === 0) return detectors.map(known);
  return names.flatMap((name) => (isFolder(name) ? own(name) : [known(pick(detectors, name))]));
}

const isFolder = (name: string): boolean => /[./]/.test(name) && existsSync(name) && statSync(name).isDirectory();

function pick(detectors: readonly Detector[], id: string): Detector {
  const found = detectors.find(({ manifest }) => manifest.id === id);
  if (!found)
    throw new GanderError('usage', `there is no detector "${id}"; gander detectors list tells which there are`);
  return found;
}

function list(config: Config, detectors: readonly Detector[], refused: readonly RefusedRule[], json: boolean): number {
  const on = new Set(activeDetectors(config, detectors).map(({ detector }) => detector.manifest.id));
  const width = Math.max(...detectors.map(({ manifest }) => manifest.id.length));
  if (json) {
    const rows = detectors.map(({ manifest }) => ({ ...manifest, enabled: on.has(manifest.id) }));
    print(JSON.stringify([...rows, ...refused.map((rule) => ({ refused: rule }))]));
  } else
    for (const { manifest: m } of detectors)
      print(
        `${m.id.padEnd(width)}  ${m.severity.padEnd(8)}  ${m.maturity.padEnd(12)}  ${on.has(m.id) ? 'on ' : 'off'}  ${m.title}`,
      );
  if (!json && refused.length > 0) {
    print(`\n${refused.length} rules cannot run:`);
    for (const rule of refused) print(describeRefusal(rule));
  }
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
