/** The same words through variables of the same command. */
import { ofText, quoted } from './mutation';
import type { Mutation } from './mutation';
import { rewrite, shellText } from './shell-words';
import type { PlainWord } from './shell-words';

/** Assignments in front, and what stands for each word. */
function byVariables(
  pick: (word: PlainWord) => boolean,
  assign: (name: string, text: string) => string,
  use: (name: string) => string,
): (command: string) => string | undefined {
  return (command) => {
    const words = (shellText(command)?.words ?? []).filter(pick);
    if (words.length === 0) return undefined;
    const name = (index: number) => `v${index}`;
    const assigned = words.map(({ text }, index) => assign(name(index), text));
    const changed = rewrite(command, words, (word) => use(name(words.indexOf(word))));
    return `${assigned.join('; ')}; ${changed}`;
  };
}

const programs = ({ program }: PlainWord) => program;
const all = () => true;
const half = (text: string): [string, string] => [text.slice(0, text.length >> 1), text.slice(text.length >> 1)];

/** Spaces of one program and its words, written as the variable that separates them. */
function ifs(command: string): string | undefined {
  const found = shellText(command);
  if (found?.simple !== true || /["'\\$`<>|&;(){}*?#]/.test(command)) return undefined;
  return command.trim().replace(/ +/g, '${IFS}');
}

export const VARIABLES: readonly Mutation[] = [
  ofText(
    'variables',
    'p=prog; $p',
    byVariables(
      programs,
      (name, text) => `${name}=${text}`,
      (name) => `$${name}`,
    ),
  ),
  ofText(
    'variables',
    'every word',
    byVariables(
      all,
      (name, text) => `${name}=${text}`,
      (name) => `"$${name}"`,
    ),
  ),
  ofText(
    'variables',
    'halves',
    byVariables(
      programs,
      (name, text) => `${name}a=${half(text)[0]}; ${name}b=${half(text)[1]}`,
      (name) => `\${${name}a}\${${name}b}`,
    ),
  ),
  ofText(
    'variables',
    'substring',
    byVariables(
      programs,
      (name, text) => `${name}=xx${text}yy`,
      (name) => `\${${name}:2:-2}`,
    ),
  ),
  ofText(
    'variables',
    'replacement',
    byVariables(
      programs,
      (name, text) => `${name}=@${text}@`,
      (name) => `\${${name}//@/}`,
    ),
  ),
  ofText(
    'variables',
    'default',
    byVariables(
      programs,
      (name, text) => `u${name}=${text}`,
      (name) => `\${${name}:-$u${name}}`,
    ),
  ),
  ofText(
    'variables',
    'array',
    byVariables(
      all,
      (name, text) => `${name}=(${text})`,
      (name) => `"\${${name}[@]}"`,
    ),
  ),
  ofText(
    'variables',
    '$(echo prog)',
    byVariables(
      programs,
      (name, text) => `${name}=$(echo ${text})`,
      (name) => `$${name}`,
    ),
  ),
  ofText('variables', 'c=…; eval "$c"', (command) => `c=${quoted(command)}; eval "$c"`),
  ofText('variables', 'c=…; bash -c "$c"', (command) => `c=${quoted(command)}; bash -c "$c"`),
  ofText('variables', 'exported', (command) => `export C=${quoted(command)}; bash -c 'eval "$C"'`),
  ofText('variables', '${IFS}', ifs),
];
