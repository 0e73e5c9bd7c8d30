/** YAML files with rules: their documents, and on which line of the file a field stands. */
import { LineCounter, isMap, isScalar, isSeq, parseAllDocuments } from 'yaml';
import type { Document, Node } from 'yaml';
import type { RuleProblem } from './problem';
import { invalid } from './problem';

export interface RuleDocument {
  value: unknown;
  /** Line of a field, or of the nearest one around it that is there. */
  lineOf(path: readonly (string | number)[]): number;
}

/** A document that is no YAML: where, and why. */
export interface BrokenDocument {
  line: number;
  problem: RuleProblem;
}

const MAX_DOCUMENTS = 500;
/** Longest file, characters. */
const MAX_FILE = 1024 * 1024;
/** How often a file may repeat a part of itself: beyond it a few lines could fill all memory. */
const MAX_ALIASES = 100;

/** Never throws: whatever cannot be read is among the broken. */
export function readDocuments(text: string): { documents: RuleDocument[]; broken: BrokenDocument[] } {
  if (text.length > MAX_FILE)
    return {
      documents: [],
      broken: [{ line: 1, problem: invalid([], `the file is longer than ${MAX_FILE} characters`) }],
    };
  try {
    return parse(text);
  } catch (error) {
    const why = error instanceof RangeError ? 'it nests too deep' : 'it cannot be read';
    return { documents: [], broken: [{ line: 1, problem: invalid([], `no valid YAML: ${why}`) }] };
  }
}

function parse(text: string): ReturnType<typeof readDocuments> {
  const counter = new LineCounter();
  const all = parseAllDocuments(text, { lineCounter: counter, prettyErrors: false, logLevel: 'error' });
  const documents: RuleDocument[] = [];
  const broken: BrokenDocument[] = [];
  for (const document of Array.isArray(all) ? all.slice(0, MAX_DOCUMENTS) : []) {
    const [error] = document.errors;
    const line = counter.linePos(error?.pos[0] ?? document.range[0]).line;
    if (error) broken.push({ line, problem: invalid([], `no valid YAML: ${error.message}`) });
    else add(document, counter, line, documents, broken);
  }
  if (Array.isArray(all) && all.length > MAX_DOCUMENTS)
    broken.push({ line: 1, problem: invalid([], `the file has more than ${MAX_DOCUMENTS} documents`) });
  return { documents, broken };
}

/** A document that is a list holds one rule an entry. */
function add(
  document: Document.Parsed,
  counter: LineCounter,
  line: number,
  documents: RuleDocument[],
  broken: BrokenDocument[],
): void {
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch {
    broken.push({ line, problem: invalid([], 'it repeats parts of itself too often') });
    return;
  }
  if (value === null || value === undefined) return;
  const lineOf = (path: readonly (string | number)[]) => lineOfNode(document.contents, path, counter) ?? line;
  if (!Array.isArray(value)) documents.push({ value, lineOf });
  else
    for (const [index, entry] of value.slice(0, MAX_DOCUMENTS).entries())
      documents.push({ value: entry, lineOf: (path) => lineOf([index, ...path]) });
}

function lineOfNode(
  contents: Node | null,
  path: readonly (string | number)[],
  counter: LineCounter,
): number | undefined {
  let node: unknown = contents;
  let offset = contents?.range?.[0];
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (!pair) break;
      if (isScalar(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof step === 'number') {
      node = node.items[step];
      offset = (node as Node | undefined)?.range?.[0] ?? offset;
    } else break;
  }
  return offset === undefined ? undefined : counter.linePos(offset).line;
}
