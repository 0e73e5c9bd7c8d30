/** What one program of a command deletes, whatever kind of tool it is. */
import type { Invocation } from '../../../contracts/shell';
import { argv } from '../../programs';
import { isRehearsal } from '../words';
import { CLOUDS, deletedInCloud } from './clouds';
import type { Deleted } from './clouds';
import { STATE_TOOLS, destroyedByState } from './iac';
import { KUBERNETES, deletedInKubernetes } from './kubernetes';
import { unprotected } from './protection';
import { SENDERS, deletedByRequest } from './requests';
import { TOOLS, deletedByTool } from './tools';

/** All programs that one of the readers knows: most commands are of none of them. */
const KNOWN: ReadonlySet<string> = new Set([...CLOUDS, ...TOOLS.keys(), ...STATE_TOOLS, ...KUBERNETES, ...SENDERS]);

/** Whether a program may delete at all. */
export const isKnown = (program: string): boolean => KNOWN.has(program);

/** `output` is what the command printed, where known. Undefined when nothing of weight is deleted, and for rehearsals. */
export function deletedBy(one: Invocation, output: string | undefined): Deleted | undefined {
  const program = one.program.toLowerCase();
  if (!KNOWN.has(program)) return undefined;
  const words = argv(one);
  const deleted =
    deletedInCloud(program, words) ??
    deletedByTool(program, words) ??
    destroyedByState(program, words, output) ??
    deletedInKubernetes(program, words) ??
    deletedByRequest(one) ??
    unprotected(program, words);
  return deleted === undefined || isRehearsal(words) ? undefined : deleted;
}
