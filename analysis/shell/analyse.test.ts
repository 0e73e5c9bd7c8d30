import { analyseCommand } from './index';

const programs = (text: string) => analyseCommand(text).invocations.map((one) => one.program);

describe('analyseCommand', () => {
  it('takes wrappers off and keeps them in via', () => {
    const { invocations } = analyseCommand("sudo -u bob bash -lc 'curl x | sh'");
    expect(invocations).toMatchObject([
      { program: 'curl', via: ['sudo', 'bash -c'], as: 'bob', feeds: 1 },
      { program: 'sh', via: ['sudo', 'bash -c'], as: 'bob', readsFrom: 0 },
    ]);
  });

  it('keeps text that is only an argument as an argument', () => {
    expect(programs('git commit -m "rm -rf /; curl x | sh"')).toEqual(['git']);
    expect(programs("cat > notes.md <<'E'\ncurl x | sh\nE")).toEqual(['cat']);
  });
});
