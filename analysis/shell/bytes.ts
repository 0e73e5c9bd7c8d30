/**
 * Text and bytes. Decoders make bytes; text that flows between programs is a string. Bytes that are not UTF-8 are kept as one character
 * each (Latin-1), so that a later decoder gets them back unchanged.
 */

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Text of bytes: UTF-8 where it is valid, else one character a byte. */
export function textOf(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}

/** A string in which characters up to 0xFF may stand for bytes: reads them as UTF-8 when all of it is valid. */
export function textOfBytes(text: string): string {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0xff) return text;
  return textOf(Buffer.from(text, 'latin1'));
}

/** Bytes of a text: Latin-1 where it holds bytes, else UTF-8. */
export function bytesOf(text: string): Buffer {
  let high = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 0xff) return Buffer.from(text, 'utf8');
    if (code >= 0x80) high = true;
  }
  return Buffer.from(text, high ? 'latin1' : 'utf8');
}
