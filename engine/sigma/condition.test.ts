import fc from 'fast-check';
import { compileCondition } from './condition';
import { Fields } from './fields';
import { RuleProblem } from './problem';

const none = new Fields({});
const TRUE = new Set(['sel_a', 'keywords']);
const selections = new Map(
  ['sel_a', 'sel_b', 'sel_c', 'keywords', '_hidden', 'filter'].map((name) => [name, () => TRUE.has(name)]),
);
const holds = (text: string) => compileCondition(text, selections, [])(none);

test.each([
  ['sel_a', true],
  ['sel_a and sel_b', false],
  ['sel_a or sel_b', true],
  ['not sel_b', true],
  ['not not sel_a', true],
  ['sel_b or sel_a and not filter', true],
  ['(sel_b or sel_a) and sel_c', false],
  ['sel_a or sel_b and sel_c', true],
  ['1 of sel_*', true],
  ['all of sel_*', false],
  ['any of filter*', false],
  ['2 of them', true],
  ['3 of them', false],
  ['not 1 of sel_b*', true],
  ['1 of sel_* AND NOT filter', true],
  ['all of *words', true],
])('%s is %s', (text, expected) => expect(holds(text)).toBe(expected));

test.each([
  ['', 'ends too early'],
  ['sel_a and', 'ends too early'],
  ['(sel_a', 'not closed'],
  ['sel_a sel_b', 'stands where nothing should'],
  ['nothing', 'no selection "nothing"'],
  ['1 of none_*', 'no selection is called'],
  ['9 of them', 'can never hold'],
  ['sel_a | count() > 5', 'obsolete'],
  ['sel_a; sel_b', 'cannot be read'],
  [`${'('.repeat(60)}sel_a${')'.repeat(60)}`, 'nests deeper'],
])('%s is refused', (text, expected) => expect(() => holds(text)).toThrow(expected));

test('any text is a condition or a problem, never a crash', () => {
  const word = fc.constantFrom(
    'and',
    'or',
    'not',
    '(',
    ')',
    '1',
    'all',
    'of',
    'them',
    'sel_a',
    'sel_*',
    '|',
    '\n',
    '😀',
    '*',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(word).map((words) => words.join(' ')),
      ),
      (text) => {
        try {
          expect(typeof holds(text)).toBe('boolean');
        } catch (error) {
          expect(error).toBeInstanceOf(RuleProblem);
        }
      },
    ),
  );
});
