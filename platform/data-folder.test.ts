import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataFolder } from './data-folder';

const root = mkdtempSync(join(tmpdir(), 'gander-data-'));
afterAll(() => rmSync(root, { recursive: true }));

test('it is made with the folders above it, for its owner alone, and taken as it is when it is there', () => {
  const folder = join(root, 'a', 'b');
  openDataFolder(folder);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  chmodSync(folder, 0o750);
  openDataFolder(folder);
  expect(statSync(folder).mode & 0o777).toBe(0o750);
});

test.each([
  ['below a file', join(root, 'file', 'data')],
  ['where the system makes no folders', '/proc/gander/data'],
])('%s it is an error that names the folder, at once', (_, folder) => {
  writeFileSync(join(root, 'file'), '');
  expect(() => openDataFolder(folder)).toThrow(
    expect.objectContaining({ code: 'data_folder_unusable', message: expect.stringContaining(folder) }),
  );
});
