/** Lines by which a start-up file changes what later commands really do. */

const LOGIN_PROGRAMS = 'sudo|su|doas|ssh|scp|sftp|passwd|login|gpg|git|kubectl|aws|docker';

const HIJACKS: readonly (readonly [RegExp, string])[] = [
  [
    new RegExp(
      `(?:^|[\\n;&])\\s{0,8}alias (?:-g )?(?:sudo|su|doas|ssh|scp|passwd|login|gpg)=(?!["']?(?:sudo|su|doas|ssh|scp|gpg)\\s|["']?(?:sudo|ssh|doas|gpg)["']?\\s{0,4}(?:\\n|$)|["']?TERM=)`,
    ),
    'an alias stands in for a login program',
  ],
  [
    new RegExp(
      `(?:^|[\\n;&])\\s{0,8}(?:function )?(?:${LOGIN_PROGRAMS})\\s{0,4}\\(\\)\\s{0,4}\\{[^}]{0,400}(?:\\bread\\b|tee|>>|curl|wget|nc\\b|/tmp/)`,
    ),
    'a function stands in for a login program',
  ],
  [
    /(?:^|[\n;&])\s{0,8}(?:export )?(?:LD_PRELOAD|LD_AUDIT|DYLD_INSERT_LIBRARIES)=\S/,
    'a library is loaded into every program',
  ],
  [
    /(?:^|[\n;&])\s{0,8}(?:export )?PATH=["']?(?:\/tmp|\/var\/tmp|\/dev\/shm|\.:|:)/,
    'PATH begins with a folder that anyone may write to',
  ],
  [
    /\b(?:PROMPT_COMMAND|trap)\b[^\n]{0,160}\b(?:curl|wget|nc|base64|tee|logger)\b/,
    'every command is watched or sent away',
  ],
  [
    /(?:^|[\n;&])\s{0,8}(?:set \+o history|unset HISTFILE|(?:export )?HISTFILE=(?:\/dev\/null|["']{2}|$)|(?:export )?HIST(?:FILE)?SIZE=0)/,
    'the command history is switched off',
  ],
  [
    /(?:^|[\n;&])\s{0,8}(?:export )?(?:NODE_OPTIONS|PYTHONSTARTUP|PERL5OPT|RUBYOPT|JAVA_TOOL_OPTIONS)=[^\n]{0,80}(?:\/tmp|\/var\/tmp|\/dev\/shm)\//,
    'interpreters are told to run a file in a scratch folder',
  ],
  [
    /(?:^|[\n;&])\s{0,8}(?:export )?(?:BASH_ENV|ENV|ZDOTDIR)=["']?(?:\/tmp|\/var\/tmp|\/dev\/shm)/,
    'shells are told to run a file in a scratch folder',
  ],
];

/** What a start-up file's new text takes over, in words; undefined when nothing. */
export function hijacked(content: string): string | undefined {
  const looked = content.slice(0, 8_192);
  return HIJACKS.find(([pattern]) => pattern.test(looked))?.[1];
}
