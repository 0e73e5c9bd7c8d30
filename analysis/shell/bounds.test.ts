/** Whatever the text, the analysis ends without an error and after bounded work. */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { sampleShellPrograms } from '../../test/support/shell-programs';
import { worstShellTexts } from '../../test/support/shell-worst';
import { analyseCommand } from './index';
import { MAX_INVOCATIONS, MAX_STEPS } from './limits';
import { State } from './run/state';

/** Commands walked and characters derived. */
function workOf(text: string): { steps: number; derived: number; bounded: boolean } {
  const step = jest.spyOn(State.prototype, 'step');
  const charge = jest.spyOn(State.prototype, 'charge');
  const { bounded } = analyseCommand(text);
  const steps = step.mock.results.filter((result) => result.value === true).length;
  const derived = charge.mock.calls
    .filter((_, index) => charge.mock.results[index]?.value === true)
    .reduce((sum, [amount]) => sum + amount, 0);
  jest.restoreAllMocks();
  return { steps, derived, bounded };
}

describe('crafted texts', () => {
  it.each([...worstShellTexts(64 * 1024)])('%s', (_, text) => {
    const { steps, derived } = workOf(text);
    expect(steps).toBeLessThanOrEqual(MAX_STEPS);
    expect(derived).toBeLessThanOrEqual(64 * 1024 + 2 * text.length);
    expect(analyseCommand(text).invocations.length).toBeLessThanOrEqual(MAX_INVOCATIONS);
  });

  it('says when something was left out', () => {
    expect(analyseCommand(Array.from({ length: 3_000 }, (_, index) => `a${index};`).join('')).bounded).toBe(true);
    expect(analyseCommand('for i in {1..500}; do for j in {1..500}; do a; done; done').bounded).toBe(true);
    expect(analyseCommand(`a=xxxxxxxx;${'a=$a$a;'.repeat(40)}`).bounded).toBe(true);
    expect(analyseCommand('x'.repeat(1024 * 1024 + 1)).bounded).toBe(true);
    expect(analyseCommand('$('.repeat(200)).bounded).toBe(true);
    let nested = 'id';
    for (let level = 0; level < 9; level++) nested = `echo ${Buffer.from(nested).toString('base64')} | base64 -d | sh`;
    expect(analyseCommand(nested).bounded).toBe(true);
  });

  it('lists long words of a loop a few times only', () => {
    const { invocations, bounded } = analyseCommand(`for i in {1..64}; do a ${'x'.repeat(32 * 1024)}; done`);
    expect(bounded).toBe(true);
    expect(invocations.length).toBeLessThan(10);
  });

  it('passes statements that are only repeated, and reads on behind them', () => {
    const { invocations, bounded } = analyseCommand(`${'a b | c; '.repeat(5_000)}d`);
    expect(bounded).toBe(false);
    expect(invocations.length).toBeLessThan(200);
    expect(invocations.at(-1)?.program).toBe('d');
  });

  it('does not take for repeated what does something else each time', () => {
    const { invocations } = analyseCommand(`i=0; ${'i=$((i+1)); run $i; '.repeat(60)}`);
    expect(invocations.filter(({ program }) => program === 'run').at(-1)?.args[0]?.text).toBe('60');
  });

  it('sees a thousand commands of a script', () => {
    const script = Array.from({ length: 900 }, (_, index) => `a ${index}\nif b; then c ${index}; fi`).join('\n');
    expect(analyseCommand(script).invocations).toHaveLength(MAX_INVOCATIONS);
  });

  it('says nothing of it for an ordinary text', () => {
    const script = Array.from({ length: 200 }, (_, index) => `if a ${index}; then b "$(c)" > f${index}; fi`).join('\n');
    expect(analyseCommand(script)).toMatchObject({ bounded: false, parsed: { problems: [] } });
  });

  it('bounds what is inflated', () => {
    const bomb = gzipSync(Buffer.alloc(8 << 20, 'id;')).toString('base64');
    expect(workOf(`echo ${bomb} | base64 -d | gunzip | sh`).derived).toBeLessThan(4 * bomb.length + 20_000);
    expect(analyseCommand(`echo ${bomb} | base64 -d | gunzip | sh`).invocations).toHaveLength(4);
  });
});

describe('any text', () => {
  const pieces = fc.constantFrom(
    ...' \n;&|()<>{}[]$`"\'\\#!=*?~a1'.split(''),
    ...['$(', '${', '$((', '<<E\n', '<(', '[[ ', '((', 'if ', 'do ', 'f() ', '\r\n', '\0', 'é', '😀', "$'"],
    ...[
      'sudo ',
      'env A=1 ',
      'xargs -I{} ',
      'bash -c ',
      'eval ',
      'echo ',
      'printf ',
      ' | sh',
      'base64 -d',
      'tr a-z ',
      'sed s/a/b/ ',
      'find . -exec ',
    ],
    ...[
      'ssh h ',
      'docker run ',
      'kubectl exec ',
      'python -c ',
      'awk ',
      'read a ',
      'set -- ',
      'for i in ',
      '; do ',
      '; done',
      'powershell -enc ',
      'cmd /c ',
    ],
    ...[
      '${a:1:2}',
      '${a//x/y}',
      '${a[@]}',
      '{1..3}',
      '{a,b}',
      'a=b;',
      'a=(b c);',
      '> f',
      '<<< ',
      'cd ',
      'tee f ',
      '. f',
      'crontab -',
      'trap ',
    ],
  );
  const texts = fc.oneof(
    fc.string({ unit: pieces, maxLength: 30 }),
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc
      .tuple(
        fc.constantFrom(...sampleShellPrograms(100, 4)),
        fc.nat(),
        fc.nat(4),
        fc.string({ unit: pieces, maxLength: 3 }),
      )
      .map(([text, at, cut, piece]) => text.slice(0, at % text.length) + piece + text.slice((at % text.length) + cut)),
  );

  it('is analysed without an error, and all that is listed makes sense', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom('posix' as const, 'powershell' as const, 'cmd' as const), (text, shell) => {
        const { invocations } = analyseCommand(text, { shell, cwd: '/w', home: '/h' });
        for (const { source, readsFrom, feeds, program, path } of invocations) {
          expect(source.start).toBeGreaterThanOrEqual(0);
          expect(source.end).toBeLessThanOrEqual(text.length);
          expect(source.start).toBeLessThanOrEqual(source.end);
          for (const index of [readsFrom, feeds]) if (index !== undefined) expect(invocations[index]).toBeDefined();
          expect(typeof program + typeof path).toBe('stringstring');
        }
      }),
      { numRuns: 4_000 },
    );
  });

  it('gives the same answer each time', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(analyseCommand(text)).toEqual(analyseCommand(text));
      }),
      { numRuns: 300 },
    );
  });
});
