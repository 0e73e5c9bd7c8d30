import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { incidentsPage } from './incidents-page';

test('the page of incidents is the one that the scenarios make', () => {
  expect(readFileSync(join(__dirname, '..', '..', 'docs', 'incidents-seen.md'), 'utf8')).toBe(incidentsPage());
});
