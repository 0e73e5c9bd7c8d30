// Makes the fixtures of the frameworks' dialects from recorded runs: `node test/support/trim-framework-captures.mjs <captures folder>`.
// Keeps the first model calls, chosen tool calls and one of each other kind of record; long texts are shortened, tool lists left out.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

const target = resolve(import.meta.dirname, '../../collector/dialects/fixtures');
const MAX_BYTES = 60 * 1024;
/** Model calls kept, and positions of the tool calls kept among all of the run. */
const MODELS = 3;
const TOOLS = { suspicious: [0, 1, 2, 3, 4, 5, 7, 9, 11, 13], benign: [0, 2, 3, 6, 7, 8, 9, 11, 12, 14] };

const runs = {
  'vercel-ai': {
    '7-benign-full': 'fw-vercel-ai-7.0.173/benign-full',
    '7-suspicious-full': 'fw-vercel-ai-7.0.173/suspicious-full',
    '7-suspicious-nocontent': 'fw-vercel-ai-7.0.173/suspicious-nocontent',
    '5-benign-full': 'fw-vercel-ai-5-5.0.277/benign-full',
    '5-suspicious-full': 'fw-vercel-ai-5-5.0.277/suspicious-full',
    '5-suspicious-nocontent': 'fw-vercel-ai-5-5.0.277/suspicious-nocontent',
  },
  openinference: {
    'openai-benign-full': 'fw-openinference-4.2.7/benign-full',
    'openai-suspicious-full': 'fw-openinference-4.2.7/suspicious-full',
    'agents-benign-full': 'fw-openai-agents-0.20.0/benign-full',
    'agents-suspicious-full': 'fw-openai-agents-0.20.0/suspicious-full',
  },
  traceloop: {
    'benign-full': 'fw-traceloop-0.27.0/benign-full',
    'suspicious-full': 'fw-traceloop-0.27.0/suspicious-full',
    'suspicious-nocontent': 'fw-traceloop-0.27.0/suspicious-nocontent',
  },
  langfuse: {
    'benign-full': 'fw-langfuse-5.11.1/benign-full',
    'suspicious-full': 'fw-langfuse-5.11.1/suspicious-full',
  },
  mastra: {
    'benign-full': 'fw-mastra-1.71.0/benign-full',
    'suspicious-full': 'fw-mastra-1.71.0/suspicious-full',
  },
  genai: {
    'openai-benign-full': 'fw-otel-openai-0.22.0/benign-full',
    'openai-suspicious-full': 'fw-otel-openai-0.22.0/suspicious-full',
    'openai-suspicious-default': 'fw-otel-openai-0.22.0/suspicious-default',
  },
};

const SHAPES = {
  logs: ['resourceLogs', 'scopeLogs', 'logRecords'],
  traces: ['resourceSpans', 'scopeSpans', 'spans'],
  metrics: ['resourceMetrics', 'scopeMetrics', 'metrics'],
};

const LEFT_OUT =
  /^(?:llm\.tools\.|gen_ai\.tool\.definitions|ai\.prompt\.tools|llm\.invocation_parameters|telemetry\.|mastra\.metadata\.(?:body|headers|modelMetadata)|mastra\.model_generation\.|ai\.settings|ai\.response\.(?:providerMetadata|timestamp))/;
/** A header stays, to show that none is copied. */
const SAMPLE_HEADER = { key: 'ai.request.headers.authorization', value: { stringValue: 'Bearer decoy-header-value' } };

const tidy = (text) =>
  text
    .replace(/(?:long argument ){20,}/g, 'long argument '.repeat(12))
    .replace(/\/home\/agent\/work-[a-z0-9-]+\/project/g, '/home/dev/project')
    .replace(/\/home\/agent\/work-[a-z0-9-]+/g, '/home/dev')
    .replace(/\/home\/agent\/home-[a-z0-9-]+/g, '/home/dev')
    .replace(/\/home\/agent\/prefix/g, '/opt')
    .replace(/\bdecoy-user\b/g, 'dev');

const cut = (text, most) => (text.length <= most ? text : `${text.slice(0, most - 80)} [..] ${text.slice(-70)}`);

function shorten(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' ? JSON.stringify(slimmed(value)) : cut(text, 500);
  } catch {
    return cut(text, 500);
  }
}

function slimmed(value) {
  if (typeof value === 'string')
    return value.startsWith('{') || value.startsWith('[') ? shorten(value) : cut(value, 400);
  if (Array.isArray(value)) return value.map(slimmed);
  if (typeof value !== 'object' || value === null) return value;
  const left = Object.entries(value).filter(([key]) => !['tools', 'inputSchema', 'system_fingerprint'].includes(key));
  return Object.fromEntries(left.map(([key, item]) => [key, slimmed(item)]));
}

function tidyValue(value) {
  if (value === null || typeof value !== 'object') return value;
  if ('stringValue' in value) return { stringValue: tidy(shorten(value.stringValue)) };
  if ('arrayValue' in value) return { arrayValue: { values: (value.arrayValue.values ?? []).map(tidyValue) } };
  if ('kvlistValue' in value) {
    const pairs = value.kvlistValue.values ?? [];
    return { kvlistValue: { values: pairs.map((pair) => ({ key: pair.key, value: tidyValue(pair.value) })) } };
  }
  return value;
}

const tidyAttributes = (list) =>
  (list ?? []).filter(({ key }) => !LEFT_OUT.test(key)).map(({ key, value }) => ({ key, value: tidyValue(value) }));

const plain = (list) => Object.fromEntries((list ?? []).map(({ key, value }) => [key, value?.stringValue ?? '']));

/** `model`, `tool` or a kind of which one is enough. */
function kindOf(record, signal) {
  const attributes = plain(record.attributes);
  if (signal === 'logs') return `log ${attributes['event.name'] ?? ''}`;
  const marks = [
    attributes['openinference.span.kind'],
    attributes['traceloop.span.kind'],
    attributes['langfuse.observation.type'],
    attributes['gen_ai.operation.name'],
    attributes['ai.operationId'],
  ];
  if (marks.some((mark) => /^(?:TOOL|tool|execute_tool|ai\.toolCall)$/.test(mark ?? ''))) return 'tool';
  if (marks.some((mark) => /^(?:LLM|generation|chat)$|\.do[A-Z]/.test(mark ?? ''))) return 'model';
  if (attributes['mastra.span.type'] === 'model_step') return 'model step';
  return record.name.replace(/\d+/g, 'N');
}

function chooser(name) {
  const seen = new Map();
  const tools = TOOLS[name.includes('benign') ? 'benign' : 'suspicious'];
  return (record, signal) => {
    const kind = kindOf(record, signal);
    const count = seen.get(kind) ?? 0;
    seen.set(kind, count + 1);
    if (kind === 'tool') return tools.includes(count);
    if (kind.startsWith('model ') || kind === 'model') return count < MODELS;
    if (kind === 'log gen_ai.choice') return count < 20;
    if (kind === 'log gen_ai.tool.message') return count < 9;
    if (kind === 'log gen_ai.assistant.message' || kind === 'log gen_ai.user.message') return count < 3;
    return count < 1;
  };
}

function tidyRecord(record, signal) {
  if (signal === 'metrics') return tidyMetric(record);
  const slim = { ...record, attributes: tidyAttributes(record.attributes) };
  for (const key of [
    'droppedAttributesCount',
    'droppedEventsCount',
    'droppedLinksCount',
    'flags',
    'links',
    'traceState',
  ]) {
    delete slim[key];
  }
  if (record.name?.endsWith('.doGenerate')) slim.attributes.push(SAMPLE_HEADER);
  if (slim.body) slim.body = tidyValue(slim.body);
  return slim;
}

function tidyMetric(metric) {
  const slim = structuredClone(metric);
  delete slim.description;
  for (const data of [slim.sum, slim.gauge, slim.histogram]) {
    if (data) data.dataPoints = data.dataPoints.map(({ bucketCounts, explicitBounds, ...point }) => point);
  }
  return slim;
}

function read(folder) {
  const files = readdirSync(folder).filter((file) => /-(?:logs|traces|metrics)\.decoded\.json(?:\.br)?$/.test(file));
  return files.sort().map((file) => {
    const bytes = readFileSync(join(folder, file));
    const text = file.endsWith('.br') ? brotliDecompressSync(bytes).toString() : bytes.toString();
    return { signal: /-(logs|traces|metrics)\./.exec(file)[1], body: JSON.parse(text) };
  });
}

function trim(folder, name) {
  const choose = chooser(name);
  return read(folder).map(({ signal, body }) => {
    const [outer, middle, inner] = SHAPES[signal];
    const kept = (body[outer] ?? []).map((one) => ({
      resource: { attributes: tidyAttributes(one.resource?.attributes) },
      [middle]: (one[middle] ?? []).map((scope) => ({
        scope: { name: scope.scope?.name, version: scope.scope?.version },
        [inner]: (scope[inner] ?? [])
          .filter((record) => choose(record, signal))
          .map((record) => tidyRecord(record, signal)),
      })),
    }));
    return { signal, body: { [outer]: kept } };
  });
}

const captures = process.argv[2];
if (captures === undefined) throw new Error('usage: node test/support/trim-framework-captures.mjs <captures folder>');
let total = 0;
for (const [dialect, named] of Object.entries(runs)) {
  mkdirSync(join(target, dialect), { recursive: true });
  for (const [name, folder] of Object.entries(named)) {
    const requests = trim(join(captures, folder, 'otlp'), name);
    const lines = requests.map((request) =>
      JSON.stringify(request).replace(/,\{"(traceId|timeUnixNano|observedTimeUnixNano)"/g, ',\n{"$1"'),
    );
    const text = `[\n${lines.join(',\n')}\n]\n`;
    writeFileSync(join(target, dialect, `${name}.json`), text);
    total += text.length;
    console.log(`${dialect}/${name}`, text.length, text.length > MAX_BYTES ? 'TOO LARGE' : '');
  }
}
console.log('total', total);
