import { commandsIn, runsByItself } from './carriers';

const lines = (path: string, content: string, wanted: string[] = []) => commandsIn(path, content, wanted)?.split('\n');

describe('commands that files hold', () => {
  it('reads the recipes of a makefile', () => {
    expect(lines('/p/Makefile', 'CC = cc\nall: x\n\t@cc -o x x.c\n\t-rm -f $$HOME/y\n')).toEqual([
      'cc -o x x.c',
      'rm -f $HOME/y',
    ]);
  });

  it('reads the scripts of a package that are asked for, or those of an installation', () => {
    const content =
      '{ "scripts": { "pretest": "lint", "test": "jest \\"a b\\"", "x": "y", "postinstall": "node i.js" } }';
    expect(lines('/p/package.json', content, ['test'])).toEqual(['lint', 'jest "a b"']);
    expect(lines('/p/package.json', content)).toEqual(['node i.js']);
    expect(lines('/p/package.json', '{"name":"x"}')).toEqual(['']);
  });

  it('reads the steps of an image', () => {
    const content =
      'FROM a\nRUN --mount=type=cache apt-get update \\\n  && apt-get install -y x\nCOPY . .\nCMD ["a b", "it\'s"]\n';
    expect(lines('/p/Dockerfile', content)).toEqual(['apt-get update    && apt-get install -y x', `'a b' 'it'\\''s'`]);
  });

  it('reads services, timetables and start files', () => {
    expect(lines('/etc/systemd/system/a.service', '[Service]\nExecStartPre=-/bin/a b\nExecStart=/bin/c\n')).toEqual([
      '/bin/a b',
      '/bin/c',
    ]);
    expect(lines('/etc/cron.d/x', 'PATH=/bin\n*/5 * * * * root /bin/a b\n@reboot root /bin/c\n')).toEqual([
      '/bin/a b',
      '/bin/c',
    ]);
    expect(lines('~/.bashrc', 'a b\nc\n')).toEqual(['a b', 'c', '']);
  });

  it('reads the steps of pipelines and the containers of manifests', () => {
    const steps = 'jobs:\n  a:\n    steps:\n    - run: npm ci\n    - run: |\n        a b\n        c\n    - uses: x\n';
    expect(lines('/p/.github/workflows/ci.yml', steps)).toEqual(['npm ci', 'a b', 'c']);
    const pod =
      'spec:\n  containers:\n  - name: m\n    image: example/w:1\n    command: ["/bin/w"]\n    args:\n    - -o\n    - "h p"\n';
    expect(lines('m.yaml', pod)).toEqual([`docker run 'example/w:1' '/bin/w' '-o' 'h p'`]);
    expect(lines('compose.yml', 'services:\n  w:\n    image: a\n    command: b -c\n  v:\n    image: d\n')).toEqual([
      `docker run 'a' b -c`,
      `docker run 'd'`,
    ]);
  });

  it('reads hooks, tasks, keys and property lists', () => {
    const settings = '{"hooks":{"SessionStart":[{"hooks":[{"type":"command","command":"a \\"b\\""}]}]}}';
    expect(lines('/p/.claude/settings.json', settings)).toEqual(['a "b"']);
    expect(lines('/p/.vscode/tasks.json', '{"tasks":[{"label":"x","command":"a"}]}')).toEqual(['a']);
    expect(lines('~/.ssh/authorized_keys', 'ssh-ed25519 A x\ncommand="a b",no-pty ssh-ed25519 A x\n')).toEqual(['a b']);
    const list =
      '<key>ProgramArguments</key><array><string>sh</string><string>-c</string><string>a &amp;&amp; b</string></array>';
    expect(lines('~/Library/LaunchAgents/x.plist', list)).toEqual([`'sh' '-c' 'a && b'`]);
    expect(lines('/p/.git/hooks/pre-commit', '#!/usr/bin/env python3\nx()')?.[0]).toBe(`python3 <<'END OF FILE'`);
    expect(lines('/p/justfile', 'a:\n  @b c\n')).toEqual(['b c']);
    expect(lines('/p/play.yml', '- hosts: all\n  tasks:\n  - shell: a b\n  - ansible.builtin.command: c\n')).toEqual([
      'a b',
      'c',
    ]);
  });

  it('knows which files nobody need name', () => {
    const placed = [
      '/etc/cron.d/a',
      '~/.bashrc',
      '/home/dev/.zshrc',
      '/p/.git/hooks/pre-commit',
      '/p/.github/workflows/a.yml',
    ];
    expect(placed.filter((path) => !runsByItself(path))).toEqual([]);
    const others = ['/p/Makefile', '/p/package.json', '/p/x.yml', '/p/.bashrc.md', '/p/docs/cron.d/a'];
    expect(others.filter(runsByItself)).toEqual([]);
  });
});
