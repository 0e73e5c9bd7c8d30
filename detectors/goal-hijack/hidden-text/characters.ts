/** Characters that take no room on a screen, and the uses of them that are no hiding. */

export interface Hidden {
  how: string;
  /** What it says, where it can be told. */
  shown: string;
  /** Mere presence, without words that can be read. */
  faint?: boolean;
}

/** Any character that this file looks at: one quick look that ends for nearly all text. */
const ANY = /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff\udb40]/;
/** Flags of parts of countries are a black flag with tag letters and an end tag. */
const FLAG = /\u{1f3f4}[\u{e0020}-\u{e007e}]{1,8}\u{e007f}/gu;
const TAGS = /[\u{e0020}-\u{e007e}]{4,2000}/u;
const RUN = /[\u200b-\u200d\u2060-\u2064\ufeff]{8,}/;
const SELECTORS = /(?:[\ufe00-\ufe0f]|\udb40[\udd00-\uddef]){8,}/;
/** Letters of one Latin word with zero-width characters between them, three times. */
const SPLIT = /[A-Za-z](?:[\u200b-\u200d\u2060\ufeff][A-Za-z]{1,12}){3}/;
const OVERRIDE = /[\u202d\u202e]/;
const ISOLATE = /[\u202a\u202b\u2066-\u2068]/;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** What of the text is hidden in its characters. */
export function hiddenCharacters(text: string): Hidden | undefined {
  if (!ANY.test(text)) return undefined;
  const tags = TAGS.exec(text.replace(FLAG, ''))?.[0];
  if (tags !== undefined) return { how: 'tag characters', shown: fromTags(tags) };
  if (SELECTORS.test(text)) return { how: 'a run of variation selectors', shown: '' };
  if (RUN.test(text)) return { how: 'a run of zero-width characters', shown: '' };
  const split = SPLIT.exec(text);
  if (split) return { how: 'words split by zero-width characters', shown: text.slice(split.index, split.index + 120) };
  if (RIGHT_TO_LEFT.test(text)) return undefined;
  if (OVERRIDE.test(text)) return { how: 'characters that turn the direction of reading', shown: '' };
  return ISOLATE.test(text) ? { how: 'marks of reading direction', shown: '', faint: true } : undefined;
}

function fromTags(tags: string): string {
  let shown = '';
  for (const character of tags) {
    shown += String.fromCharCode((character.codePointAt(0) ?? 0xe003f) - 0xe0000);
    if (shown.length >= 200) break;
  }
  return shown;
}
