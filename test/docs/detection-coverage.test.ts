import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DETECTORS } from '../../detectors/catalogue';

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'detection-coverage.md'), 'utf8');
/** What stands in code marks in the column of detectors. */
const named = new Set(
  [...page.matchAll(/^\| [^|]+ \| [^|]+ \| (.+) \|$/gm)].flatMap(([, told = '']) =>
    [...told.matchAll(/`([a-z-]+)`/g)].map(([, id]) => id ?? ''),
  ),
);
/** Facts are no detectors. */
const FACTS = new Set(['outside-text']);

test('every detector that the page names exists', () => {
  const all = new Set(DETECTORS.map(({ manifest }) => manifest.id));
  expect([...named].filter((id) => !all.has(id) && !FACTS.has(id))).toEqual([]);
});

test('every detector stands on the page', () => {
  expect(DETECTORS.map(({ manifest }) => manifest.id).filter((id) => !named.has(id))).toEqual([]);
});
