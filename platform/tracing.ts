/**
 * Gander's own traces: one from receipt to notification, over threads, stream and outbox. Off, and free, unless `telemetry.endpoint` is
 * configured; variables such as OTEL_EXPORTER_OTLP_ENDPOINT, which are often set for the watched agent, never turn it on.
 */
import { ROOT_CONTEXT, SpanStatusCode, TraceFlags, context, isSpanContextValid, trace } from '@opentelemetry/api';
import type { Attributes, Context, Span, SpanContext, TextMapPropagator } from '@opentelemetry/api';
import type { Config } from './config';
import { messageOf } from './errors';
import { INSTANCE_ATTRIBUTE } from './instance';

export interface OpenSpan {
  /** For messages and rows that go on with this trace; undefined when tracing is off. */
  readonly traceparent: string | undefined;
  /** Ends the span, as failed when an error is given. */
  end(error?: unknown): void;
}

export interface Tracing {
  /** Sends what is still there, at most for 5 s. */
  stop(): Promise<void>;
}

const STOP_MS = 5_000;
let on = false;

/**
 * Starts tracing in this thread. Called first in each thread, before http, express and kafkajs are loaded. `instanceId` marks what Gander
 * sends as its own, so that its collector refuses it.
 */
export async function startTracing(config: Pick<Config, 'telemetry'>, instanceId: string): Promise<Tracing> {
  const { endpoint, serviceName } = config.telemetry;
  if (endpoint === undefined) return { stop: () => Promise.resolve() };
  const sdkNode = await import('@opentelemetry/sdk-node');
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  const sdk = new sdkNode.NodeSDK({
    serviceName,
    resourceDetectors: [{ detect: () => ({ attributes: { [INSTANCE_ATTRIBUTE]: instanceId } }) }],
    traceExporter: new OTLPTraceExporter({ url: endpoint }),
    // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- 2 is "record"; the enum's package is not a dependency of ours
    sampler: { shouldSample: () => ({ decision: 2 }), toString: () => 'all' },
    textMapPropagator: propagator,
    metricReaders: [],
    logRecordProcessors: [],
    instrumentations: await instrumentations(),
  });
  sdk.start();
  on = true;
  return {
    stop: async () => {
      on = false;
      await Promise.race([
        sdk.shutdown().catch(() => undefined),
        new Promise((resolve) => setTimeout(resolve, STOP_MS).unref()),
      ]);
    },
  };
}

/** Runs `fn` in a span; spans made inside become its children. `parent` is a traceparent; without one the span that runs now is the parent. */
export async function withSpan<T>(
  name: string,
  parent: string | undefined,
  attributes: Attributes,
  fn: () => T | Promise<T>,
  links: readonly string[] = [],
): Promise<T> {
  if (!on) return fn();
  const { span, inside } = open(name, parent, attributes, links);
  try {
    const result = await context.with(inside, fn);
    if (!idle.has(span)) span.end();
    return result;
  } catch (error) {
    fail(span, error);
    throw error;
  }
}

/** Spans that are left out: what is never ended is never sent. */
const idle = new WeakSet<Span>();

/** Says that the span that runs now led to nothing, and is not to be sent. A failure of it is sent all the same. */
export function leaveOutSpan(): void {
  const span = trace.getSpan(context.active());
  if (on && span) idle.add(span);
}

/** A span that its opener ends, for work that is done for several traces at once. */
export function startSpan(name: string, parent: string | undefined, attributes: Attributes = {}): OpenSpan {
  if (!on) return { traceparent: undefined, end: () => undefined };
  const { span } = open(name, parent, attributes, []);
  return {
    traceparent: format(span.spanContext()),
    end: (error) => {
      if (error === undefined) span.end();
      else fail(span, error);
    },
  };
}

/** W3C traceparent of the span that runs now, undefined without one. */
export function currentTraceparent(): string | undefined {
  return on ? format(trace.getSpanContext(context.active())) : undefined;
}

/** The agent's traceparent never becomes a parent at our ports, so incoming requests are not instrumented; roles open their own spans. */
async function instrumentations() {
  const { HttpInstrumentation } = await import('@opentelemetry/instrumentation-http');
  const { ExpressInstrumentation, ExpressLayerType } = await import('@opentelemetry/instrumentation-express');
  const { KafkaJsInstrumentation } = await import('@opentelemetry/instrumentation-kafkajs');
  return [
    new HttpInstrumentation({ disableIncomingRequestInstrumentation: true }),
    new ExpressInstrumentation({ ignoreLayersType: [ExpressLayerType.MIDDLEWARE] }),
    new KafkaJsInstrumentation(),
  ];
}

function open(name: string, parent: string | undefined, attributes: Attributes, links: readonly string[]) {
  const remote = parse(parent);
  const active: Context = trace.getSpan(context.active()) === undefined ? ROOT_CONTEXT : context.active();
  const outside = remote === undefined ? active : trace.setSpanContext(ROOT_CONTEXT, remote);
  const linked = links.flatMap((link) => parse(link) ?? []).map((linkContext) => ({ context: linkContext }));
  const span = trace.getTracer('gander').startSpan(name, { attributes, links: linked }, outside);
  return { span, inside: trace.setSpan(outside, span) };
}

function fail(span: Span, error: unknown): void {
  span.setStatus({ code: SpanStatusCode.ERROR, message: messageOf(error) });
  span.end();
}

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;

/** Whatever the sampled flag says: what is written down is decided here. */
function parse(traceparent: string | undefined): SpanContext | undefined {
  const [, traceId, spanId] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  if (traceId === undefined || spanId === undefined) return undefined;
  const spanContext = { traceId, spanId, traceFlags: TraceFlags.SAMPLED, isRemote: true };
  return isSpanContextValid(spanContext) ? spanContext : undefined;
}

function format(span: SpanContext | undefined): string | undefined {
  return span && isSpanContextValid(span) ? `00-${span.traceId}-${span.spanId}-01` : undefined;
}

/** Writes `traceparent` where there is none: a message on the stream may belong to another trace than the publish that carries it. */
const propagator: TextMapPropagator = {
  fields: () => ['traceparent'],
  extract: (from, carrier, getter) => {
    const value = getter.get(carrier, 'traceparent');
    const spanContext = parse(Array.isArray(value) ? value[0] : value);
    return spanContext === undefined ? from : trace.setSpanContext(from, spanContext);
  },
  inject: (from, carrier, setter) => {
    const value = format(trace.getSpanContext(from));
    const taken = Object.hasOwn(carrier as object, 'traceparent');
    if (value !== undefined && !taken) setter.set(carrier, 'traceparent', value);
  },
};
