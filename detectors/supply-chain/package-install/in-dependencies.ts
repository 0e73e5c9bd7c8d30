/** Code of installed packages that is changed where it lies: whoever runs the project runs it, and no review sees it. */
import type { AgentEvent } from '../../../contracts/event';
import type { EventAnalysis } from '../../../contracts/analysis';
import type { SessionMemory } from '../../../contracts/detector';
import type { Detection } from '../../../contracts/finding';
import { tailOf, writingsOf } from '../../writings';

const INSTALLED =
  /(?:^|\/)(?:node_modules|site-packages|dist-packages|vendor\/bundle|\.cargo\/registry\/src|go\/pkg\/mod)\/[^\n]{1,300}\.(?:[cm]?js|ts|py|rb|rs|go|sh)$/;
const REACHES =
  /\b(?:https?|net|dns|child_process)["'`]?\)?\s?\.(?:get|request|connect|resolve|exec|spawn)|require\(["'](?:child_process|https?|net)["']\)|\bfetch\(|XMLHttpRequest|\b(?:requests|urllib\.request|socket|subprocess|os)\.(?:post|get|urlopen|socket|system|run|Popen)\(|\bcurl\s|window\.ethereum|\b(?:eval|exec)\s?\(\s{0,4}(?:atob|Buffer\.from|base64|bytes\.fromhex|__import__)/;
const MAX_TEXT = 32 * 1024;

/** Something put into an installed package that reaches out, or runs hidden code. */
export function inDependencies(event: AgentEvent, analysis: EventAnalysis, session: SessionMemory): Detection[] {
  if (!analysis.writes.some(({ path }) => INSTALLED.test(path))) return [];
  return writingsOf(event, analysis, session, CLASSES)
    .filter(
      ({ path, by, content }) =>
        INSTALLED.test(path.path) &&
        (REACHES.test(content.slice(0, MAX_TEXT)) || /^(?:curl|wget)$/.test(by?.program ?? '')),
    )
    .slice(0, 4)
    .map(({ path, excerpt }) => ({
      why: `Code of an installed package is changed in place, with something that reaches out: ${path.path}`,
      severity: 'medium' as const,
      confidence: 'medium' as const,
      dedupeKey: `installed ${tailOf(path.given)}`,
      techniques: ['T1195.001', 'T1554'],
      entities: { path: path.path },
      excerpt,
    }));
}

const CLASSES = new Set(['other', 'system', 'test'] as const);
