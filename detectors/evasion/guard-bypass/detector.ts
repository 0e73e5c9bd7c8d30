import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { EventAnalysis, PathClass } from '../../../contracts/analysis';
import type { AgentEvent } from '../../../contracts/event';
import { isToldHere } from '../../command-and-control/agent-started-agent/detector';
import { invocations } from '../../programs';
import { detectionsOf } from '../../signs';
import type { Sign } from '../../signs';
import { tailOf, writingsOf } from '../../writings';
import type { Writing } from '../../writings';
import { startedUnguarded } from './flags';
import { manifest } from './manifest';
import { looseningIn } from './settings';

const SETTINGS: ReadonlySet<PathClass> = new Set(['agent-configuration', 'shell-profile']);
const MAX_CODE = 16_384;
const UNGUARDED = /bypass|yolo|danger|full[-_ ]?auto|auto[-_ ]?approve|never|unrestricted|auto_edit_all/i;

export const guardBypass: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, { analysis, session }) {
    const raised = modeRaised(event);
    const written = writingsOf(event, analysis, session, SETTINGS).flatMap((one) =>
      judge(
        one.content === '' && one.by === undefined ? { ...one, content: codeNaming(analysis, one.path.given) } : one,
      ),
    );
    const started = invocations(analysis).flatMap((one) => {
      const found = startedUnguarded(one);
      return found.length > 0 && isToldHere(one) ? [] : found;
    });
    return raised.length + written.length + started.length === 0
      ? NO_DETECTIONS
      : detectionsOf([...raised, ...written, ...started]);
  },
};

/** Code of the command that names the file which it writes. */
function codeNaming(analysis: EventAnalysis, path: string): string {
  return invocations(analysis)
    .flatMap(({ code = [] }) => code.map(({ text }) => text.slice(0, MAX_CODE)).filter((text) => text.includes(path)))
    .slice(0, 4)
    .join('\n');
}

function judge({ path, content, removed, contained, excerpt }: Writing): Sign[] {
  const loosening = looseningIn(content, removed, path.class === 'shell-profile');
  if (loosening === undefined) return [];
  return [
    {
      what: `${loosening.kind}:${tailOf(path.given)}`,
      why: `${loosening.why} in ${path.path}`,
      severity: contained ? 'low' : loosening.severity,
      techniques: ['T1685'],
      excerpt,
      path: path.path,
    },
  ];
}

/** The developer's choice as a rule; what is done after it counts more. */
function modeRaised({ action }: AgentEvent): Sign[] {
  if (action.type !== 'config.change' || !/permission|approval|sandbox/i.test(action.setting.slice(0, 100))) return [];
  const { from = '', to = '', trigger = '', setting } = action;
  const isOff = /sandbox/i.test(setting) && /^(?:off|false|0|null|none|disabled)$/i.test(to);
  if (!(UNGUARDED.test(to) || isOff) || UNGUARDED.test(from)) return [];
  const byAgent = /agent|model|tool|auto/i.test(trigger);
  return [
    {
      what: `mode:${to.slice(0, 60)}`,
      why: `${setting} went ${from === '' ? '' : `from ${from} `}to ${to} in the middle of the session${trigger === '' ? '' : ` (${trigger})`}`,
      severity: byAgent ? 'high' : 'low',
      techniques: ['T1685'],
      excerpt: `${setting}: ${from} → ${to}`,
    },
  ];
}
