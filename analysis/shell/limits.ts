/** Caps of the shell analysis. What is over a cap is reported (`problems`, `bounded`), never an error. */

/** Longest text that is read, in UTF-16 units; what follows is cut off. */
export const MAX_TEXT = 1024 * 1024;
/** Nesting of scripts, substitutions and operands in one text. */
export const MAX_DEPTH = 100;
/** Words and parts of one syntax tree; a command counts as `COMMAND_WEIGHT`. */
export const MAX_NODES = 40_000;
/** What a command costs in nodes: more than the analysis would walk (3,000) is not read either. */
export const COMMAND_WEIGHT = 13;
/** Backquotes within backquotes: each level is read again after its backslashes are taken off. */
export const MAX_BACKQUOTES = 6;
export const MAX_PROBLEMS = 50;
export const MAX_INVOCATIONS = 1_000;
/** Characters of words that all invocations together hold, beyond four times the text's own length. */
export const MAX_LISTED = 128 * 1024;
/** Variables that all invocations together are given in their environments; later ones then keep the last `LAST_VARIABLES`. */
export const MAX_VARIABLES = 4_000;
export const LAST_VARIABLES = 8;
/** Commands that are walked, loops and function calls counted each time, and an eighth for each of their words. */
export const MAX_STEPS = 3_000;
/** Code within code: `bash -c` in `eval` in decoded text … */
export const MAX_CODE_DEPTH = 8;
/** Scripts within scripts while they are walked, code within code included. */
export const MAX_WALK_DEPTH = 120;
/** Characters that expansion and decoders may make per analysis, beyond twice the text's own length. */
export const MAX_DERIVED = 64 * 1024;
/** Characters of code in arguments, variables and files that are parsed per analysis, beyond the text's own length. */
export const MAX_CODE = 64 * 1024;
/** Longest path that is worked out. */
export const MAX_PATH = 4_096;
/** Longest single value that expansion makes. */
export const MAX_VALUE = 64 * 1024;
/** Words that one word may become. */
export const MAX_FIELDS = 512;
/** Items of a loop whose body is walked. */
export const MAX_LOOP_ITEMS = 64;
/** Redirections that one invocation has, inherited ones included. */
export const MAX_REDIRECTIONS = 32;
