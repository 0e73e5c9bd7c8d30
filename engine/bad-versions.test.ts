import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../platform/config';
import type { Logger } from '../platform/log';
import { withBadVersions } from './bad-versions';

const said: string[] = [];
const note = (message: string) => void said.push(message);
const log: Logger = { debug: note, info: note, warn: note, error: note, child: () => log };
const config = loadConfig({});
beforeEach(() => void (said.length = 0));

describe('withBadVersions', () => {
  it('reads the list that is shipped', () => {
    const { context } = withBadVersions(config, log, () => Date.parse('2026-12-01'));
    expect(context.badVersions).toContainEqual(expect.stringMatching(/^agent:claude-code@<1\.0\.111 /));
    expect(said).toEqual([]);
  });

  it('says once that it has expired, and uses it', () => {
    const { context } = withBadVersions(config, log, () => Date.parse('2036-01-01'));
    expect(context.badVersions).not.toEqual([]);
    expect(said).toEqual([expect.stringContaining('expired on')]);
  });

  it('refuses a list that the key has not signed, and goes on without', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bad-versions-'));
    const shipped = join(__dirname, '..', 'detectors', 'supply-chain', 'known-bad-version', 'list');
    const list = join(folder, 'own.json');
    writeFileSync(list, '{}');
    copyFileSync(join(shipped, 'bad-versions.json.sig'), `${list}.sig`);
    const engine = { ...config.engine, badVersions: { list, key: join(shipped, 'bad-versions.pem') } };
    expect(withBadVersions({ ...config, engine }, log, () => 0).context.badVersions).toBeUndefined();
    expect(said).toEqual([expect.stringContaining('own.json is refused')]);
    rmSync(folder, { recursive: true });
  });
});
