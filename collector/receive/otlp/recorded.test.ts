import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { brotliDecompressSync } from 'node:zlib';
import { withoutRaw } from '../../../test/support/without-raw';
import { decodeRequest } from './decode';
import type { Signal } from './record-sink';

/** Recorded bodies of real agents, each with its content as OTLP/JSON beside it; not part of the repository. */
const RECORDINGS = resolve(__dirname, '../../../../shared/captures');
const LIMITS = { records: 100_000, attributes: 1_000, values: 100_000, stringBytes: 16 * 1024 * 1024, depth: 64 };

interface Meta {
  signal: Signal;
  body: string;
  stored_brotli?: boolean;
}

function load(path: string): Buffer {
  return path.endsWith('.br') ? brotliDecompressSync(readFileSync(path)) : readFileSync(path);
}

function* recordings(): Generator<string> {
  for (const agent of readdirSync(RECORDINGS, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    for (const run of readdirSync(join(RECORDINGS, agent.name))) {
      const folder = join(RECORDINGS, agent.name, run, 'otlp');
      if (!existsSync(folder)) continue;
      for (const file of readdirSync(folder)) if (file.endsWith('.meta.json')) yield join(folder, file);
    }
  }
}

/** Whoever recorded wrote the one number that JSON has no word for as null. */
const infinite = (json: Buffer) =>
  Buffer.from(json.toString().replaceAll(/"doubleValue": ?null/g, '"doubleValue":"Infinity"'));

if (existsSync(RECORDINGS)) {
  test('every recorded body decodes to what was recorded with it, without loss', () => {
    let compared = 0;
    for (const file of recordings()) {
      const { signal, body } = JSON.parse(readFileSync(file, 'utf8')) as Meta;
      const bytes = load(join(file, '..', body));
      const base = file.replace(/\.meta\.json$/, '.decoded.json');
      const beside = [base, `${base}.br`].find((path) => existsSync(path));
      if (!beside) continue;
      const wire = body.includes('.pb');
      const found = withoutRaw(decodeRequest(signal, wire ? 'protobuf' : 'json', bytes, LIMITS));
      const text = wire ? infinite(load(beside)) : load(beside);
      const expected = decodeRequest(signal, 'json', text, LIMITS);
      if (!isDeepStrictEqual(found, expected)) expect(found).toEqual(expected);
      expect(found.losses).toEqual([]);
      expect(found.records.length).toBeGreaterThan(0);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(300);
  }, 60_000);
} else {
  test.skip(`no recordings at ${RECORDINGS}`, () => undefined);
}
