/**
 * OpenTelemetry's GenAI conventions as they stand, older and newer names, and the reader of every scope that no dialect knows. Session
 * ids are optional there and miss on some spans, so that an act is keyed by its trace.
 */
import type { TelemetryRecord } from '../../contracts/telemetry';
import type { Dialect, EventDraft } from './dialect';
import { timeOf, traceOf } from './draft';
import type { Frame, Reading } from './draft';
import { eventNameOf, readGenAiLog } from './genai-logs';
import { readGenAiMetric } from './genai-metrics';
import { readGenAiSpan } from './genai-spans';
import type { GenAiWays } from './genai-spans';
import { known, text } from './read-attributes';

/** How the user of each package has content recorded, by the beginning of its scope; undefined where nothing does. */
const SETTINGS: readonly (readonly [scope: string, setting: string | undefined])[] = [
  ['@opentelemetry/instrumentation-openai', 'captureMessageContent: true'],
  ['Microsoft.SemanticKernel', 'SEMANTICKERNEL_EXPERIMENTAL_GENAI_ENABLE_OTEL_DIAGNOSTICS_SENSITIVE=true'],
  ['Experimental.Microsoft.Agents.AI', 'ENABLE_SENSITIVE_DATA=true'],
  ['agent_framework', 'ENABLE_SENSITIVE_DATA=true'],
  ['pydantic-ai', 'InstrumentationSettings(include_content=True)'],
  ['autogen-core', undefined],
  ['strands-agents', undefined],
];
/** The conventions' own variable. */
const CAPTURE = 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=true';

function waysOf(record: TelemetryRecord): GenAiWays {
  const { name } = record.origin.scope;
  const own = SETTINGS.find(([scope]) => name.startsWith(scope));
  return { setting: own ? own[1] : CAPTURE, answers: 'all', ids: true };
}

/**
 * OpenTelemetry's instrumentations of model clients know neither conversation nor tool: they log the whole conversation again at each
 * call, and each call may be a trace of its own. Only the host is common to all records of one act.
 */
const WRAPS_CLIENT = /^(?:@opentelemetry\/instrumentation-|opentelemetry\.(?:instrumentation|util)\.)/;

/** Names of OpenTelemetry's general conventions, on the record or its resource. */
const USER = ['user.id', 'enduser.id'];
const REPOSITORY = ['vcs.repository.url.full', 'vcs.repository.name'];

/** The frame of a record by the conventions' names, for an agent of `family`. */
export function genAiFrame(record: TelemetryRecord, family: string): Frame {
  const { attributes, origin } = record;
  const session = text(attributes, 'gen_ai.conversation.id', 'session.id');
  const byHost = session === undefined && WRAPS_CLIENT.test(origin.scope.name);
  return known<Frame>({
    record: nameOf(record),
    atMs: timeOf(record),
    session,
    scopeBy: record.kind === 'metric' ? undefined : byHost ? 'host' : 'trace',
    agent: known<EventDraft['agent']>({ family, name: text(attributes, 'gen_ai.agent.name') }),
    trace: record.kind === 'metric' ? undefined : traceOf(record),
    user: text(attributes, ...USER) ?? text(origin.resource, ...USER),
    account: text(origin.resource, 'cloud.account.id'),
    repository: text(attributes, ...REPOSITORY) ?? text(origin.resource, ...REPOSITORY),
  });
}

function nameOf(record: TelemetryRecord): string {
  return record.kind === 'log' ? eventNameOf(record) : record.name;
}

/** Scopes that are known to keep to the conventions; what comes under any other name is read alike, and counted. */
const SCOPES = [
  ...SETTINGS.map(([scope]) => scope),
  '@opentelemetry/instrumentation-',
  'opentelemetry.instrumentation.',
  'opentelemetry.util.genai',
  'goose',
];

export const genai: Dialect = {
  name: 'genai',
  recognises: ({ origin }: TelemetryRecord): boolean => SCOPES.some((scope) => origin.scope.name.startsWith(scope)),
  read(record: TelemetryRecord): Reading {
    const frame = genAiFrame(record, 'genai');
    if (record.kind === 'metric') return readGenAiMetric(record, frame);
    if (record.kind === 'log') return readGenAiLog(record, frame, waysOf(record));
    return readGenAiSpan(record, frame, waysOf(record));
  },
};
