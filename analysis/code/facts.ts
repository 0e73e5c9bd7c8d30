/** Facts of code: what it connects to, starts, reads, decodes and evaluates. The way in to this folder. */
import type { CodeFact } from '../../contracts/analysis';
import { parseDestination } from '../destinations';
import { callAt } from './calls';
import { applescript, elixir, julia, r, tcl } from './coarse';
import { c, go, java } from './compiled';
import { removes } from './deletes';
import { evaluate } from './evaluate';
import { javascript } from './javascript';
import { languageOfProgram } from './languages';
import type { Language } from './languages';
import { learn } from './names';
import { createProgram } from './program';
import type { Call, Program } from './program';
import { python } from './python';
import type { Rules, Tell } from './rules';
import { lua, perl, php, ruby } from './scripting';
import { sends } from './sends';
import { awk, powershell } from './terse';
import { DECODERS, UNKNOWN, textOf } from './values';

export { languageOfFile, languageOfProgram } from './languages';

const RULES: Readonly<Record<Language, Rules>> = {
  python,
  javascript,
  perl,
  ruby,
  php,
  lua,
  awk,
  powershell,
  go,
  c,
  java,
  tcl,
  r,
  julia,
  elixir,
  applescript,
};

/** How deep code that evaluates code is followed, and how many facts one text may give. */
const MAX_DEPTH = 4;
const MAX_FACTS = 500;
const MAX_LITERAL = 2_000;
/** Tokens of a program whose loops are gone through item by item: longer ones are walked once. */
const MAX_LOOPED = 2_000;

/**
 * Facts of a text of code, in its order; those of code that it decodes and evaluates follow the evaluation. `language` is an interpreter's
 * or a language's name; of one that is not known there are no facts. Never throws, linear, at most 500 facts.
 */
export function codeFacts(language: string, text: string): CodeFact[] {
  const known = languageOfProgram(language);
  const facts: CodeFact[] = [];
  if (known !== undefined) gather(known, text, 0, undefined, facts);
  return facts;
}

function gather(language: Language, text: string, depth: number, at: number | undefined, facts: CodeFact[]): void {
  const turns = walk(createProgram(language, text), depth, at, facts);
  // The facts are once more gathered for each further item of a loop over literals; what is told already is not told again.
  for (let turn = 1; turn < turns; turn++) {
    const more: CodeFact[] = [];
    walk({ ...createProgram(language, text), turn }, depth, at, more);
    const told = new Set(facts.map(keyOf));
    facts.push(...more.filter((fact) => !told.has(keyOf(fact))).slice(0, MAX_FACTS - facts.length));
  }
}

const keyOf = ({ kind, literals }: CodeFact): string => [kind, ...literals].join('\0');

/** Gathers the facts of one pass and says how many passes the loops over literals in it have. */
function walk(program: Program, depth: number, at: number | undefined, facts: CodeFact[]): number {
  const { language } = program;
  const rules = RULES[language];
  const tell: Tell = (kind, literals, place) => {
    if (facts.length >= MAX_FACTS) return;
    const told = literals.map((literal) =>
      literal === UNKNOWN && kind !== 'environment-read' ? '' : (literal ?? '').slice(0, MAX_LITERAL),
    );
    const fact = { language, kind, literals: trimmed(told, kind), at: at ?? place };
    const destination = kind === 'fetch' || kind === 'send' ? parseDestination(told[0] ?? '') : undefined;
    facts.push(destination === undefined ? fact : { ...fact, destination });
    const inner = kind === 'evaluate' ? literals[0] : undefined;
    if (inner !== undefined && inner.length > 3 && depth < MAX_DEPTH)
      gather(language, inner, depth + 1, at ?? place, facts);
  };
  for (let index = 0; index < program.tokens.length && facts.length < MAX_FACTS; index++)
    step(program, index, rules, tell);
  return program.tokens.length > MAX_LOOPED ? 1 : program.turns;
}

/** Unknown paths and commands say nothing; hosts and ports keep their places. */
function trimmed(literals: string[], kind: CodeFact['kind']): string[] {
  return kind === 'socket-connect' || kind === 'socket-listen'
    ? literals
    : literals.filter((literal) => literal !== '');
}

function step(program: Program, index: number, rules: Rules, tell: Tell): void {
  rules.token?.(index, program, tell);
  if (program.tokens[index]?.type !== 'name' || isMember(program, index)) return;
  learn(program, index);
  const call = callAt(program, index);
  if (!call) return;
  const meant = dynamic(program, call) ?? call;
  rules.call(meant, program, tell);
  removes(meant, program, tell);
  sends(meant, program, tell);
  if (DECODERS.has(call.name.toLowerCase()) || (call.name === 'pack' && program.language !== 'python'))
    decoded(program, index, call, tell);
}

/** A later part of a dotted name: the call was seen at its head. After a bracket it is a call of its own. */
function isMember({ tokens }: Program, index: number): boolean {
  const joint = tokens[index - 1];
  if (joint?.type !== 'sign' || !/^(?:\.|->|::|\?\.|&\.)$/.test(joint.text)) return false;
  return tokens[index - 2]?.type === 'name';
}

/** `getattr(os, "system")("…")` and `globals()["x"]("…")`: the function is named by text. */
function dynamic(program: Program, call: Call): Call | undefined {
  if (!/^(?:getattr|call_user_func|send|__send__|public_send)$/.test(call.name)) return undefined;
  const place = call.name === 'getattr' ? 1 : 0;
  const range = call.args[place];
  const name = range === undefined ? undefined : textOf(evaluate(program, range));
  if (name === undefined) return undefined;
  if (call.name !== 'getattr')
    return { ...call, name, path: call.owner === '' ? name : `${call.owner}.${name}`, args: call.args.slice(1) };
  const again = callAt(program, call.end - 1);
  const open = program.tokens[call.end];
  const close = program.partner[call.end] ?? -1;
  if (open?.text !== '(' || close < 0 || again) return undefined;
  const owner = call.args[0];
  const module = owner === undefined ? '' : moduleOf(program, owner.from);
  const inside = { from: call.end + 1, to: close };
  return { ...call, name, path: `${module}.${name}`, inside, args: [inside], end: close + 1 };
}

function moduleOf(program: Program, at: number): string {
  const call = callAt(program, at);
  const named = call?.name === '__import__' && call.args[0] ? textOf(evaluate(program, call.args[0])) : undefined;
  return named ?? program.aliases.get(program.tokens[at]?.text ?? '') ?? program.tokens[at]?.text ?? '';
}

function decoded(program: Program, index: number, call: Call, tell: Tell): void {
  const text = textOf(evaluate(program, { from: index, to: call.end }));
  // Bytes that are no text are a step on the way: what decodes them further is told.
  if (text === undefined || !/[^\t\n\r\x20-\x7e\u0100-\uffff]/.test(text.slice(0, 64))) tell('decode', [text], call.at);
}
