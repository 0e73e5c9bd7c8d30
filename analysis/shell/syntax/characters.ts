/** Character classes of the shell's grammar, by code below 128. Everything above is a plain letter. */

const table = (characters: string): Uint8Array => {
  const classes = new Uint8Array(128);
  for (const character of characters) classes[character.charCodeAt(0)] = 1;
  return classes;
};

const META = table(' \t\n;&|()<>');
/** What ends a run of plain letters in an unquoted word. */
const SPECIAL = table(' \t\n\r;&|()<>\'"\\$`*?[');
const NAME = table('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_');

/** Ends a word: blank, newline or operator. */
export const isMeta = (code: number): boolean => code < 128 && META[code] === 1;
/** Neither quotes, expands, matches nor ends a word. */
export const isPlain = (code: number): boolean => code >= 128 || SPECIAL[code] === 0;
export const isNameCharacter = (code: number): boolean => code < 128 && NAME[code] === 1;
export const isDigit = (code: number): boolean => code >= 48 && code <= 57;
export const isNameStart = (code: number): boolean => isNameCharacter(code) && !isDigit(code);
/** Parameters whose name is one sign. */
export const isSpecialParameter = (character: string | undefined): boolean =>
  character !== undefined && character !== '' && '@*#?-$!'.includes(character);
