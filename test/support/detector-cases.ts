/** The three lines of a detector's own test: every case beside it, by title. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Detector, DetectorCase } from '../../contracts/detector';
import { checkCase } from '../../engine/detector-cases';

export const CASE_FILES = ['fires', 'silent', 'evasion'] as const;

export function readCases(folder: string, kind: (typeof CASE_FILES)[number]): DetectorCase[] {
  const file = join(folder, 'cases', `${kind}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as DetectorCase[]) : [];
}

export function testDetector(detector: Detector, folder: string): void {
  for (const kind of CASE_FILES) {
    describe(`${detector.manifest.id} ${kind}`, () => {
      const cases = readCases(folder, kind);
      test('has cases', () => expect(cases.length).toBeGreaterThan(0));
      test.each(cases.map((one) => [one.missed === undefined ? one.title : `${one.title} (known miss)`, one] as const))(
        '%s',
        (_, one) => {
          expect(checkCase(detector, one)).toEqual([]);
        },
      );
    });
  }
}
