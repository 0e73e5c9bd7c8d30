import { analyseCommand } from '..';

/** What is started through something else: program and arguments, joined. */
const started = (text: string): string[] =>
  analyseCommand(text)
    .invocations.filter(({ via }) => via.length > 0)
    .map(({ path, args }) => [path, ...args.map((arg) => arg.text)].join(' '));
const names = (text: string): string[] => analyseCommand(text).invocations.map(({ program }) => program);
const code = (text: string) => analyseCommand(text).invocations.flatMap((one) => one.code ?? []);

describe('commands inside the arguments of other programs', () => {
  it.each([
    [`printf '.mode csv\\n.shell id -u\\n' | sqlite3 x.db`, 'id -u'],
    [`psql -c "COPY t FROM PROGRAM 'id -u'"`, 'id -u'],
    [`echo '\\! id -u' | psql`, 'id -u'],
    [`sed '1e id -u' x`, 'id -u'],
    [`make --eval=$'x:\\n\\tid -u' x`, 'id -u'],
    [`vim -c ':r !id -u'`, 'id -u'],
    [`PAGER='id -u' man ls`, 'id -u'],
    [`env EDITOR='id -u' crontab -e`, 'id -u'],
    [`GIT_SSH_COMMAND='id -u' git fetch`, 'id -u'],
    [`(crontab -l; echo '* * * * * id -u') | crontab -`, 'id -u'],
    [`ansible all -m shell -a 'id -u'`, 'id -u'],
    [`pssh -h hosts id -u`, 'id -u'],
    [`aws ec2 run-instances --user-data 'id -u'`, 'id -u'],
    [`gcloud compute instances create m --metadata startup-script='id -u'`, 'id -u'],
    [`az vm run-command invoke -n m --scripts 'id -u'`, 'id -u'],
  ])('%s', (text, command) => {
    expect(started(text)).toContain(command);
  });

  it.each([
    [`gdb -ex 'python print(1)'`, 'python', 'print(1)'],
    [`vim -c ':py3 print(1)'`, 'python', 'print(1)'],
    [`vim '+lua print(1)'`, 'lua', 'print(1)'],
  ])('%s is code of another language', (text, language, inner) => {
    expect(code(text)).toEqual([{ language, text: inner }]);
  });

  it.each([
    'PAGER=cat git log',
    'GIT_EDITOR=true git rebase --continue',
    `sed -n 's/e id/x/p' f`,
    `psql -c "COPY t FROM '/x.csv' CSV"`,
    `vim -c ':%s/a/b/g' x`,
    'ansible all -m ping',
    'aws ec2 run-instances --user-data file://x.sh',
    'gcloud config list',
  ])('%s starts nothing else', (text) => {
    expect(started(text)).toEqual([]);
  });
});

describe('programs under other names', () => {
  it.each([
    ['cp /usr/bin/nc /tmp/x; /tmp/x -z h 1', 'nc'],
    ['cp $(which nc) ./x && ./x -z h 1', 'nc'],
    ['ln -s "$(command -v nc)" x; ./x', 'nc'],
    ['install -m 755 nc /usr/local/bin/y; y -z h 1', 'nc'],
    ['mv a-miner b; mv b c; ./c', 'a-miner'],
  ])('%s', (text, program) => {
    expect(names(text).at(-1)).toBe(program);
  });

  it('keep their own otherwise', () => {
    expect(names('cp a.conf b; ./b; cp nc x; y').slice(1)).toEqual(['b', 'cp', 'y']);
  });
});

it('gives `{name}` a descriptor that the variable holds', () => {
  const [open, use] = analyseCommand('exec {s}<>/dev/tcp/h/1 {t}>x; cat <&$s >&$t').invocations;
  expect(open?.redirections.map(({ fd }) => fd)).toEqual([10, 11]);
  expect(use?.redirections.map(({ target }) => target.text)).toEqual(['10', '11']);
});

it('takes the patterns of a listing for what they find', () => {
  expect(started('ls ~/.ssh/id_* | xargs cat')).toEqual(['cat ~/.ssh/id_*']);
  expect(started('ls src | xargs cat')).toEqual(['cat \uFFFD']);
});
