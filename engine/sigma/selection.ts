/** The named parts of a detection: maps are AND, lists are OR, bare texts are searched everywhere. */
import type { Predicate } from './fields';
import { invalid } from './problem';
import { compileItem } from './value-matcher';
import type { Placeholders } from './value-matcher';

type Path = readonly (string | number)[];

const MAX_ITEMS = 1_000;

/** Throws `RuleProblem`. */
export function compileSelection(given: unknown, path: Path, placeholders: Placeholders): Predicate {
  if (Array.isArray(given)) return ofList(given, path, placeholders);
  if (typeof given === 'object' && given !== null) return ofMap(given, path, placeholders);
  if (typeof given === 'string' || typeof given === 'number') return compileItem('', given, path, placeholders);
  throw invalid(path, 'must be a map of fields, or a list of maps or of words');
}

function ofMap(given: object, path: Path, placeholders: Placeholders): Predicate {
  const entries = Object.entries(given);
  if (entries.length === 0) throw invalid(path, 'is empty');
  if (entries.length > MAX_ITEMS) throw invalid(path, `has more than ${MAX_ITEMS} fields`);
  const items = entries.map(([key, value]) => compileItem(key, value, [...path, key], placeholders));
  return (fields) => items.every((item) => item(fields));
}

function ofList(given: readonly unknown[], path: Path, placeholders: Placeholders): Predicate {
  if (given.length === 0) throw invalid(path, 'is empty');
  if (given.length > MAX_ITEMS) throw invalid(path, `has more than ${MAX_ITEMS} entries`);
  const parts = given.map((one, index) => {
    if (Array.isArray(one)) throw invalid([...path, index], 'a list within a list means nothing');
    return compileSelection(one, [...path, index], placeholders);
  });
  return (fields) => parts.some((part) => part(fields));
}
