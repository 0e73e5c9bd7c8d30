import fc from 'fast-check';
import { readJson } from './partial-json';
import type { Json } from './partial-json';

describe('JSON that is cut', () => {
  it.each<[string, Json]>([
    ['{"command":"cat /etc/pas', { command: 'cat /etc/pas' }],
    ['{"a":1,"b":[1,2,{"c":"d"', { a: 1, b: [1, 2, { c: 'd' }] }],
    ['{"a":"x","b":', { a: 'x' }],
    ['{"a":"x","b', { a: 'x' }],
    ['{"a":"line\\nnext\\', { a: 'line\nnext' }],
    ['{"a":"\\u00e9\\u00', { a: 'é' }],
    ['["a","b"...[TRUNCATED', ['a', 'b']],
    ['{"a":12', {}],
    ['"plain', 'plain'],
    ['{"id":"x","parentID":undefined,"b":true}', { id: 'x', parentID: null, b: true }],
  ])('keeps what is there of %s', (text, value) => {
    const reading = readJson(text);
    expect(JSON.parse(JSON.stringify(reading?.value))).toEqual(value);
    expect(reading?.cut).toBe(true);
  });

  it.each(['', 'ls -la', '*** Begin Patch', '12', 'true', 'nul'])('is not seen in %j', (text) => {
    expect(readJson(text)).toBeUndefined();
  });

  it('puts no member on a prototype', () => {
    const reading = readJson('{"__proto__":{"polluted":true},"x":"');
    expect(reading).toBeDefined();
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('takes nesting to its bound and no further', () => {
    const deep = readJson('['.repeat(100_000));
    expect(deep?.cut).toBe(true);
    const closed = readJson(`${'[1,'.repeat(5_000)}1${']'.repeat(5_000)}`);
    expect(closed?.cut).toBe(true);
  });
});

const isPrefix = (part: Json, whole: Json): boolean => {
  if (typeof part === 'string') return typeof whole === 'string' && whole.startsWith(part);
  if (Array.isArray(part)) {
    return Array.isArray(whole) && part.every((item, index) => isPrefix(item, whole[index] ?? null));
  }
  if (typeof part === 'object' && part !== null) {
    return Object.entries(part).every(([key, item]) => isPrefix(item, (whole as Record<string, Json>)[key] ?? null));
  }
  return Object.is(part, whole);
};

it('reads whole JSON as JSON.parse does, and of cut JSON a part of it', () => {
  const json = fc.jsonValue({ maxDepth: 4 }).filter((value) => typeof value === 'object' && value !== null);
  fc.assert(
    fc.property(json, fc.nat(), fc.constantFrom(0, 2), (value, at, indent) => {
      const text = JSON.stringify(value, null, indent);
      expect(readJson(text)).toEqual({ value: JSON.parse(text) as Json, cut: false });
      const cut = text.slice(0, Math.max(1, at % text.length));
      const reading = readJson(cut);
      expect(reading === undefined || isPrefix(reading.value, JSON.parse(text) as Json)).toBe(true);
    }),
  );
});

it('throws on no text', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...Array.from('{}[]",:\\u0n tr.-')), maxLength: 200 }), (text) => {
      readJson(text);
    }),
  );
});
