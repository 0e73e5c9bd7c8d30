/** Code that blinds what watches the process it runs in. */
import type { Invocation } from '../../../contracts/shell';
import type { Sign } from '../../signs';

const BLINDS = /\bamsi(?:InitFailed|ScanBuffer|Context|Session|Utils)\b|\bEtwEventWrite\b|\bNtTraceEvent\b/i;
/** The first characters that are looked at. */
const MAX_TEXT = 32 * 1024;

/** AMSI or event tracing switched off from inside; undefined in commands without code of PowerShell or C#. */
export function ofCode(all: readonly Invocation[]): Sign | undefined {
  for (const one of all)
    for (const { text } of one.code ?? []) {
      const found = BLINDS.exec(text.slice(0, MAX_TEXT));
      if (found !== null)
        return {
          what: 'amsi',
          why: `Code switches off what watches PowerShell (${found[0]})`,
          severity: 'high',
          techniques: ['T1685'],
          excerpt: text.slice(Math.max(0, found.index - 80), found.index + 200),
        };
    }
  return undefined;
}
