/** Rules of folders as detectors, and the rules that cannot run with the reason. */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Detector } from '../../contracts/detector';
import { checkDetector } from '../../contracts/manifest';
import { GanderError, messageOf } from '../../platform/errors';
import { isCanary, readCanary } from './canary';
import { readCorrelation } from './correlation';
import { correlationDetector } from './correlation-detector';
import { readDocuments } from './documents';
import type { RuleDocument } from './documents';
import { RuleProblem, invalid, unsupported } from './problem';
import type { ProblemKind } from './problem';
import { readRule } from './rule';
import type { DetectionRule } from './rule';
import { ruleDetector } from './rule-detector';
import type { Placeholders } from './value-matcher';

/** A rule that does not run. */
export interface RefusedRule {
  file: string;
  line: number;
  kind: ProblemKind;
  /** `detection.selection.CommandLine|re`; empty when the whole is meant. */
  field: string;
  why: string;
}

export interface LoadedRules {
  detectors: Detector[];
  refused: RefusedRule[];
}

interface Source {
  file: string;
  document: RuleDocument;
}

interface ReadRule extends Source {
  rule: DetectionRule;
}

/** Most rule files of all folders together. */
const MAX_FILES = 20_000;
const MAX_DEPTH = 16;

/** All `.yml` and `.yaml` below the folders. A folder that is not there is an error of the configuration; a rule that cannot run is none. */
export function loadRules(folders: readonly string[], placeholders: Placeholders = {}): LoadedRules {
  const loaded: LoadedRules = { detectors: [], refused: [] };
  const files = folders.flatMap(filesBelow);
  if (files.length > MAX_FILES) throw new GanderError('config_invalid', `engine.sigma: more than ${MAX_FILES} files`);
  const sources = files.flatMap((file) => documentsOf(file, loaded));
  const attempt = <T>({ file, document }: Source, work: () => T): T | undefined => {
    try {
      return work();
    } catch (error) {
      loaded.refused.push(refusal(file, document.lineOf(pathOf(error)), error));
      return undefined;
    }
  };
  const rules: ReadRule[] = [];
  const correlations: Source[] = [];
  for (const source of sources) {
    const { value } = source.document;
    if (has(value, 'correlation')) correlations.push(source);
    else if (isCanary(value))
      keep(
        attempt(source, () => readCanary(value, source.file)),
        source,
        loaded,
      );
    else {
      const rule = attempt(source, () => read(value, placeholders));
      if (rule) rules.push({ ...source, rule });
    }
  }
  const spoken = addCorrelations(correlations, rules, attempt, loaded);
  for (const one of rules) if (!spoken.has(one)) keep(ruleDetector(one.rule, one.file), one, loaded);
  return loaded;
}

function read(value: unknown, placeholders: Placeholders): DetectionRule {
  if (has(value, 'filter')) throw unsupported(['filter'], 'filter documents are not applied');
  if (has(value, 'action')) throw unsupported(['action'], 'rule collections are obsolete');
  return readRule(value, placeholders);
}

type Attempt = <T>(source: Source, work: () => T) => T | undefined;

/** The rules that correlations stand for: they run only there. */
function addCorrelations(
  correlations: readonly Source[],
  rules: readonly ReadRule[],
  attempt: Attempt,
  loaded: LoadedRules,
): ReadonlySet<ReadRule> {
  const byName = new Map<string, ReadRule>();
  for (const one of rules)
    for (const name of [one.rule.about.id, one.rule.about.name])
      if (name !== undefined && !byName.has(name)) byName.set(name, one);
  const spoken = new Set<ReadRule>();
  for (const source of correlations) {
    const found = attempt(source, () => readCorrelation(source.document.value, (name) => byName.get(name)?.rule));
    if (!found) continue;
    keep(correlationDetector(found.correlation, source.file), source, loaded);
    if (!found.generate) for (const name of found.names) addTo(spoken, byName.get(name));
  }
  return spoken;
}

const addTo = <T>(set: Set<T>, value: T | undefined): void => {
  if (value !== undefined) set.add(value);
};

/** Takes the detector in unless its id is taken or its manifest breaks a bound. */
function keep(detector: Detector | undefined, { file, document }: Source, loaded: LoadedRules): void {
  if (!detector) return;
  const result = checkDetector(detector);
  const refuse = (problem: RuleProblem) => loaded.refused.push(refusal(file, document.lineOf(problem.path), problem));
  if ('problems' in result) refuse(invalid([], result.problems.join('; ')));
  else if (loaded.detectors.some(({ manifest }) => manifest.id === result.detector.manifest.id))
    refuse(invalid(['id'], `another rule has the id ${result.detector.manifest.id}`));
  else loaded.detectors.push(result.detector);
}

function documentsOf(file: string, loaded: LoadedRules): Source[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    loaded.refused.push(refusal(file, 1, invalid([], `cannot be read: ${messageOf(error)}`)));
    return [];
  }
  const { documents, broken } = readDocuments(text);
  for (const { line, problem } of broken) loaded.refused.push(refusal(file, line, problem));
  return documents.map((document) => ({ file, document }));
}

function filesBelow(folder: string): string[] {
  try {
    return walk(folder, 0);
  } catch (error) {
    throw new GanderError('config_invalid', `engine.sigma: ${folder} cannot be read: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

function walk(folder: string, depth: number): string[] {
  if (depth > MAX_DEPTH) return [];
  if (statSync(folder).isFile()) return [folder];
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return entry.name.startsWith('.') ? [] : walk(path, depth + 1);
      return (entry.isFile() || entry.isSymbolicLink()) && /\.ya?ml$/i.test(entry.name) ? [path] : [];
    });
}

const pathOf = (error: unknown): readonly (string | number)[] => (error instanceof RuleProblem ? error.path : []);

function refusal(file: string, line: number, error: unknown): RefusedRule {
  const known = error instanceof RuleProblem ? error : invalid([], messageOf(error).slice(0, 200));
  return { file, line, kind: known.kind, field: known.path.join('.'), why: known.message };
}

/** `file:line: field: why`, as other tools can open it. */
export const describeRefusal = ({ file, line, field, why }: RefusedRule): string =>
  `${file}:${line}: ${field === '' ? '' : `${field}: `}${why}`;

const has = (value: unknown, key: string): boolean =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key);
