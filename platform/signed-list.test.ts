import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSignedList } from './signed-list';

const folder = mkdtempSync(join(tmpdir(), 'signed-list-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'list.json');
const keyFile = join(folder, 'key.pem');
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const entries = [{ kind: 'npm', name: 'left-pad', versions: ['1.0.0', '<0.9.0'], why: 'a test' }];
const day = (text: string) => Date.parse(text);

function write(content: object, by = privateKey): void {
  const text = JSON.stringify(content);
  writeFileSync(file, text);
  writeFileSync(`${file}.sig`, sign(null, Buffer.from(text), by).toString('base64'));
  writeFileSync(keyFile, publicKey.export({ type: 'spki', format: 'pem' }));
}
const good = { version: 1, issued: '2026-01-01', expires: '2026-06-30', entries };

describe('readSignedList', () => {
  it('gives the entries of a list that is signed', () => {
    write(good);
    expect(readSignedList(file, keyFile, day('2026-06-30T12:00:00Z'))).toEqual({
      entries,
      expires: '2026-06-30',
      expired: false,
    });
  });

  it('says when it has expired', () => {
    write(good);
    expect(readSignedList(file, keyFile, day('2026-07-01T00:00:00Z')).expired).toBe(true);
  });

  const breakIt: Record<string, () => void> = {
    'another key': () => {
      write(good, generateKeyPairSync('ed25519').privateKey);
    },
    'a changed list': () => {
      writeFileSync(file, JSON.stringify({ ...good, expires: '2030-01-01' }));
    },
    'no expiry': () => {
      write({ version: 1, issued: '2026-01-01', entries });
    },
    'no signature': () => {
      rmSync(`${file}.sig`);
    },
    'another kind of key': () => {
      const { publicKey: other } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
      writeFileSync(keyFile, other.export({ type: 'spki', format: 'pem' }));
    },
  };

  it.each([
    ['another key', /signature/],
    ['a changed list', /signature/],
    ['no expiry', /expires/],
    ['no signature', /ENOENT/],
    ['another kind of key', /no Ed25519 key/],
  ])('refuses %s', (what, reason) => {
    write(good);
    breakIt[what]?.();
    expect(() => readSignedList(file, keyFile, 0)).toThrow(reason);
    expect(() => readSignedList(file, keyFile, 0)).toThrow('list.json is refused');
  });
});
