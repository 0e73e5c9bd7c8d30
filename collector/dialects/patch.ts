/** The patch text of `apply_patch`: one act a file. Lines that begin with `***` are its grammar, `+` and `-` its content. */
import type { FileDeleteAction, FileWriteAction } from '../../contracts/event';
import { known } from './read-attributes';

/** Most files of one patch that become acts of their own. */
export const MAX_PATCH_FILES = 200;

interface Part {
  kind: 'add' | 'update' | 'delete';
  path: string;
  movedTo?: string;
  added: string[];
  removed: string[];
}

const HEADER = /^\*\*\* (Add|Update|Delete) File: (.{1,4096})$/;
const MOVE = /^\*\*\* Move to: (.{1,4096})$/;

/** Acts of a patch; `cut` when its end line is missing or it names more files than the bound. Undefined when it is no such patch. */
export function readPatch(
  tool: string,
  text: string,
): { actions: (FileWriteAction | FileDeleteAction)[]; cut: boolean } | undefined {
  const parts: Part[] = [];
  let ended = false;
  for (const raw of text.split('\n')) {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    if (line.startsWith('*** End Patch')) ended = true;
    const header = HEADER.exec(line);
    const part = parts.at(-1);
    if (header) parts.push({ kind: kindOf(header[1]), path: header[2] ?? '', added: [], removed: [] });
    else if (part) takeLine(part, line);
  }
  if (parts.length === 0) return undefined;
  const kept = parts.slice(0, MAX_PATCH_FILES);
  return { actions: kept.flatMap((part) => actionsOf(tool, part)), cut: !ended || kept.length < parts.length };
}

function kindOf(word: string | undefined): Part['kind'] {
  return word === 'Add' ? 'add' : word === 'Delete' ? 'delete' : 'update';
}

function takeLine(part: Part, line: string): void {
  const move = MOVE.exec(line)?.[1];
  if (move !== undefined) part.movedTo = move;
  else if (line.startsWith('+')) part.added.push(line.slice(1));
  else if (line.startsWith('-')) part.removed.push(line.slice(1));
}

function actionsOf(tool: string, part: Part): (FileWriteAction | FileDeleteAction)[] {
  const gone: FileDeleteAction = { type: 'file.delete', tool, path: part.path };
  if (part.kind === 'delete') return [gone];
  const written = known<FileWriteAction>({
    type: 'file.write',
    tool,
    path: part.movedTo ?? part.path,
    content: part.added.join('\n'),
    removed: part.removed.length > 0 ? part.removed.join('\n') : undefined,
    edit: part.kind === 'update' ? true : undefined,
  });
  return part.movedTo === undefined ? [written] : [written, gone];
}
