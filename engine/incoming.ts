/** One message of an engine topic through the core. */
import type { AgentEvent } from '../contracts/event';
import type { Fact } from '../contracts/fact';
import type { IncomingMessage, Link } from '../contracts/stream';
import { GanderError, messageOf } from '../platform/errors';
import { startSpan } from '../platform/tracing';
import { decodeEnvelope, envelopeText } from '../stream/envelope';
import type { Answer, PartitionEngine } from './core/partition';

/** Throws `stream_corrupt` for a message that cannot be read; it then changed nothing. */
export function feed(engine: PartitionEngine, message: IncomingMessage): Answer[] {
  const { traceparent } = message.headers as { traceparent?: string };
  switch (message.topic) {
    case 'gander.events.v1':
      return [inSpan(engine, decodeEnvelope(message).events, traceparent)];
    case 'gander.links.v1':
      return [engine.link(read(message) as Link)];
    case 'gander.facts.v1':
      return lines(message).map((fact) => engine.fact(fact, traceparent));
    case 'gander.control.v1':
      return [engine.control(read(message) as AgentEvent)];
    default:
      return [];
  }
}

/** What is found goes on with the envelope's span. */
function inSpan(engine: PartitionEngine, events: readonly AgentEvent[], traceparent: string | undefined): Answer {
  const span = startSpan('engine.envelope', traceparent, { events: events.length });
  const answer = engine.event(events, span.traceparent ?? traceparent);
  span.end();
  return answer;
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
