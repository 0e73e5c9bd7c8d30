/** What ends a script, as bits: the closing signs and words of the construct that it stands in. */

export const STOP_PARENTHESIS = 1;
export const STOP_THEN = 2;
/** `elif`, `else`, `fi`. */
export const STOP_BRANCH = 4;
export const STOP_DO = 8;
export const STOP_DONE = 16;
/** `;;`, `;&`, `;;&`, `esac`. */
export const STOP_ARM = 32;
export const STOP_BRACE = 64;

/** Reserved words that only close something. */
export const CLOSING_WORDS: ReadonlyMap<string, number> = new Map([
  ['then', STOP_THEN],
  ['elif', STOP_BRANCH],
  ['else', STOP_BRANCH],
  ['fi', STOP_BRANCH],
  ['do', STOP_DO],
  ['done', STOP_DONE],
  ['esac', STOP_ARM],
  ['}', STOP_BRACE],
]);
