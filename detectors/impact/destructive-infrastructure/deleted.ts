/** What one program of a command deletes, whatever kind of tool it is. */
import type { Invocation } from '../../../contracts/shell';
import { argv } from '../../programs';
import { isRehearsal } from '../words';
import { deletedInCloud } from './clouds';
import type { Deleted } from './clouds';
import { destroyedByState } from './iac';
import { deletedInKubernetes } from './kubernetes';
import { unprotected } from './protection';
import { deletedByRequest } from './requests';
import { deletedByTool } from './tools';

/** `output` is what the command printed, where known. Undefined when nothing of weight is deleted, and for rehearsals. */
export function deletedBy(one: Invocation, output: string | undefined): Deleted | undefined {
  const { program } = one;
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
