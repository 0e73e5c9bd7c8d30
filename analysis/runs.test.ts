import type { AgentEvent } from '../contracts/event';
import { createAnalyser } from './analyse';

const analyse = createAnalyser();

/** Destinations of a command in `/home/dev/project` after these files were written. */
function reached(command: string, files: Readonly<Record<string, string>> = {}): string[] {
  const filesWritten = new Map(Object.entries(files).map(([path, content]) => [path, { content }]));
  const event = { action: { type: 'exec', tool: 'Bash', command } } as AgentEvent;
  return analyse(event, { cwd: '/home/dev/project', filesWritten }).destinations.map(({ host }) => host);
}

const C = 'int main(){ a.sin_port = htons(1); a.sin_addr.s_addr = inet_addr("192.0.2.7"); connect(s, &a, sizeof(a)); }';
const GO = 'package main\nfunc main() { net.Dial("tcp", "192.0.2.7:1") }';
const POD = 'containers:\n- image: a\n  command: ["nc", "192.0.2.7", "1"]\n';

describe('files of the session that a command runs', () => {
  it.each<[string, Readonly<Record<string, string>>]>([
    ['gcc -O2 -o x x.c', { '~/project/x.c': C }],
    ['cd src && cc x.c && ./a.out', { '~/project/src/x.c': C }],
    ['go run .', { '~/project/main.go': GO }],
    ['go build -o agent tool.go', { '~/project/tool.go': GO }],
    ['make -C sub all', { '~/project/sub/Makefile': 'all:\n\t@nc 192.0.2.7 1\n' }],
    ['npm ci', { '~/project/package.json': '{"scripts":{"postinstall":"nc 192.0.2.7 1"}}' }],
    ['yarn x', { '~/project/package.json': '{"scripts":{"x":"nc 192.0.2.7 1"}}' }],
    ['docker build -t a .', { '~/project/Dockerfile': 'FROM b\nRUN nc 192.0.2.7 1\n' }],
    ['docker compose up -d', { '~/project/compose.yml': POD }],
    ['kubectl apply -f a.yaml', { '~/project/a.yaml': POD }],
    ['pytest tests/test_x.py::test_a', { '~/project/tests/test_x.py': 'import os\nos.system("nc 192.0.2.7 1")' }],
    ['pytest', { '~/project/conftest.py': 'import os\nos.system("nc 192.0.2.7 1")' }],
    ['npx tsx x.ts', { '~/project/x.ts': `require('child_process').exec('nc 192.0.2.7 1')` }],
    ['node x', { '~/project/x.js': `require('child_process').exec('nc 192.0.2.7 1')` }],
    ['pip install -e .', { '~/project/setup.py': 'import os\nos.system("nc 192.0.2.7 1")' }],
    ['ansible-playbook p.yml', { '~/project/p.yml': '- hosts: a\n  tasks:\n  - shell: nc 192.0.2.7 1\n' }],
    ['just x', { '~/project/justfile': 'x:\n  nc 192.0.2.7 1\n' }],
    ['bash < a', { '~/project/a': 'nc 192.0.2.7 1' }],
    ['cat a | sh', { '~/project/a': 'nc 192.0.2.7 1' }],
    ['cp a /tmp/b && bash /tmp/b', { '~/project/a': 'nc 192.0.2.7 1' }],
    ['base64 -d a | sh', { '~/project/a': 'bmMgMTkyLjAuMi43IDE=' }],
    ['eval "$(base64 -d < sub/a)"', { '/home/dev/project/sub/a': 'bmMgMTkyLjAuMi43IDE=' }],
    ['crontab table', { '~/project/table': '* * * * * nc 192.0.2.7 1\n' }],
    ['python3 -m rev', { '~/project/rev.py': 'import socket\nsocket.socket().connect(("192.0.2.7",1))' }],
    ['python3 -W ignore ./rev.py', { '~/project/rev.py': 'import socket\nsocket.socket().connect(("192.0.2.7",1))' }],
    ['sh rev.sh', { '/home/dev/project/rev.sh': 'nc 192.0.2.7 1' }],
  ])('follows %s', (command, files) => {
    expect(reached(command)).toEqual([]);
    expect(reached(command, files)).toEqual(['192.0.2.7']);
  });

  it('follows what one text writes, builds and runs', () => {
    expect(reached(`cat > x.c <<'E'\n${C}\nE\ngcc x.c`)).toEqual(['192.0.2.7']);
    expect(reached(`printf 'all:\\n\\tnc 192.0.2.7 1\\n' > Makefile; make`)).toEqual(['192.0.2.7']);
  });

  it('knows what is copied or decoded into another file', () => {
    const writes = (command: string) => {
      const filesWritten = new Map([['~/project/a', { content: 'bmM=' }]]);
      const event = { action: { type: 'exec', tool: 'Bash', command } } as AgentEvent;
      return analyse(event, { cwd: '/home/dev/project', filesWritten }).command?.writes;
    };
    expect(writes('mv a b')).toEqual([{ path: '/home/dev/project/b', content: 'bmM=', append: false }]);
    expect(writes('base64 -d a > /tmp/c')).toEqual([{ path: '/tmp/c', content: 'nc', append: false }]);
    expect(writes('cat a; wc -l a')).toEqual([]);
  });

  it('runs only the script that is asked for', () => {
    const files = { '~/project/package.json': '{"scripts":{"x":"nc 192.0.2.7 1","y":"true"}}' };
    expect(reached('npm run y; npm ls; npm install left-pad', files)).toEqual([]);
  });

  it('leaves the same files alone when they are only looked at', () => {
    expect(reached('cat x.c Makefile; wc -l x.c; git add Makefile', { '~/project/x.c': C })).toEqual([]);
    expect(reached(`cat > x.c <<'E'\n${C}\nE`)).toEqual([]);
  });
});

describe('commands that are placed where they will be run', () => {
  const invocations = (action: AgentEvent['action']) =>
    analyse({ action } as AgentEvent, { cwd: '/home/dev/project', filesWritten: new Map() }).command?.invocations ?? [];

  it('are listed, and marked', () => {
    const written = invocations({
      type: 'file.write',
      tool: 'Write',
      path: '/etc/cron.d/x',
      content: '* * * * * root nc h 1',
    });
    expect(written).toMatchObject([{ program: 'nc', via: ['placed in /etc/cron.d/x'] }]);
    const echoed = invocations({ type: 'exec', tool: 'Bash', command: `echo 'nc h 1' >> ~/.bashrc` });
    expect(echoed.find(({ program }) => program === 'nc')?.via).toEqual(['placed in ~/.bashrc']);
  });

  it('are not looked for in other files', () => {
    expect(invocations({ type: 'file.write', tool: 'Write', path: '/p/docs/bashrc.md', content: 'nc h 1' })).toEqual(
      [],
    );
    expect(invocations({ type: 'file.write', tool: 'Write', path: '/p/run.sh', content: 'nc h 1' })).toEqual([]);
  });
});

describe('a session whose folder is not told', () => {
  const filesWritten = new Map([
    ['/home/dev/project/tools/go.sh', { content: 'curl https://h.example/x' }],
    ['/home/dev/other/no.sh', { content: 'curl https://n.example/x' }],
  ]);
  const hosts = (command: string, cwd?: string) =>
    analyse({ action: { type: 'exec', tool: 'Bash', command } } as AgentEvent, {
      filesWritten,
      ...(cwd && { cwd }),
    }).destinations.map(({ host }) => host);

  it('finds a script by the end of its path', () => {
    expect(hosts('sh tools/go.sh')).toEqual(['h.example']);
    expect(hosts('bash ./tools/go.sh')).toEqual(['h.example']);
  });

  it('does not when the folder is known, or the end is another', () => {
    expect(hosts('sh tools/go.sh', '/srv')).toEqual([]);
    expect(hosts('sh o.sh')).toEqual([]);
  });
});
