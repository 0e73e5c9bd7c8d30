import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { EventAnalysis } from '../../../contracts/analysis';
import type { AgentEvent } from '../../../contracts/event';
import { invocations } from '../../programs';
import { around, incoming } from '../incoming';
import type { Incoming } from '../incoming';
import { instructionsIn } from '../instructions';
import type { Instruction } from '../instructions';
import { manifest } from './manifest';

const SAYS: Record<Instruction['kind'], string> = {
  override: 'to set its rules aside',
  role: 'that it, or the speaker, is someone else',
  addressed: 'as an agent what it must do',
  concealment: 'to keep something from the person',
  remedy: 'to run or install something as a remedy',
  secret: 'to hand out secrets or its own prompt',
  marker: 'with the markers of a system prompt',
};

export const instructionText: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, { analysis }) {
    if (event.action.type === 'exec' && !brings(analysis)) return NO_DETECTIONS;
    const read = textOf(event);
    if (!read) return NO_DETECTIONS;
    const found = instructionsIn(read.text);
    const [first] = found;
    if (!first) return NO_DETECTIONS;
    return [
      {
        why: `Text from ${read.from} tells the agent ${found.map(({ kind }) => SAYS[kind]).join(', ')}`,
        dedupeKey: `${first.kind}:${read.from}`,
        excerpt: around(read.text, first.at),
      },
    ];
  },
};

/** Programs whose output is text that somebody wrote; what builds and tests print is not read. */
const READERS: ReadonlySet<string> = new Set(
  'gh glab curl wget http https xh git cat head tail less more bat sed awk jq lynx w3m links pandoc pdftotext strings base64 psql mysql sqlite3 kubectl docker python python3 node'.split(
    ' ',
  ),
);

const brings = (analysis: EventAnalysis): boolean =>
  invocations(analysis)
    .slice(0, 100)
    .some(({ program }) => READERS.has(program));

function textOf(event: AgentEvent): Incoming | undefined {
  const { action } = event;
  if (action.type !== 'prompt') return incoming(event);
  return action.text === undefined ? undefined : { text: action.text.slice(0, 16 * 1024), from: 'a prompt' };
}
