/** Answers in which every text that an agent could have written is an attack on the page. */
import type { Answers } from './stub-server';

/** To be seen in the page as text. */
export const MARK = '<img src=x onerror=window.planted=1>';
const ATTACK = `${MARK}<script>window.planted=1</script><iframe srcdoc="<script>parent.planted=1</script>"></iframe>"'><svg onload=window.planted=1> javascript:window.planted=1`;

/** What the page itself steers by; all else is text. */
const STEERS = new Set([
  'severity',
  'confidence',
  'state',
  'type',
  'phase',
  'status',
  'id',
  'eventId',
  'incident',
  'csrf',
  'what',
  'next',
  'tactic',
  'origin',
  'direction',
  'callId',
  'unit',
]);

/** Addresses and ids stay usable and are hostile too. */
const planted = (name: string, text: string): string =>
  name === 'session' || name === 'user' ? `javascript:${text}${MARK}` : `${text} ${ATTACK}`;

/** The same answers with the attack in each field of text. */
export const hostile = (answers: Answers): Answers =>
  Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => [name, (url: URL, body: unknown) => spoil('', answer(url, body))]),
  );

function spoil(name: string, value: unknown): unknown {
  if (typeof value === 'string') return STEERS.has(name) ? value : planted(name, value);
  if (Array.isArray(value)) return value.map((item) => spoil(name, item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, spoil(key, item)]));
}
