import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDecoys } from './decoys';

const folder = mkdtempSync(join(tmpdir(), 'gander-decoys-'));
afterAll(() => rmSync(folder, { recursive: true }));

const fileOf = (text: string) => {
  const file = join(folder, 'decoys.txt');
  writeFileSync(file, text);
  return file;
};

describe('decoys of the configuration', () => {
  it('joins values, the lines of the file and canaries', () => {
    const file = fileOf('# false keys\n\n  decoy-from-file  \r\nanother-decoy\n');
    expect(readDecoys({ values: ['decoy-value'], canaries: ['a sentence of a prompt'], file })).toEqual([
      { kind: 'honeytoken', value: 'decoy-value' },
      { kind: 'honeytoken', value: 'decoy-from-file' },
      { kind: 'honeytoken', value: 'another-decoy' },
      { kind: 'prompt-canary', value: 'a sentence of a prompt' },
    ]);
  });

  it.each([
    ['a value that is too short', 'long-enough-decoy\nshort\n', /decoys\.txt:2: a decoy has 8 to 500 characters/],
    ['a value that is too long', 'x'.repeat(501), /decoys\.txt:1: a decoy has/],
    ['too many', 'decoy-value\n'.repeat(201), /decoys\.txt:201: more than 200 decoys/],
  ])('refuses %s with its line', (_, text, message) => {
    expect(() => readDecoys({ values: [], canaries: [], file: fileOf(text) })).toThrow(message);
  });

  it('says which file is not there', () => {
    const file = join(folder, 'missing.txt');
    expect(() => readDecoys({ values: [], canaries: [], file })).toThrow(/decoys\.file .*missing\.txt/);
  });
});
