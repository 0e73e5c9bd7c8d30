/** One message of an engine topic through the core. */
import type { AgentEvent } from '../contracts/event';
import type { Fact } from '../contracts/fact';
import type { IncomingMessage, Link } from '../contracts/stream';
import { GanderError, messageOf } from '../platform/errors';
import { startSpan } from '../platform/tracing';
import { wrongField, wrongInFact, wrongInLink } from '../stream/check-event';
import { decodeEnvelope, envelopeText } from '../stream/envelope';
import type { Answer, PartitionEngine } from './core/partition';

/** Throws `stream_corrupt` for a message that cannot be read; it then changed nothing. */
export function feed(engine: PartitionEngine, message: IncomingMessage): Answer[] {
  const { traceparent } = message.headers as { traceparent?: string };
  switch (message.topic) {
    case 'gander.events.v1':
      return [inSpan(engine, decodeEnvelope(message).events, traceparent)];
    case 'gander.links.v1':
      return [engine.link(checked(read(message) as Link, wrongInLink))];
    case 'gander.facts.v1':
      return takeFacts(engine, lines(message), traceparent);
    case 'gander.control.v1':
      return [engine.control(checked(read(message) as AgentEvent, (event) => wrongInControl(event, message.storedAt)))];
    default:
      return [];
  }
}

/** How far the clocks of engine and stream may differ. */
const MAX_AHEAD_MS = 3_600_000;

/** Time never goes back: a tick from far ahead would end every session, now and in each later snapshot. */
function wrongInControl(event: AgentEvent, storedAt: number): string | undefined {
  return wrongField(event) ?? (event.at > storedAt + MAX_AHEAD_MS ? 'at' : undefined);
}

/** What is found goes on with the envelope's span. Events of another form than they must have are left out, and told as problems. */
function inSpan(engine: PartitionEngine, events: readonly AgentEvent[], traceparent: string | undefined): Answer {
  const span = startSpan('engine.envelope', traceparent, { events: events.length });
  const problems = events.flatMap((event) => wrongField(event) ?? []).map((field) => `the event's ${field} is wrong`);
  const good = problems.length === 0 ? events : events.filter((event) => wrongField(event) === undefined);
  const answer = engine.event(good, span.traceparent ?? traceparent);
  span.end();
  if (problems.length === 0) return answer;
  const failed = { name: 'gander_engine_events_total', labels: { result: 'failed' }, by: problems.length } as const;
  return { ...answer, problems: [...answer.problems, ...problems], counts: [...answer.counts, failed] };
}

function takeFacts(engine: PartitionEngine, facts: readonly Fact[], traceparent: string | undefined): Answer[] {
  const good = facts.filter((fact) => wrongInFact(fact) === undefined);
  const answers = good.map((fact) => engine.fact(fact, traceparent));
  if (good.length === facts.length) return answers;
  const nothing = { findings: [], facts: [], links: [], counts: [] };
  return [...answers, { ...nothing, problems: [`${facts.length - good.length} facts are wrong`] }];
}

function checked<T>(value: T, wrong: (value: T) => string | undefined): T {
  const field = wrong(value);
  if (field === undefined) return value;
  throw new GanderError('stream_corrupt', `a message cannot be read: its ${field} is wrong`);
}

function read(message: IncomingMessage): unknown {
  return attempt((): unknown => JSON.parse(Buffer.from(message.value).toString()));
}

const lines = (message: IncomingMessage): Fact[] =>
  attempt(() =>
    envelopeText(message)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Fact),
  );

function attempt<T>(decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    throw new GanderError('stream_corrupt', `a message cannot be read: ${messageOf(error)}`, { cause: error });
  }
}
