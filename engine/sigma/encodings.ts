/** Values as they look when encoded. Bytes are kept as a text of characters below 256. */

export type Bytes = string;

export const utf8 = (text: string): Bytes => Buffer.from(text, 'utf8').toString('latin1');
export const utf16le = (text: string): Bytes => Buffer.from(text, 'utf16le').toString('latin1');
export const utf16be = (text: string): Bytes => Buffer.from(text, 'utf16le').swap16().toString('latin1');
/** With the mark of byte order in front. */
export const utf16 = (text: string): Bytes => `\xff\xfe${utf16le(text)}`;

export const base64 = (bytes: Bytes): string => Buffer.from(bytes, 'latin1').toString('base64');

/** The part that stays the same wherever the value stands in what is encoded: one text for each of the three shifts. */
export function base64offset(bytes: Bytes): string[] {
  return [0, 1, 2].map((shift) => {
    const encoded = base64(`${'\0'.repeat(shift)}${bytes}`);
    const from = [0, 2, 3][shift] ?? 0;
    const over = [0, 3, 2][(shift + bytes.length) % 3] ?? 0;
    return encoded.slice(from, encoded.length - over);
  });
}
