/** Secrets in what an act sends to another machine: which, in what part of it, and where to. */
import type { Destination, EventAnalysis } from '../../../contracts/analysis';
import type { AgentEvent } from '../../../contracts/event';
import type { Invocation } from '../../../contracts/shell';
import { SENDERS, argv, invocations, writersOf } from '../../programs';
import { marksOf } from './marks';
import type { Mark } from './marks';

export interface Sending {
  mark: Mark;
  host: string;
  /** Of an MCP tool whose destination is not known: the server. */
  server?: string;
}

const MARK = /REDACTED_/i;
const RESOLVERS: ReadonlySet<string> = new Set('dig nslookup host ping ping6 drill kdig resolvectl getent'.split(' '));
const OTHERS: ReadonlySet<string> = new Set('git gh glab aws gcloud az'.split(' '));
const OUTWARD =
  /send|post|comment|message|mail|publish|upload|share|issue|gist|page|tweet|notify|webhook|fetch|navigate|request/i;
const MAX_LOOKED = 400;
const MAX_TEXT = 64 * 1024;

const isOutside = ({ class: kind }: Destination): boolean => kind === 'public' || kind === 'name';

/** Nothing for an act in which no secret stands. */
export function sendingsOf(event: AgentEvent, analysis: EventAnalysis): Sending[] {
  const plain = plainIn(event, analysis);
  return event.secrets === undefined ? plain : [...plain, ...encodedIn(event, plain, analysis)];
}

/** Secrets that the collector found within an encoding: the text shows no word for them. Basic logins are written so. */
function encodedIn(
  { action, secrets = [] }: AgentEvent,
  plain: readonly Sending[],
  analysis: EventAnalysis,
): Sending[] {
  const text = givenTo(action);
  if (text === undefined || analysis.destinations.length === 0 || (action.type === 'exec' && !anySends(analysis)))
    return [];
  const hidden = secrets.filter(
    ({ field, fingerprint }) =>
      field.startsWith('action.') &&
      !text.includes(fingerprint) &&
      !plain.some((one) => one.mark.fingerprint === fingerprint),
  );
  const as = /\bbasic [\w+/]{8}/i.test(text.slice(0, MAX_TEXT)) ? 'login' : 'content';
  const marks = hidden
    .slice(0, 10)
    .map(({ kind, fingerprint }): Mark => ({ kind, fingerprint, as, excerpt: text.slice(0, 200) }));
  return marks.flatMap((mark) => analysis.destinations.filter(isOutside).map(({ host }) => ({ mark, host })));
}

function givenTo(action: AgentEvent['action']): string | undefined {
  if (action.type === 'exec') return action.command;
  if (action.type === 'net.fetch') return action.url;
  return action.type === 'mcp.call' || action.type === 'tool.call' ? action.arguments : undefined;
}

const anySends = (analysis: EventAnalysis): boolean =>
  analysis.transfers.length > 0 ||
  invocations(analysis).some(({ program }) => SENDERS.has(program) || RESOLVERS.has(program));

function plainIn({ action }: AgentEvent, analysis: EventAnalysis): Sending[] {
  switch (action.type) {
    case 'net.fetch':
      return action.url === undefined ? [] : sent(action.url, analysis.destinations);
    case 'mcp.call':
    case 'tool.call':
      return byTool(action.tool, action.arguments ?? '', 'server' in action ? action.server : undefined, analysis);
    case 'exec':
      return byCommand(analysis);
    default:
      return [];
  }
}

const sent = (text: string, destinations: readonly Destination[]): Sending[] => {
  const marks = MARK.test(text) ? marksOf(text) : [];
  return marks.flatMap((mark) => destinations.filter(isOutside).map(({ host }) => ({ mark, host })));
};

function byTool(tool: string, given: string, server: string | undefined, analysis: EventAnalysis): Sending[] {
  if (!MARK.test(given)) return [];
  if (analysis.command !== undefined) return byCommand(analysis);
  if (!OUTWARD.test(tool.slice(0, 100)) || analysis.writes.length > 0) return [];
  const addressed = sent(given, analysis.destinations);
  if (addressed.length > 0 || analysis.destinations.length > 0) return addressed;
  return marksOf(given).map((mark) => ({ mark, host: '', server: server ?? tool }));
}

function byCommand(analysis: EventAnalysis): Sending[] {
  const all = invocations(analysis);
  const found: Sending[] = [];
  for (let index = 0; index < Math.min(all.length, MAX_LOOKED); index++) {
    const one = all[index];
    if (one === undefined) break;
    const text = textOf(one, all, index);
    if (text === undefined || !MARK.test(text)) continue;
    const destinations = placesOf(one, index, text, analysis);
    const name = RESOLVERS.has(one.program);
    for (const sending of sent(text, destinations))
      found.push(name ? { ...sending, mark: { ...sending.mark, as: 'name' } } : sending);
  }
  return found;
}

/** What a program that sends is given: its words, its input as far as known, its code. */
function textOf(one: Invocation, all: readonly Invocation[], index: number): string | undefined {
  const { program, code = [], stdin = '' } = one;
  const sends = SENDERS.has(program) || RESOLVERS.has(program) || OTHERS.has(program) || hasSocket(one);
  if (!sends && code.length === 0) return undefined;
  const piped = stdin === '' && sends ? writersOf(all, index).map(({ stdout = '' }) => stdout) : [stdin];
  return [...argv(one), ...piped, ...code.map(({ text }) => text)].join(' ');
}

const hasSocket = ({ redirections }: Invocation): boolean =>
  redirections.some(({ target }) => target.text.startsWith('/dev/tcp/') || target.text.startsWith('/dev/udp/'));

/** The machines that this invocation talks to: those its transfers name, those its words name, or all of the command's code. */
function placesOf(one: Invocation, index: number, text: string, analysis: EventAnalysis): Destination[] {
  const moved = analysis.transfers.flatMap(({ invocation, destination }) =>
    invocation === index && destination ? [destination] : [],
  );
  if (moved.length > 0) return moved;
  const named = analysis.destinations.filter(({ given }) => given !== '' && text.includes(given));
  const sockets = one.redirections.map(({ target }) => target.text);
  return named.length > 0 ? named : analysis.destinations.filter(({ given }) => sockets.includes(given));
}
