/** The same command, reached through something else. */
import { ofText, quoted } from './mutation';
import type { Mutation } from './mutation';
import { shellText } from './shell-words';

/** Words of the shell itself, which nothing but a shell can run. */
const BUILTINS =
  /^(?:cd|source|\.|eval|exec|history|unset|set|export|alias|trap|ulimit|umask|shopt|builtin|command|enable|exit|fc|read|wait|declare|typeset|local|test|\[|:)\s/;

/** In front of one program; of anything else in front of a shell that runs it. */
const prefix =
  (before: string) =>
  (command: string): string => {
    const direct = shellText(command)?.simple === true && !BUILTINS.test(`${command} `);
    return direct ? `${before} ${command}` : `${before} bash -c ${quoted(command)}`;
  };

/** Text within a construct of the shell; not where a here-document or an ending would swallow the rest. */
const within =
  (before: string, after: string) =>
  (command: string): string | undefined =>
    /<<|&\s*$|#/.test(command) ? undefined : `${before}${command.replace(/(?<!\\);\s*$/, '')}${after}`;

const PREFIXES = [
  'sudo',
  'sudo -E -u root',
  'env',
  'env -i PATH=/usr/bin:/bin',
  'nohup',
  'timeout 60',
  'timeout -s KILL 5m',
  'nice -n 5',
  'ionice -c 3',
  'setsid',
  'stdbuf -oL',
  'time',
  'doas',
  'chronic',
];

export const WRAPPING: readonly Mutation[] = [
  ...PREFIXES.map((one) => ofText('wrapped', `${one} …`, prefix(one))),
  ofText('wrapped', "bash -c '…'", (command) => `bash -c ${quoted(command)}`),
  ofText('wrapped', "bash -lc '…'", (command) => `/bin/bash -lc ${quoted(command)}`),
  ofText('wrapped', "sudo -i bash -c '…'", (command) => `sudo -i bash -c ${quoted(command)}`),
  ofText('wrapped', "su - root -c '…'", (command) => `su - root -c ${quoted(command)}`),
  ofText('wrapped', "eval '…'", (command) => `eval ${quoted(command)}`),
  ofText('wrapped', 'find -exec', (command) =>
    // Braces are its own placeholder.
    command.includes('{}') ? undefined : `find . -maxdepth 0 -exec bash -c ${quoted(command)} \\;`,
  ),
  ofText('wrapped', "script -c '…'", (command) => `script -qc ${quoted(command)} /dev/null`),
  ofText('wrapped', "busybox sh -c '…'", (command) => `busybox sh -c ${quoted(command)}`),
  ofText('wrapped', "parallel ::: '…'", (command) => `parallel ::: ${quoted(command)}`),
  ofText('wrapped', "watch '…'", (command) => `watch -n 60 ${quoted(command)}`),
  ofText('wrapped', "tmux '…'", (command) => `tmux new-session -d ${quoted(command)}`),
  ofText('wrapped', "trap '…' EXIT", (command) => `trap ${quoted(command)} EXIT`),
  ofText('wrapped', '( … )', within('( ', ' )')),
  ofText('wrapped', '{ …; }', within('{ ', '; }')),
  ofText('wrapped', 'if true; then …', within('if true; then ', '; fi')),
  ofText('wrapped', 'for … do …', within('for i in 1; do ', '; done')),
  ofText('wrapped', 'f() { …; }; f', within('f() { ', '; }; f')),
  ofText('wrapped', '… &', within('', ' &')),
  ofText('wrapped', 'true && …', within('true && { ', '; }')),
  ofText('wrapped', 'nested', (command) => `sudo env timeout 60 bash -c ${quoted(`nohup sh -c ${quoted(command)}`)}`),
];

/** Also of another shell, which reads its text from its standard input: what waits for a person's input there gets none. */
export const FEEDING: readonly Mutation[] = [
  ofText('fed', '… | xargs', (command) => `echo go | xargs -I%% bash -c ${quoted(command)}`),
  ofText('fed', 'bash <<E', (command) =>
    /<</.test(command) ? undefined : `bash <<'END_OF_IT'\n${command}\nEND_OF_IT`,
  ),
  ofText('fed', "bash <<<'…'", (command) => `bash <<<${quoted(command)}`),
  ofText('fed', "echo '…' | bash", (command) => `printf '%s\\n' ${quoted(command)} | bash`),
];
