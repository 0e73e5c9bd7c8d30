/** Walks a shell syntax tree, for tests that look at all of it. */
import type { Command, ParsedScript, Redirection, Script, Word, WordPart } from '../../contracts/shell';

export interface Visitor {
  command?(command: Command): void;
  word?(word: Word): void;
  script?(script: Script): void;
}

export function visit(parsed: ParsedScript, visitor: Visitor): void {
  visitScript(parsed.script, visitor);
}

function visitScript(script: Script, visitor: Visitor): void {
  visitor.script?.(script);
  for (const { pipeline } of script.items) for (const command of pipeline.commands) visitCommand(command, visitor);
}

function visitCommand(command: Command, visitor: Visitor): void {
  visitor.command?.(command);
  for (const word of command.words) visitWord(word, visitor);
  command.redirections.forEach((redirection) => visitRedirection(redirection, visitor));
  if (command.type === 'compound') for (const body of command.bodies) visitScript(body, visitor);
  else
    for (const { value, array, index } of command.assignments) {
      if (value) visitWord(value, visitor);
      array?.forEach((word) => visitWord(word, visitor));
      visitParts(index ?? [], visitor);
    }
}

function visitRedirection({ target, heredoc }: Redirection, visitor: Visitor): void {
  visitWord(target, visitor);
  visitParts(heredoc?.parts ?? [], visitor);
}

function visitWord(word: Word, visitor: Visitor): void {
  visitor.word?.(word);
  visitParts(word.parts, visitor);
}

function visitParts(parts: readonly WordPart[], visitor: Visitor): void {
  for (const part of parts) {
    if (part.type === 'command' || part.type === 'process') visitScript(part.script, visitor);
    else if (part.type === 'arithmetic') visitParts(part.parts, visitor);
    else if (part.type === 'parameter') {
      visitParts(part.index ?? [], visitor);
      for (const operand of part.operands ?? []) visitParts(operand, visitor);
    }
  }
}
