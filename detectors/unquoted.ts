/** Beginning of a text that is looked at, characters. */
const HEAD = 4_000;

/** A command's text without the quotes and escapes that change nothing for a shell: for the few rules that look at text. Linear. */
export function unquoted(text: string): string {
  return text
    .slice(0, HEAD)
    .replace(/\\x([0-9a-f]{2})|\\([0-7]{3})/gi, (_, hex?: string, octal?: string) =>
      String.fromCharCode(hex === undefined ? parseInt(octal ?? '', 8) : parseInt(hex, 16)),
    )
    .replace(/\$(?=')|["'\\]/g, '');
}
