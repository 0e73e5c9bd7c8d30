/** Which detectors run, with which settings: those of the catalogue and of configured folders and packages, checked before anything starts. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isAbsolute, join, resolve } from 'node:path';
import type { Detector } from '../contracts/detector';
import { checkDetector } from '../contracts/manifest';
import { DETECTORS } from '../detectors/catalogue';
import type { Config } from '../platform/config';
import { GanderError, messageOf } from '../platform/errors';
import type { ActiveDetector } from './core/dispatch';
import { loadRules } from './sigma/load';
import type { RefusedRule } from './sigma/load';

/**
 * All detectors that are there, switched on or not. Rejects nothing silently: `detector_invalid` names source and field. Rules in YAML
 * that cannot run are given to `onRefused`: one of them stops nothing.
 */
export function loadDetectors(
  config: Pick<Config, 'engine'>,
  shipped: readonly Detector[] = DETECTORS,
  onRefused: (rule: RefusedRule) => void = () => undefined,
): Detector[] {
  const extra = config.engine.extraDetectors.flatMap(fromOutside);
  const rules = loadRules(config.engine.sigma, config.engine.sigmaPlaceholders);
  rules.refused.forEach(onRefused);
  const all = [...shipped, ...extra, ...rules.detectors];
  for (const { manifest } of all) {
    if (all.filter((other) => other.manifest.id === manifest.id).length > 1) {
      throw new GanderError('detector_invalid', `two detectors have the id ${manifest.id}`);
    }
  }
  return all;
}

/** Those that are switched on, with the configured settings over their defaults. */
export function activeDetectors(config: Pick<Config, 'engine'>, detectors: readonly Detector[]): ActiveDetector[] {
  const choices = config.engine.detectors;
  for (const id of Object.keys(choices)) {
    if (detectors.some((detector) => detector.manifest.id === id)) continue;
    throw new GanderError('config_invalid', `engine.detectors.${id}: no detector has this id`);
  }
  return detectors
    .filter(({ manifest }) => choices[manifest.id]?.enabled ?? true)
    .map((detector) => ({ detector, config: settingsOf(detector, choices[detector.manifest.id]?.settings ?? {}) }));
}

function settingsOf({ manifest, defaults }: Detector, settings: Readonly<Record<string, unknown>>): object {
  const known = defaults as Record<string, unknown>;
  for (const [key, value] of Object.entries(settings)) {
    const at = `engine.detectors.${manifest.id}.settings.${key}`;
    if (!Object.hasOwn(known, key)) throw new GanderError('config_invalid', `${at}: the detector has no such setting`);
    if (kindOf(value) === kindOf(known[key])) continue;
    throw new GanderError('config_invalid', `${at}: must be ${kindOf(known[key])}, not ${kindOf(value)}`);
  }
  return Object.freeze({ ...known, ...settings });
}

const kindOf = (value: unknown): string => (Array.isArray(value) ? 'a list' : `a ${typeof value}`);

/** A folder (from the working folder) or a package: one that exports `DETECTORS`, or one detector as `detector` or `default`. */
function fromOutside(source: string): Detector[] {
  const exported = load(source);
  const found = exported['DETECTORS'] ?? exported['detector'] ?? exported['default'];
  const list: unknown[] = Array.isArray(found) ? found : [found];
  return list.map((value, index) => {
    const checked = checkDetector(value);
    if ('detector' in checked) return checked.detector;
    throw new GanderError('detector_invalid', `${source}, detector ${index + 1}: ${checked.problems.join('; ')}`);
  });
}

function load(source: string): Record<string, unknown> {
  const path = isAbsolute(source) || source.startsWith('.') || existsSync(source) ? resolve(source) : source;
  try {
    return createRequire(join(process.cwd(), 'gander.yaml'))(path) as Record<string, unknown>;
  } catch (error) {
    throw new GanderError('detector_invalid', `${source} cannot be loaded: ${messageOf(error)}`, { cause: error });
  }
}
