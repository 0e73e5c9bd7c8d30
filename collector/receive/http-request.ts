/** One request to the HTTP listener, of OTLP, a hook or a sensor: where it goes, who sends it, in which form, and its answer. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DecodedRequest } from '../../contracts/telemetry';
import type { Limits } from '../../platform/config';
import { GanderError, messageOf } from '../../platform/errors';
import type { rateLimited } from '../../platform/log';
import type { Metrics } from '../../platform/metrics';
import { hookReaders } from '../hooks/catalogue';
import { sensorReaders } from '../sensors/catalogue';
import type { Hold, Intake, UnreadBody } from '../intake';
import { HOOK_ANSWER, linesBody, statusBody, successBody } from './answer';
import type { CodeName } from './answer';
import { authenticate } from './authenticate';
import type { Door } from './authenticate';
import { SenderGone, answer, readWhole, tooLarge } from './http-body';
import { contentEncoding } from './inflate';
import type { ContentEncoding } from './inflate';
import type { Format } from './otlp/decode';
import type { PartialSuccess } from './partial-success';
import { isOwnFault, refusalOf } from './refusal';

/** What a path takes. */
type Target =
  { signal: DecodedRequest['signal'] } | { signal: 'hooks'; agent: string } | { signal: 'sensors'; sensor: string };

export interface HttpParts {
  limits: Limits;
  door: Door;
  intake: Intake;
  metrics: Metrics;
  /** Says what somebody has to look at. */
  complain: ReturnType<typeof rateLimited>;
}

const PATHS: ReadonlyMap<string, Target> = new Map<string, Target>([
  ['/v1/traces', { signal: 'traces' }],
  ['/v1/logs', { signal: 'logs' }],
  ['/v1/metrics', { signal: 'metrics' }],
  // Where Langfuse's SDKs send their spans.
  ['/api/public/otel/v1/traces', { signal: 'traces' }],
  ...[...hookReaders.keys()].map((agent) => [`/hooks/${agent}`, { signal: 'hooks', agent }] as const),
  ...[...sensorReaders.keys()].map((sensor) => [`/sensors/${sensor}`, { signal: 'sensors', sensor }] as const),
]);

const MEDIA: Record<Format, string> = { protobuf: 'application/x-protobuf', json: 'application/json' };

const ABOUT = Buffer.from(
  'Gander takes OpenTelemetry here: POST /v1/traces, /v1/logs, /v1/metrics (protobuf or JSON), hooks of agents: POST /hooks/AGENT ' +
    '(JSON), and findings of host sensors: POST /sensors/SENSOR (JSON lines). The console is on another port.\n',
);

/** Answers one request, whatever happens. `mayContinue` is set when the sender waits for leave to send the body. */
export async function serveHttp(
  request: IncomingMessage,
  response: ServerResponse,
  parts: HttpParts,
  mayContinue: boolean,
): Promise<void> {
  const start = performance.now();
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  const target = PATHS.get(path);
  const hold = parts.intake.pending.hold();
  const reply = { status: 0, signal: target?.signal ?? 'none' };
  try {
    if (target === undefined) reply.status = elsewhere(request, response, path);
    else if (request.method !== 'POST') reply.status = notAllowed(request, response, 'POST');
    else {
      const { partial, format } = await take(request, response, parts, target, hold, mayContinue);
      reply.status = succeed(request, response, target.signal, format, partial);
    }
  } catch (error) {
    reply.status = refuse(request, response, parts, error);
  } finally {
    hold.release();
    const { metrics } = parts;
    metrics.count('gander_requests_total', { transport: 'http', ...reply });
    const seconds = (performance.now() - start) / 1_000;
    metrics.observe('gander_request_seconds', seconds, { transport: 'http', signal: reply.signal });
  }
}

async function take(
  request: IncomingMessage,
  response: ServerResponse,
  { limits, door, intake }: HttpParts,
  target: Target,
  hold: Hold,
  mayContinue: boolean,
): Promise<{ partial: PartialSuccess | undefined; format: Format }> {
  const { headers } = request;
  const sender = authenticate(door, headers.authorization, request.socket.remoteAddress);
  if (!sender) throw new GanderError('unauthenticated', 'a known token is needed: Authorization: Bearer gnd_…');
  const { format, encoding } = formOf(request, target);
  const busy = intake.refusal();
  if (busy) throw busy;
  if (Number(headers['content-length'] ?? 0) > limits.bodyBytes) throw tooLarge(limits.bodyBytes);
  if (mayContinue) response.writeContinue();
  const body = await readWhole(request, limits.bodyBytes, hold);
  const common = { encoding, body, sender };
  const sent: UnreadBody = isOtlp(target) ? { ...target, format, ...common } : { ...target, ...common };
  const traceparent = one(headers['traceparent']);
  return { partial: await intake.accept({ ...sent, transport: 'http', traceparent }), format };
}

/** The form of the body; `request_unsupported` when it is none that is taken. */
function formOf(request: IncomingMessage, target: Target): { format: Format; encoding: ContentEncoding } {
  const format = target.signal === 'sensors' && isLines(request) ? 'json' : formatOf(request);
  const taken = isOtlp(target) ? `${MEDIA.protobuf} or ${MEDIA.json}` : TAKEN[target.signal];
  if (!format || (!isOtlp(target) && format !== 'json')) {
    throw new GanderError('request_unsupported', `Content-Type must be ${taken}`);
  }
  const encoding = contentEncoding(one(request.headers['content-encoding']));
  if (!encoding)
    throw new GanderError('request_unsupported', 'Content-Encoding must be gzip, deflate, zstd or identity');
  return { format, encoding };
}

const isOtlp = (target: Target): target is { signal: DecodedRequest['signal'] } =>
  target.signal !== 'hooks' && target.signal !== 'sensors';

const LINES = ['application/x-ndjson', 'application/jsonl', 'application/json-lines'];
const TAKEN = { hooks: MEDIA.json, sensors: `${MEDIA.json} or ${LINES[0]}` };

const mediaOf = (request: IncomingMessage): string | undefined =>
  (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();

const isLines = (request: IncomingMessage): boolean => LINES.includes(mediaOf(request) ?? '');

function formatOf(request: IncomingMessage): Format | undefined {
  const type = mediaOf(request);
  if (type === MEDIA.json) return 'json';
  return type === MEDIA.protobuf || type === 'application/protobuf' ? 'protobuf' : undefined;
}

const one = (header: string | string[] | undefined) => (Array.isArray(header) ? header[0] : header);

function succeed(
  request: IncomingMessage,
  response: ServerResponse,
  signal: Target['signal'],
  format: Format,
  partial: PartialSuccess | undefined,
): number {
  const body = bodyOf(signal, format, partial);
  answer(request, response, 200, { 'content-type': MEDIA[format] }, body);
  return 200;
}

function bodyOf(signal: Target['signal'], format: Format, partial: PartialSuccess | undefined): Buffer {
  if (signal === 'hooks') return HOOK_ANSWER;
  return signal === 'sensors' ? linesBody(partial) : successBody(signal, format, partial);
}

/** Refusals come in the sender's own format too, JSON when it is none that is known. */
function decline(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
  code: CodeName,
  message: string,
): number {
  const format = formatOf(request) ?? 'json';
  answer(request, response, status, { 'content-type': MEDIA[format], ...headers }, statusBody(format, code, message));
  return status;
}

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  { metrics, complain }: HttpParts,
  error: unknown,
): number {
  if (error instanceof SenderGone) return 499;
  if (isOwnFault(error)) complain('http', 'a request failed', { transport: 'http', error: messageOf(error) });
  const { httpStatus, code, message, retryAfterMs } = refusalOf(error);
  if (httpStatus === 401) metrics.count('gander_authentication_failures_total', { listener: 'otlp-http' });
  const headers = {
    ...(httpStatus === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    ...(retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterMs / 1_000)) }),
  };
  return decline(request, response, httpStatus, headers, code, message);
}

function elsewhere(request: IncomingMessage, response: ServerResponse, path: string): number {
  if (path !== '/') return decline(request, response, 404, {}, 'NOT_FOUND', 'no such path; see GET /');
  if (request.method !== 'GET' && request.method !== 'HEAD') return notAllowed(request, response, 'GET, HEAD');
  answer(request, response, 200, { 'content-type': 'text/plain; charset=utf-8' }, ABOUT);
  return 200;
}

function notAllowed(request: IncomingMessage, response: ServerResponse, allow: string): number {
  return decline(request, response, 405, { allow }, 'UNIMPLEMENTED', `only ${allow} here`);
}
