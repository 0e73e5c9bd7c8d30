/** Code that sets start-up keys of the registry. */
import type { Invocation } from '../../../contracts/shell';
import { commandLine } from '../../signs';
import type { Sign } from '../../signs';

const SETS = /\bSetValue(?:Ex)?\s?\(|\bRegSetValueEx[AW]?\b|\bset_value\s?\(|\.RegWrite\b/;
const KEY = /CurrentVersion\\{1,2}(?:Run(?:Once)?|Winlogon)\b|CurrentControlSet\\{1,2}Services\\/i;
const MAX_TEXT = 32 * 1024;

export function inCode(all: readonly Invocation[]): Sign[] {
  return all.flatMap((one) =>
    (one.code ?? []).flatMap(({ text }): Sign[] => {
      const looked = text.slice(0, MAX_TEXT);
      if (!KEY.test(looked) || !SETS.test(looked)) return [];
      return [
        {
          what: 'registry:code',
          why: 'Code sets a start-up key of the registry',
          severity: 'medium',
          techniques: ['T1547.001'],
          excerpt: commandLine(one),
        },
      ];
    }),
  );
}
