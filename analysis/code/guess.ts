/** Programs that stand where a shell's text or another language was expected: typed into an interpreter, or handed over as they are. */
import { languageOfProgram } from './languages';
import type { Language } from './languages';

/** How texts begin that can only be a program of the language. */
const BEGINNINGS: readonly (readonly [RegExp, Language])[] = [
  [
    /^(?:import ['"]dart:|using System\b|public (?:final )?class \w|package [a-z][\w.]{0,80};|String \w{1,40} ?= ?")/,
    'java',
  ],
  [/^(?:#include\s{0,4}[<"]|use std::)/, 'c'],
  [/^package main\b/, 'go'],
  [/^<\?php\b/, 'php'],
  [/^require ["'](?:socket|process|open3|net\/\w{1,20}|http\/\w{1,20})["']/, 'ruby'],
  [/^(?:const|let|var) [\w{}, ]{1,100} ?= ?require\(/, 'javascript'],
  [/^(?:from [\w.]{1,80} import \w|import \w{1,40}(?:, ?\w{1,40}){0,20}\r?\n)/, 'python'],
];
const HEAD = 300;
/** `tclsh`, `jjs`, `python3` alone on the first line, and what is typed into it after. */
const TYPED = /^([a-z][\w.]{1,20})(?: -[ia])?\r?\n/;
const INTERPRETER = /^#!\s?(?:\S{0,100}\/)?(?:env\s{1,4})?(perl|python[\d.]{0,5}|ruby|node|php|lua|tclsh)\b/;
/** Where a first letter alone says that none of these can follow. */
const MAY_BEGIN = /^[\s#<a-zA-Z]/;

/** Language that a text begins in, whatever it was called. */
export function languageOfText(text: string): Language | undefined {
  const head = text.slice(0, HEAD).trimStart();
  return BEGINNINGS.find(([form]) => form.test(head))?.[1];
}

/** The program that a command text is, or holds after the interpreter which it is typed into. */
export function programIn(text: string): { language: Language; text: string } | undefined {
  if (!MAY_BEGIN.test(text)) return undefined;
  const head = text.slice(0, HEAD).trimStart();
  const named = INTERPRETER.exec(head)?.[1];
  if (named !== undefined) return asWritten(languageOfProgram(named), text);
  const typed = TYPED.exec(head);
  const interpreter =
    typed === null ? undefined : languageOfProgram(typed[1] === 'jjs' ? 'javascript' : (typed[1] ?? ''));
  if (typed !== null && interpreter !== undefined)
    return { language: interpreter, text: text.slice(text.indexOf('\n') + 1) };
  return asWritten(languageOfText(text), text);
}

/** A script on one line whose line ends are spelt out is read as the lines that it means. */
function asWritten(language: Language | undefined, text: string): { language: Language; text: string } | undefined {
  if (language === undefined) return undefined;
  return { language, text: text.includes('\n') ? text : text.replaceAll('\\n', '\n') };
}
