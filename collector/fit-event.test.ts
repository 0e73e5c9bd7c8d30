import fc from 'fast-check';
import { MAX_EVENT_BYTES } from '../contracts/event';
import type { AgentEvent } from '../contracts/event';
import { cutText } from './cut-text';
import { fitEvent, noteCuts } from './fit-event';

const event = (parts: Partial<AgentEvent>): AgentEvent => ({
  id: '0'.repeat(32),
  at: 1_790_000_000_000,
  receivedAt: 1_790_000_000_000,
  tenant: 'default',
  source: { dialect: 'codex', signal: 'log', record: 'tool_result' },
  scope: 'session:codex:1',
  agent: { family: 'codex' },
  identityBasis: 'none',
  phase: 'completed',
  action: { type: 'exec', tool: 'shell', command: 'ls' },
  ...parts,
});

const read = (line: string | undefined) => JSON.parse(line ?? 'null') as AgentEvent;

test('an event that fits is left as it is', () => {
  expect(read(fitEvent(event({})))).toEqual(event({}));
});

test('whatever its texts are made of, an event is made to fit, and says which of them were cut', () => {
  const unit = fc.constantFrom('a', '\u0000', '"', '日', '😀', 'word ');
  fc.assert(
    fc.property(unit, unit, fc.integer({ min: 1, max: 300_000 }), (one, other, length) => {
      const command = one.repeat(length);
      const whole = event({
        action: { type: 'exec', tool: 'shell', command },
        outcome: { output: other.repeat(length) },
      });
      const line = fitEvent(whole);
      expect(Buffer.byteLength(line ?? '')).toBeLessThanOrEqual(MAX_EVENT_BYTES);
      const kept = read(line);
      const cut = kept.action.type === 'exec' && kept.action.command !== command;
      const note = { field: 'action.command', state: 'truncated', originalLength: command.length };
      if (cut) expect(kept.visibility).toContainEqual(note);
      else expect(kept.visibility ?? []).not.toContainEqual(note);
    }),
    { numRuns: 40 },
  );
});

test('an event whose bulk is no text of its act cannot be made to fit', () => {
  expect(fitEvent(event({ callId: 'a'.repeat(MAX_EVENT_BYTES) }))).toBeUndefined();
});

test('texts cut before are noted with the length of the whole, once, and others are not', () => {
  const command = cutText('rm -rf build '.repeat(100), 400);
  const before = event({
    action: { type: 'exec', tool: 'shell', command, description: 'cleans up' },
    visibility: [{ field: 'action.command', state: 'truncated' }],
  });
  expect(noteCuts(before).visibility).toEqual([{ field: 'action.command', state: 'truncated', originalLength: 1_300 }]);
  expect(noteCuts(event({}))).toEqual(event({}));
});
