/** The same words with other quotes: what the shell runs is the same to the byte. */
import { ofText } from './mutation';
import type { Mutation } from './mutation';
import { rewrite, shellText } from './shell-words';

/** `~/` only means the home folder outside of quotes. */
const apart = (text: string, write: (rest: string) => string): string =>
  text.startsWith('~/') ? `~/${write(text.slice(2))}` : write(text);

function everyWord(write: (text: string) => string): (command: string) => string | undefined {
  return (command) => {
    const words = shellText(command)?.words ?? [];
    return words.length === 0 ? undefined : rewrite(command, words, ({ text }) => apart(text, write));
  };
}

const hex = (text: string): string =>
  Array.from(text)
    .map((one) => `\\x${one.charCodeAt(0).toString(16).padStart(2, '0')}`)
    .join('');
const octal = (text: string): string =>
  Array.from(text)
    .map((one) => `\\${one.charCodeAt(0).toString(8).padStart(3, '0')}`)
    .join('');

export const QUOTING: readonly Mutation[] = [
  ofText(
    'quoted',
    "'word'",
    everyWord((text) => `'${text}'`),
  ),
  ofText(
    'quoted',
    '"word"',
    everyWord((text) => `"${text}"`),
  ),
  ofText(
    'quoted',
    'w""ord',
    everyWord((text) => `${text[0] ?? ''}""${text.slice(1)}`),
  ),
  ofText(
    'quoted',
    "wo'r'd",
    everyWord((text) => (text.length < 3 ? text : `${text.slice(0, -2)}'${text.slice(-2, -1)}'${text.slice(-1)}`)),
  ),
  ofText(
    'quoted',
    'w\\ord',
    everyWord((text) => (text.length < 2 ? text : `${text[0] ?? ''}\\${text.slice(1)}`)),
  ),
  ofText(
    'quoted',
    "$'\\x77ord'",
    everyWord((text) => `$'${hex(text)}'`),
  ),
  ofText(
    'quoted',
    "$'\\167ord'",
    everyWord((text) => `$'${octal(text)}'`),
  ),
];
