import fc from 'fast-check';
import { MAX_ENVELOPE_BYTES } from '../contracts/event';
import type { AgentEvent } from '../contracts/event';
import { errorCode } from '../platform/errors';
import { decodeEnvelope, encodeEnvelope, envelopeText, packLines } from './envelope';

const event = (command: string): AgentEvent => ({
  id: '0'.repeat(32),
  at: 1_790_000_000_000,
  receivedAt: 1_790_000_000_000,
  tenant: 'default',
  source: { dialect: 'codex', signal: 'log', record: 'tool_result' },
  scope: 'session:codex:1',
  agent: { family: 'codex' },
  identityBasis: 'none',
  phase: 'completed',
  action: { type: 'exec', tool: 'shell', command },
});

const sent = (events: AgentEvent[]) => {
  const { value, encoding } = encodeEnvelope(events);
  return { value, headers: { encoding } };
};

test('events come out as they went in, whatever their text', () => {
  const commands = fc.array(fc.string({ unit: 'binary', maxLength: 3_000 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(commands, (texts) => {
      const events = texts.map((text) => event(text.toWellFormed()));
      expect(decodeEnvelope(sent(events))).toEqual({ scope: 'session:codex:1', events });
    }),
    { numRuns: 50 },
  );
});

test('small ones are plain text, large ones are compressed into a buffer of their own', () => {
  expect(encodeEnvelope([event('ls')]).encoding).toBe('identity');
  const { value, encoding } = encodeEnvelope([event('ls '.repeat(1_000))]);
  expect([encoding, value.byteLength < 1_000, value.buffer.byteLength === value.byteLength]).toEqual([
    'zstd',
    true,
    true,
  ]);
});

test.each([
  ['nothing', { value: new Uint8Array(0), headers: {} }],
  ['no JSON', { value: Buffer.from('{"scope"'), headers: {} }],
  ['JSON that is no event', { value: Buffer.from('7\n'), headers: {} }],
  ['an encoding of the future', { value: Buffer.from('{}'), headers: { encoding: 'lzma' } }],
  ['bytes that are not zstd', { value: Buffer.from('{}'), headers: { encoding: 'zstd' } }],
  ['a bomb', { ...sent([event('a'.repeat(3_000_000))]) }],
])('%s is corrupt, and no crash', (_, message) => {
  let code: string | undefined;
  try {
    decodeEnvelope(message);
  } catch (error) {
    code = errorCode(error);
  }
  expect(code).toBe('stream_corrupt');
});

test('lines are packed in their order, into no more bytes than an envelope may have; a longer line goes alone', () => {
  const lengths = fc.array(fc.integer({ min: 1, max: MAX_ENVELOPE_BYTES / 2 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(lengths, fc.constantFrom('a', 'é', '日'), (sizes, character) => {
      const lines = sizes.map((size) => character.repeat(size));
      const packed = packLines(lines);
      const texts = packed.map(({ value, encoding }) => envelopeText({ value, headers: { encoding } }));
      expect(texts.join('')).toBe(lines.map((line) => `${line}\n`).join(''));
      expect(packed.map(({ lines: count }) => count)).toEqual(texts.map((text) => text.split('\n').length - 1));
      const within = texts.map((text, at) => packed[at]?.lines === 1 || Buffer.byteLength(text) <= MAX_ENVELOPE_BYTES);
      expect(within).not.toContain(false);
      const full = texts
        .slice(1)
        .map((text, at) => Buffer.byteLength(`${texts[at] ?? ''}${text.split('\n')[0] ?? ''}`));
      expect(full.filter((size) => size < MAX_ENVELOPE_BYTES)).toEqual([]);
    }),
    { numRuns: 30 },
  );
});
