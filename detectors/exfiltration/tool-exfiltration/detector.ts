import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector, DetectorContext } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Detection } from '../../../contracts/finding';
import { isOurs } from '../places';
import { manifest } from './manifest';
import { addressesIn, orderedIn, samplesOf } from './texts';

interface ReadText {
  tool: string;
  samples: number[];
  /** Addresses in it, and of these the ones that it orders to send to. */
  names: string[];
  orders: string[];
  private: boolean;
  eventId: string;
  at: number;
}

interface State {
  texts?: ReadText[];
}

const MAX_TEXTS = 12;
/** Shorter answers hold nothing that could be told from chance. */
const MIN_TEXT = 60;
const MAX_SENT = 32 * 1024;
/** So many samples of a text stand for a sentence or two of it. */
const ENOUGH = 3;

const PRIVATE =
  /mail|inbox|message|chat|slack|teams|drive|docs?(?:$|[_.-])|document|calendar|contact|customer|crm|account|invoice|payroll|employee|patient|record|ticket|database|sql|query|notion|confluence|vault|memory|notes?(?:$|[_.-])/i;
const READS =
  /(?:^|[_.\-/])(?:get|read|list|search|find|fetch|query|load|open|export|download|history|retrieve|lookup|view|show|select)/i;
const SENDS =
  /(?:^|[_.\-/])(?:send|post|publish|share|upload|forward|reply|comment|submit|navigate|open|visit|goto|fetch|create|append|write|update|invite|webhook|tweet)/i;

export const toolExfiltration: Detector<State, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(state, event, context) {
    if (event.phase === 'denied') return NO_DETECTIONS;
    const found = state.texts === undefined ? NO_DETECTIONS : carried(state.texts, event, context);
    keep(state, event);
    return found;
  },
};

function keep(state: State, { action, outcome, id, at }: AgentEvent): void {
  const output = outcome?.output;
  if (output === undefined || output.length < MIN_TEXT || !('tool' in action)) return;
  const name = nameOf(action);
  const page = action.type === 'net.fetch';
  if (!page && !READS.test(name)) return;
  const orders = orderedIn(output);
  const isPrivate = !page && PRIVATE.test(name);
  if (!isPrivate && orders.length === 0) return;
  const text = { tool: name, samples: isPrivate ? samplesOf(output) : [], names: addressesIn(output), orders };
  const others = (state.texts ?? []).filter((one) => one.eventId !== id);
  state.texts = [...others, { ...text, private: isPrivate, eventId: id, at }].slice(-MAX_TEXTS);
}

/** Server and tool, which together say what it is about. */
function nameOf(action: AgentEvent['action']): string {
  const server = action.type === 'mcp.call' ? (action.server ?? '') : '';
  return `${server}/${'tool' in action ? (action.tool ?? '') : ''}`.slice(0, 160);
}

function carried(texts: readonly ReadText[], event: AgentEvent, context: DetectorContext): readonly Detection[] {
  const sent = sentBy(event);
  if (sent === undefined) return NO_DETECTIONS;
  const name = nameOf(event.action);
  const strangers = addressesIn(sent).filter((one) => isStranger(one, context));
  if (strangers.length === 0) return NO_DETECTIONS;
  const runs = new Set(samplesOf(sent));
  const from = texts.find(
    (text) => text.private && text.eventId !== event.id && text.samples.filter((run) => runs.has(run)).length >= ENOUGH,
  );
  if (from === undefined) return NO_DETECTIONS;
  return strangers.slice(0, 4).map((to) => judge(texts, from, to, name));
}

/** What a call that sends is given, as text. */
function sentBy({ action }: AgentEvent): string | undefined {
  if (action.type === 'net.fetch')
    return action.url === undefined ? undefined : readable(action.url.slice(0, MAX_SENT));
  if (action.type !== 'mcp.call' && action.type !== 'tool.call') return undefined;
  if (!SENDS.test(nameOf(action)) || action.arguments === undefined) return undefined;
  return readable(action.arguments.slice(0, MAX_SENT));
}

/** Without the escapes of JSON and of URLs. */
const readable = (text: string): string =>
  text
    .replace(/\\[nrt]/g, ' ')
    .replace(/\+/g, ' ')
    .replace(/%([0-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** Outside, and named by no person. */
function isStranger(address: string, { installation, session }: DetectorContext): boolean {
  const host = address.slice(address.indexOf('@') + 1);
  return !isOurs(host, installation) && !session.prompts.some((prompt) => prompt.toLowerCase().includes(address));
}

function judge(texts: readonly ReadText[], from: ReadText, to: string, name: string): Detection {
  const order = texts.find((text) => text.orders.includes(to));
  const known = texts.some((text) => text.names.includes(to));
  return {
    why: `What ${from.tool} read goes to ${to} by ${name}${order === undefined ? '' : `, as a text that ${order.tool} read says and no prompt of a person does`}`,
    severity: order === undefined ? (known ? 'low' : 'medium') : 'high',
    confidence: 'medium',
    dedupeKey: `${from.tool} ${to}`,
    techniques: ['T1567', /mail|inbox/i.test(from.tool) ? 'T1114' : 'T1213'],
    entities: { destination: to },
    // The words that were carried came in by a tool: they are no taint of the act, an address that came with them is.
    excerpt: to,
    facts: ['public-destination'],
    also: [from, ...(order === undefined || order === from ? [] : [order])].map(({ eventId, at, tool }) => ({
      eventId,
      at,
      excerpt: `read by ${tool}`,
      phase: 'completed',
    })),
  };
}
