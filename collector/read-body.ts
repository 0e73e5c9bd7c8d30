/** The way of a request from bytes to messages for the stream: inflate, decode, normalise, redact, pack. Runs in the decode thread. */
import type { Redactor } from '../analysis/redact';
import type { AgentEvent } from '../contracts/event';
import type { Link } from '../contracts/stream';
import type { DecodedRequest, Loss } from '../contracts/telemetry';
import type { Sender } from '../contracts/tenant';
import type { Limits } from '../platform/config';
import { INSTANCE_ATTRIBUTE } from '../platform/instance';
import { normalise } from './dialects/normalise';
import type { NormalisedRequest } from './dialects/normalise';
import { noteCuts } from './fit-event';
import { readHook } from './hooks/read-hook';
import { readLines } from './sensors/read-lines';
import { packDeadLetter, packEvents, packLink } from './pack-events';
import type { PackedMessage } from './pack-events';
import { inflate } from './receive/inflate';
import type { ContentEncoding } from './receive/inflate';
import { readJsonObject } from './receive/json-object';
import { decodeRequest } from './receive/otlp/decode';
import type { Format } from './receive/otlp/decode';
import { RecordSink } from './receive/otlp/record-sink';
import { OpenTranscripts } from './transcripts/open-transcripts';
import { Tally } from './tally';
import type { Count } from './tally';

interface Job {
  encoding: ContentEncoding;
  body: Uint8Array<ArrayBuffer>;
  sender: Sender;
  receivedAt: number;
}

/** An OTLP export request. */
export interface OtlpJob extends Job {
  signal: DecodedRequest['signal'];
  format: Format;
}

/** The JSON object that a hook of an agent posts. */
export interface HookJob extends Job {
  signal: 'hooks';
  agent: string;
}

/** Lines of JSON that a host sensor posts. */
export interface SensorJob extends Job {
  signal: 'sensors';
  sensor: string;
}

/** New lines of a transcript that is followed. */
export interface TranscriptJob extends Job {
  signal: 'transcripts';
  file: string;
  /** Offset of the lines in the file. */
  from: number;
}

export type BodyJob = OtlpJob | HookJob | SensorJob | TranscriptJob;

export interface Reading {
  messages: PackedMessage[];
  losses: Loss[];
  /** For the metrics of the thread that asked. */
  counts: Count[];
}

export interface ReadingContext {
  limits: Limits;
  /** Telemetry that carries it is Gander's own, and is not taken. */
  instanceId: string;
  machineHost: string;
  /** Conversations that go on; without it each piece is read with what stands in front of it in its file. */
  transcripts?: OpenTranscripts;
  redactorOf(tenant: string): Redactor;
}

/** Reads one body. Errors: `request_invalid`, `request_too_large`, and those of `redactorOf`. */
export function readBody(job: BodyJob, context: ReadingContext): Reading {
  const { sender, receivedAt } = job;
  const body = Buffer.from(job.body.buffer, job.body.byteOffset, job.body.byteLength);
  const bytes = inflate(body, job.encoding, context.limits.inflatedBytes);
  const tally = new Tally();
  const { normalised, losses } = readBytes(job, bytes, context, tally);
  countLosses(tally, losses);
  const redactor = context.redactorOf(sender.tenant);
  const events = readable(normalised.events, losses, redactor);
  countEvents(tally, job.signal, normalised, events);
  const { messages, tooLarge } = packEvents(events, sender.tenant);
  for (const link of normalised.links) messages.push(packLink(withoutSecrets(link, redactor)));
  for (const event of tooLarge) {
    const reason = 'event_too_large';
    messages.push(packDeadLetter({ tenant: sender.tenant, at: receivedAt, reason, text: JSON.stringify(event) }));
    tally.count('gander_dead_letters_total', { stage: 'publish', reason });
  }
  const lostToSize: Loss[] = tooLarge.length > 0 ? [{ reason: 'eventBytes', records: tooLarge.length, parts: 0 }] : [];
  return { messages, losses: [...losses, ...lostToSize], counts: tally.list() };
}

interface Read {
  normalised: NormalisedRequest;
  losses: readonly Loss[];
}

function readBytes(job: BodyJob, bytes: Buffer, context: ReadingContext, tally: Tally): Read {
  if (job.signal === 'hooks') return readHookBody(job, bytes, context, tally);
  if (job.signal === 'sensors') return readSensorBody(job, bytes, context, tally);
  if (job.signal === 'transcripts') return readTranscript(job, bytes, context, tally);
  return readOtlpBody(job, bytes, context, tally);
}

function readOtlpBody(job: OtlpJob, bytes: Buffer, context: ReadingContext, tally: Tally): Read {
  const request = decodeRequest(job.signal, job.format, bytes, context.limits);
  tally.count('gander_records_total', { signal: job.signal }, request.records.length);
  const own = withoutOwn(request, context, tally);
  return { normalised: normalise(own, job.sender, job.receivedAt, context.machineHost), losses: request.losses };
}

function readHookBody(job: HookJob, bytes: Buffer, context: ReadingContext, tally: Tally): Read {
  const sink = new RecordSink(context.limits);
  const payload = readJsonObject(bytes, sink);
  tally.count('gander_records_total', { signal: job.signal });
  const normalised = readHook(job.agent, payload, job.sender, job.receivedAt, context.machineHost);
  return { normalised, losses: sink.losses.list() };
}

function readSensorBody(job: SensorJob, bytes: Buffer, context: ReadingContext, tally: Tally): Read {
  const sink = new RecordSink(context.limits);
  const { sender, receivedAt } = job;
  const { machineHost } = context;
  const { normalised, lines } = readLines(job.sensor, bytes, sink, { sender, receivedAt, machineHost });
  tally.count('gander_records_total', { signal: job.signal }, lines);
  return { normalised, losses: sink.losses.list() };
}

function readTranscript(job: TranscriptJob, lines: Buffer, context: ReadingContext, tally: Tally): Read {
  const { file, from, receivedAt } = job;
  const transcripts = context.transcripts ?? new OpenTranscripts(context);
  const read = transcripts.read({ file, from, lines, receivedAt });
  tally.count('gander_records_total', { signal: job.signal }, read.lines);
  tally.count('gander_records_ignored_total', { dialect: 'transcript', reason: 'unknown event' }, read.unread);
  return { normalised: read.normalised, losses: [] };
}

function withoutOwn(request: DecodedRequest, { instanceId }: ReadingContext, tally: Tally): DecodedRequest {
  const records = request.records.filter(({ origin }) => origin.resource[INSTANCE_ATTRIBUTE] !== instanceId);
  const own = request.records.length - records.length;
  if (own === 0) return request;
  tally.count('gander_records_ignored_total', { dialect: 'gander', reason: 'own' }, own);
  return { ...request, records };
}

/** A link names the same scopes as the events that it joins. */
const withoutSecrets = (link: Link, redactor: Redactor): Link => ({
  ...link,
  child: redactor.redactName(link.child),
  parent: redactor.redactName(link.parent),
});

/** The events without their secrets, and with a note on texts that were cut. */
function readable(events: readonly AgentEvent[], losses: readonly Loss[], redactor: Redactor): AgentEvent[] {
  const clean = events.map((event) => redactor.redact(event));
  return losses.some(({ reason }) => reason === 'stringBytes') ? clean.map(noteCuts) : clean;
}

function countLosses(tally: Tally, losses: readonly Loss[]): void {
  for (const { reason, records, parts } of losses) {
    tally.count('gander_records_lost_total', { reason }, records);
    tally.count('gander_record_parts_cut_total', { reason }, parts);
  }
}

function countEvents(
  tally: Tally,
  signal: BodyJob['signal'],
  { ignored, unknownScopes, clamped }: NormalisedRequest,
  events: readonly AgentEvent[],
): void {
  for (const { dialect, reason, count } of ignored)
    tally.count('gander_records_ignored_total', { dialect, reason }, count);
  tally.count('gander_unknown_dialect_total', { signal }, unknownScopes);
  tally.count('gander_clamped_times_total', { direction: 'past' }, clamped.past);
  tally.count('gander_clamped_times_total', { direction: 'future' }, clamped.future);
  const byAction = new Map<string, Map<string, number>>();
  for (const { source, action, secrets } of events) {
    let actions = byAction.get(source.dialect);
    if (!actions) byAction.set(source.dialect, (actions = new Map<string, number>()));
    actions.set(action.type, (actions.get(action.type) ?? 0) + 1);
    for (const { kind } of secrets ?? []) tally.count('gander_secrets_redacted_total', { kind });
  }
  for (const [dialect, actions] of byAction)
    for (const [action, count] of actions) tally.count('gander_events_total', { dialect, action }, count);
}
