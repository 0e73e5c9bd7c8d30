import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ExpectedAlert } from '../contracts/detector';
import { checkDetector } from '../contracts/manifest';
import { CASE_FILES, readCases } from '../test/support/detector-cases';
import { DETECTORS, folderOf } from './catalogue';

const foldersIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);

test('every detector folder is in the catalogue, under its own name', () => {
  const folders = foldersIn(__dirname).flatMap((group) =>
    foldersIn(join(__dirname, group)).map((name) => `${group}/${name}`),
  );
  expect(DETECTORS.map(({ manifest }) => folderOf(manifest.id)).sort()).toEqual(folders.sort());
});

describe.each(DETECTORS.map((detector) => [detector.manifest.id, detector] as const))('%s', (id, detector) => {
  const folder = join(__dirname, folderOf(id) ?? id);

  test('keeps the contract', () => {
    expect(checkDetector(detector)).toEqual({ detector });
  });

  test('has a test and firing, silent and evasion cases', () => {
    expect(existsSync(join(folder, 'detector.test.ts'))).toBe(true);
    for (const kind of CASE_FILES) expect(readCases(folder, kind).length).toBeGreaterThan(0);
  });

  test('firing cases fire, silent ones stay out of the inbox', () => {
    expect(readCases(folder, 'fires').filter((one) => one.expect.length === 0)).toEqual([]);
    const isLoud = ({ severity }: ExpectedAlert) => severity !== 'info' && severity !== 'low';
    expect(readCases(folder, 'silent').filter((one) => one.expect.some(isLoud))).toEqual([]);
  });

  test('a known miss says why, and is the only reason for a quiet evasion', () => {
    const quiet = readCases(folder, 'evasion').filter((one) => one.expect.length === 0 && one.missed === undefined);
    expect(quiet).toEqual([]);
  });

  test('tells blind spots, false alarms and what to do', () => {
    const { blindSpots, falsePositives, triage, attack } = detector.manifest;
    for (const list of [blindSpots, falsePositives, triage, attack]) expect(list.length).toBeGreaterThan(0);
    for (const technique of attack) expect(technique).toMatch(/^T\d{4}(\.\d{3})?$/);
  });
});
