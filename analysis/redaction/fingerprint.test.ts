import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { fingerprinter } from './fingerprint';

test('a fingerprint is the beginning of the HMAC, whatever the lengths of key and value', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 130 }), fc.string({ maxLength: 300, unit: 'binary' }), (key, value) => {
      const expected = createHmac('sha256', key).update(value).digest('hex').slice(0, 12);
      expect(fingerprinter(key)(value)).toBe(expected);
    }),
  );
});
