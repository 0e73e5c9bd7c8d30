/** Generated programs whose meaning is known: the analysis lists exactly what they start. */
import fc from 'fast-check';
import { shellPrograms } from '../../test/support/shell-programs';
import { analyseCommand } from './index';

const UNKNOWN = '\uFFFD';

/** Words that are known; a substitution's output is not. */
const comparable = (words: readonly string[]): string[] => words.filter((word) => word !== UNKNOWN && word !== '');

describe('programs of known meaning', () => {
  it('are listed program by program, with their arguments unquoted', () => {
    fc.assert(
      fc.property(shellPrograms, ({ text, starts }) => {
        const { invocations, bounded } = analyseCommand(text);
        fc.pre(!bounded);
        const found = invocations.map((one) => comparable([one.path, ...one.args.map((arg) => arg.text)]));
        expect(found).toEqual(starts.map(comparable));
      }),
      { numRuns: 1_500 },
    );
  });
});
