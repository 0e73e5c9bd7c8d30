/** Characters that a terminal would act on, or hide. */
const ACTING = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu;

/**
 * The text with every character spelt out that a terminal would act on: escape sequences, line breaks, backspaces, changes of writing
 * direction, invisible characters. That they were there matters.
 */
export function spellOut(text: string): string {
  return text.replace(ACTING, (found) => `\\u{${(found.codePointAt(0) ?? 0).toString(16)}}`);
}
