import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector, DetectorContext } from '../../../contracts/detector';
import type { PathClass } from '../../../contracts/analysis';
import type { AgentEvent } from '../../../contracts/event';
import type { EvidenceFact } from '../../../contracts/finding';
import { ordersIn } from '../../orders';
import { detectionsOf } from '../../signs';
import type { Sign } from '../../signs';
import { tailOf, writingsOf } from '../../writings';
import { manifest } from './manifest';

const MEMORIES: ReadonlySet<PathClass> = new Set(['agent-memory']);
/** Tools that keep something for later sessions. */
const MEMORY_TOOL =
  /(?:^|[_.-])(?:save_?memory|add_?memor(?:y|ies)|store_?memory|create_?memor(?:y|ies)|update_?memor(?:y|ies)|write_?memory|remember|memory_(?:store|add|save|write|insert|create)|add_observations|create_entities|create_memory|upsert_memory)(?:$|[_.-])/i;

export const memoryPoisoning: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, context) {
    const files = writingsOf(event, context.analysis, context.session, MEMORIES).flatMap(({ path, content, excerpt }) =>
      judge(content, path.path, tailOf(path.given), excerpt, context),
    );
    const kept = byTool(event, context);
    return files.length + kept.length === 0 ? NO_DETECTIONS : detectionsOf([...files, ...kept]);
  },
};

function byTool({ action }: AgentEvent, context: DetectorContext): Sign[] {
  if ((action.type !== 'mcp.call' && action.type !== 'tool.call') || !MEMORY_TOOL.test(action.tool.slice(0, 100)))
    return [];
  const text = action.arguments ?? '';
  return judge(text, action.tool, `tool:${action.tool}`, text.slice(0, 300), context);
}

/** One order is worth a look; two, or one that came from outside, are an attack. */
function judge(content: string, where: string, what: string, excerpt: string, { session }: DetectorContext): Sign[] {
  const orders = ordersIn(content);
  const [first] = orders;
  if (first === undefined) return [];
  const outside = session.taintOf(content.slice(Math.max(0, first.at - 200), first.at + 800));
  const facts: EvidenceFact[] = outside === undefined ? [] : ['outside-text'];
  const kinds = new Set(orders.map(({ kind }) => kind));
  return [
    {
      what,
      why: `An order to ${[...kinds].slice(0, 3).join(', and to ')} is planted in ${where}${outside === undefined ? '' : `; the text came from ${outside.from}`}`,
      severity: kinds.size > 1 || kinds.has('send secrets or work away') ? 'high' : 'medium',
      techniques: ['T1546', 'T1565.001'],
      excerpt: content.slice(Math.max(0, first.at - 40), first.at + 260) || excerpt,
      path: where,
      facts,
    },
  ];
}
