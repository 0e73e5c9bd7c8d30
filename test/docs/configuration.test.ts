import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { configSchema } from '../../platform/config';

interface Node {
  properties?: Record<string, Node>;
  anyOf?: Node[];
}

/** Every key of the configuration, as `a.b.c`; keys inside lists and alternatives are told in words. */
function keys(node: Node, path: string[] = []): string[] {
  if (!node.properties) return [path.join('.')];
  return Object.entries(node.properties).flatMap(([name, child]) => keys(child, [...path, name]));
}

test('the configuration page names every key, and none that does not exist', () => {
  const page = readFileSync(join(__dirname, '..', '..', 'docs', 'configuration.md'), 'utf8');
  const known = keys(z.toJSONSchema(configSchema, { io: 'input' }) as Node);
  const table = page.split('\n').filter((line) => line.startsWith('| `'));
  const named = table.flatMap((line) =>
    [...(line.split('|')[1] ?? '').matchAll(/`([\w.]+)`/g)].map((match) => match[1] ?? ''),
  );
  // `sasl` is an object of its own, told in one row.
  const expected = [...new Set(known.map((key) => key.replace(/^(stream\.kafka\.sasl)\..*/, '$1')))];
  expect([...named].sort()).toEqual(expected.sort());
});
