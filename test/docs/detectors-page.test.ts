import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { detectorsPage } from './detectors-page';

test('the detectors page is the one that the manifests make', () => {
  expect(readFileSync(join(__dirname, '..', '..', 'docs', 'detectors.md'), 'utf8')).toBe(detectorsPage());
});
